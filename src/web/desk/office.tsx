import { allRights, mayDo, roles } from '../../people/role.ts'
import { Icon } from '../look/icon.tsx'
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
    title: t('desk.foot_deskRoles'),
    children: (
      <>
        <div class="head">
          <div>
            <h1>{t('desk.foot_deskRoles')}</h1>
            <p class="soft">{t('desk.roles_say')}</p>
          </div>
        </div>
        <section class="scroll" tabindex={0} aria-label={t('desk.foot_deskRoles')}>
          <table class="data">
            <caption class="vh">{t('desk.foot_deskRoles')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('desk.right')}</th>
                {roles.map((role) => (
                  <th scope="col" key={role}>
                    {t(`desk.role_${role}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {allRights.map((right) => (
                <tr key={right}>
                  <th scope="row">{t(`desk.right_${right}`)}</th>
                  {roles.map((role) => (
                    <td key={role}>
                      {mayDo([role], right) ? (
                        <span class="state good">
                          <Icon name="check" size={18} />
                          {t('desk.yes')}
                        </span>
                      ) : (
                        <span class="soft">{t('desk.no')}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </>
    ),
  })
}
