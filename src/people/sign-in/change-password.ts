import type { Database } from '../../db/database.ts'
import { Failure } from '../../kit/failure.ts'
import { recordAudit } from '../audit/audit.ts'
import { findPerson, type Person } from '../person.ts'
import { setPasswordHash } from './credential.ts'
import { linkIdentity, localIdentity } from './identity.ts'
import { findLink, useLink, useUpLinks } from './one-time-link.ts'
import { requireOwnPassword } from './own-password.ts'
import { hashPassword, requireGoodPassword } from './password.ts'
import { endAllSessions } from './web-session.ts'

/** True while the link can still be used: the page asks before it shows its form. */
export async function mayUsePasswordLink(database: Database, token: string): Promise<boolean> {
  return database.transact(async (tx) => (await findLink(tx, { token, purpose: 'set_password' })) !== undefined)
}

/** Throws Failure `invalid` for a poor password, `not_found` for a link that no longer works. Ends all sessions. */
export async function setPasswordByLink(database: Database, set: { token: string; password: string }): Promise<void> {
  const link = await database.transact((tx) => findLink(tx, { token: set.token, purpose: 'set_password' }))
  const person = link && (await findPerson(database.db, link.personId))
  if (!link || !person || person.disabledAt !== null) throw new Failure('not_found', 'the link no longer works')
  await requireGoodPassword(set.password, { field: 'password', login: person.login })
  const passwordHash = await hashPassword(set.password)
  await database.transact(async (tx) => {
    if (!(await useLink(tx, link))) throw new Failure('not_found', 'the link no longer works')
    // Who came in by another place until now may do so by login and password from now on.
    await linkIdentity(tx, { personId: person.id, identity: localIdentity(person.login) })
    await setPasswordHash(tx, { personId: person.id, passwordHash })
    await useUpLinks(tx, person.id)
    await endAllSessions(tx, { personId: person.id })
    await recordAudit(tx, { actor: person.id, act: 'set password by mail', about: person.id })
  })
}

/** Throws Failure `invalid` when the old password is wrong or the new one poor. Ends the person's other sessions. */
export async function changePassword(
  database: Database,
  change: { person: Person; oldPassword: string; newPassword: string; sessionHash: string },
): Promise<void> {
  const { person } = change
  await requireOwnPassword(database, { person, password: change.oldPassword, field: 'oldPassword' })
  await requireGoodPassword(change.newPassword, { field: 'newPassword', login: person.login })
  const passwordHash = await hashPassword(change.newPassword)
  await database.transact(async (tx) => {
    await setPasswordHash(tx, { personId: person.id, passwordHash })
    await useUpLinks(tx, person.id)
    await endAllSessions(tx, { personId: person.id, exceptHash: change.sessionHash })
    await recordAudit(tx, { actor: person.id, act: 'change password', about: person.id })
  })
}
