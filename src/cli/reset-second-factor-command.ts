import type { Database } from '../db/database.ts'
import { findPersonByLogin } from '../people/person.ts'
import { resetSecondFactor } from '../people/sign-in/second-factor.ts'

/** For who lost telephone and recovery codes. Whoever runs it has made sure of the person by other means. */
export async function resetSecondFactorCommand(database: Database, login: string): Promise<number> {
  const person = await findPersonByLogin(database.db, login)
  if (!person) {
    console.log(`${login} is not known.`)
    return 1
  }
  await database.transact((tx) => resetSecondFactor(tx, { personId: person.id, actor: 'command line' }))
  console.log(`${person.login} sets up a second factor anew at the next visit to the desk.`)
  return 0
}
