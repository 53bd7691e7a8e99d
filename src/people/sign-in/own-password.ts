import type { Database } from '../../db/database.ts'
import { Failure } from '../../kit/failure.ts'
import type { Person } from '../person.ts'
import { findPasswordHash } from './credential.ts'
import { isPassword } from './password.ts'
import { giveBackTry, limits, takeTry, tooManyTries } from './throttle.ts'

/**
 * Before something weighty a person says the password again. Who found an open browser cannot guess at it: throws
 * Failure `invalid` for a wrong password, for who has none, and with the minutes to wait after too many.
 */
export async function requireOwnPassword(
  database: Database,
  said: { person: Person; password: string; field: string },
): Promise<void> {
  const { person, password, field } = said
  const passwordHash = await findPasswordHash(database.db, person.id)
  if (passwordHash === undefined)
    throw new Failure('invalid', 'no password', [{ field, message: 'problem.password_none' }])
  const buckets = [{ bucket: `password check ${person.id}`, limit: limits.passwordCheckByPerson }]
  const minutes = await takeTry(database, buckets)
  if (minutes > 0) throw tooManyTries(field, minutes)
  if (!(await isPassword(password, passwordHash))) {
    throw new Failure('invalid', 'wrong password', [{ field, message: 'problem.password_wrong' }])
  }
  await database.transact((tx) => giveBackTry(tx, buckets))
}
