import { allRights, mayDo, type Right, roles } from '../../people/role.ts'
import { DataTable } from '../look/data-table.tsx'
import { PageHead } from '../look/page-head.tsx'
import { State } from '../look/paper.tsx'
import type { View } from '../look/view.ts'
import type { SignedInContext } from '../request-context.ts'
import type { DeskRoute } from './desk-route.ts'
import { sendDeskPage } from './send-desk-page.ts'

export const officeRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskRoles', right: 'see_desk', act: showRoles },
]

/** The one table of roles and rights, as the program applies it. */
async function showRoles(context: SignedInContext): Promise<unknown> {
  const { view } = context
  const { t } = view
  return sendDeskPage(context, {
    title: t('desk.menu_deskRoles'),
    children: (
      <>
        <PageHead title={t('desk.menu_deskRoles')} says={t('desk.roles_say')} />
        <DataTable
          caption={t('desk.menu_deskRoles')}
          phone="stack"
          layout="sides"
          rows={allRights}
          keyOf={(right) => right}
          columns={[
            { head: t('desk.right'), as: 'name', cell: (right) => t(`desk.right_${right}`) },
            ...roles.map((role) => ({
              head: t(`desk.role_${role}`),
              isNamedOnPhone: true as const,
              cell: (right: Right) => <YesOrNo view={view} isYes={mayDo([role], right)} />,
            })),
          ]}
        />
      </>
    ),
  })
}

function YesOrNo({ view: { t }, isYes }: { view: View; isYes: boolean }) {
  if (!isYes) return <span class="soft">{t('desk.no')}</span>
  return (
    <State tone="good" icon="check">
      {t('desk.yes')}
    </State>
  )
}
