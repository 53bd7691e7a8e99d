import { perform } from '../db/act.ts'
import type { Database } from '../db/database.ts'
import { DAY } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { mainLanguage } from '../kit/language.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { giveRole, type RoleOutcome, withdrawRole } from '../people/change-role.ts'
import { createPerson, findPersonByLogin } from '../people/person.ts'
import { readRoles, roles } from '../people/role.ts'
import { createLink } from '../people/sign-in/one-time-link.ts'
import { refusalText } from './refusal-text.ts'

const by = 'command line'

type Wish = { login: string; role: string; name?: string; email?: string; publicUrl: string }

/** Grants a role at the desk. A new person gets a link to choose a password: none is typed or shown here. */
export async function makeAdminCommand(database: Database, wish: Wish): Promise<number> {
  const [role] = readRoles(wish.role)
  if (!role) return refuseRole(wish.role)
  const known = await findPersonByLogin(database.db, wish.login)
  if (!known && (!wish.name || !wish.email)) {
    console.log(`${wish.login} is not known. To create this person, add --name and --email.`)
    return 1
  }
  try {
    await database.transact(async (tx) => {
      const { name = '', email = '', login } = wish
      const person = known ?? (await createPerson(tx, { login, name, email, language: mainLanguage }))
      if (!known) {
        const detail = { login: person.login }
        await recordAudit(tx, { actor: by, act: 'create person', about: person.id, detail })
      }
      const outcome = await giveRole(tx, { personId: person.id, role, by })
      if (outcome.is === 'refused') throw new Failure('conflict', 'this person is disabled')
      console.log(`${person.login} has the role of ${role}.`)
      if (known) return
      const link = { purpose: 'set_password' as const, personId: person.id, detail: '', lifeMs: DAY }
      const token = await createLink(tx, link)
      console.log(`Choose a password within 24 hours: ${wish.publicUrl}/new-password/${token}`)
    })
    return 0
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.log(refusalText(error))
    return 1
  }
}

/** Takes a role away; what the person may do at the desk ends with the next click. */
export async function takeRoleCommand(database: Database, wish: { login: string; role: string }): Promise<number> {
  const [role] = readRoles(wish.role)
  if (!role) return refuseRole(wish.role)
  const person = await findPersonByLogin(database.db, wish.login)
  const outcome: RoleOutcome = person
    ? await perform(database, (tx) => withdrawRole(tx, { personId: person.id, role, by }))
    : { is: 'unchanged' }
  if (outcome.is === 'refused') {
    console.log(`${wish.login} is the last manager: give the role to somebody else first.`)
    return 1
  }
  const taken = outcome.is === 'taken'
  console.log(taken ? `${wish.login} has no longer the role of ${role}.` : `${wish.login} has not the role of ${role}.`)
  return taken ? 0 : 1
}

function refuseRole(name: string): number {
  console.log(`${name} is no role. Roles are ${roles.join(', ')}.`)
  return 1
}
