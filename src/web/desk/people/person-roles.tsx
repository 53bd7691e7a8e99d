import type { Person } from '../../../people/person.ts'
import { roles as allRoles, type Role } from '../../../people/role.ts'
import { DataTable } from '../../look/data-table.tsx'
import { CsrfToken } from '../../look/form.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Props = { view: View; person: Person; roles: readonly Role[]; isLastManager: boolean }

/** Every role with what it is for, and the button that gives it or takes it away. */
export function PersonRoles({ view, person, roles, isLastManager }: Props) {
  const { t } = view
  return (
    <section class="stack g4 mt5" aria-labelledby="roles">
      <h2 id="roles">{t('people.roles')}</h2>
      <DataTable
        caption={t('people.roles')}
        phone="stack"
        rows={allRoles}
        keyOf={(role) => role}
        columns={[
          { head: t('people.role'), as: 'name', cell: (role) => t(`desk.role_${role}`) },
          { head: t('people.role_use'), cell: (role) => t(`people.role_use_${role}`) },
          {
            head: t('people.role_act'),
            cell: (role) => {
              const held = roles.includes(role)
              if (held && role === 'manager' && isLastManager) return t('people.refused_last_manager')
              if (!held && person.disabledAt !== null) return t('people.role_closed')
              return <RoleButton view={view} personId={person.id} role={role} held={held} />
            },
          },
        ]}
      />
    </section>
  )
}

function RoleButton({ view, personId, role, held }: { view: View; personId: string; role: Role; held: boolean }) {
  const { t } = view
  const act = held ? 'take' : 'give'
  return (
    <form method="post" action={link('deskPerson', { personId })}>
      <CsrfToken view={view} />
      <input type="hidden" name="role" value={role} />
      <button class="btn quiet" type="submit" name="act" value={act}>
        {t(`people.${act}`)}
        <span class="vh"> {t('people.role_named', { role: t(`desk.role_${role}`) })}</span>
      </button>
    </form>
  )
}
