import type { Database } from '../db/database.ts'
import { DAY } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { newToken } from '../kit/id.ts'
import { recordAudit } from '../people/audit.ts'
import { createLink } from '../people/one-time-link.ts'
import { hashPassword } from '../people/password.ts'
import { createPerson, findPersonByLogin, grantRole } from '../people/person.ts'

type Wish = { login: string; name?: string; email?: string; publicUrl: string }

/** Grants the role of manager. A new person gets a link to choose a password: none is typed or shown here. */
export async function makeAdminCommand(database: Database, wish: Wish): Promise<number> {
  const known = await findPersonByLogin(database.db, wish.login)
  if (!known && (!wish.name || !wish.email)) {
    console.log(`${wish.login} is not known. To create this person, add --name and --email.`)
    return 1
  }
  const passwordHash = known ? '' : await hashPassword(newToken(256))
  try {
    await database.transact(async (tx) => {
      const { name = '', email = '', login } = wish
      const person = known ?? (await createPerson(tx, { login, name, email, language: 'fr', passwordHash }))
      await grantRole(tx, { personId: person.id, role: 'manager' })
      await recordAudit(tx, { actor: 'command line', act: 'grant manager', about: person.id })
      console.log(`${person.login} is a manager.`)
      if (known) return
      const link = { purpose: 'set_password' as const, personId: person.id, detail: '', lifeMs: DAY }
      const token = await createLink(tx, link)
      console.log(`Choose a password within 24 hours: ${wish.publicUrl}/new-password/${token}`)
    })
    return 0
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.log(`Not done: ${error.message}`)
    return 1
  }
}
