import type { Database } from '../../db/database.ts'
import { MINUTE } from '../../kit/clock.ts'
import { Failure } from '../../kit/failure.ts'
import { newToken } from '../../kit/id.ts'
import { sha256Hex } from '../../kit/text/same-text.ts'
import { queueMails } from '../../mail/mail-outbox.ts'
import { recordAudit } from '../audit/audit.ts'
import { comparable } from '../comparable.ts'
import { findPerson, type Person } from '../person.ts'
import { setPasswordHash } from './credential.ts'
import { findPersonByIdentity, linkIdentity, localIdentity } from './identity.ts'
import { createLink, findLink, useLink, useUpLinks } from './one-time-link.ts'
import { requireOwnPassword } from './own-password.ts'
import { hashPassword, requireGoodPassword } from './password.ts'
import { countTry, limits, networkOf, takeTry } from './throttle.ts'
import { endAllSessions } from './web-session.ts'

const nobody = { bucket: 'password mail nobody' }
const linkLifeMs = 30 * MINUTE

/**
 * "I forgot my password". Nothing in the answer tells whether the login exists: no result, no Failure, and past
 * the limit silence as well.
 */
export async function askNewPassword(database: Database, ask: { login: string; address: string }): Promise<void> {
  const who = sha256Hex(comparable(ask.login)).slice(0, 32)
  const buckets = [
    { bucket: `password mail login ${who}`, limit: limits.passwordMailByLogin },
    { bucket: `password mail address ${networkOf(ask.address)}`, limit: limits.passwordMailByAddress },
  ]
  if ((await takeTry(database, buckets)) > 0) return
  const person = await findPersonByIdentity(database.db, localIdentity(ask.login))
  const to = person?.disabledAt === null ? person.email : null
  // A write like the one below: the time of the answer must not tell more than its words.
  if (!person || to === null)
    return database.transact((tx) => countTry(tx, [{ ...nobody, limit: limits.passwordMailByLogin }]))
  await database.transact(async (tx) => {
    const token = await createLink(tx, { purpose: 'set_password', personId: person.id, detail: '', lifeMs: linkLifeMs })
    const { language, name } = person
    await queueMails(tx, [{ kind: 'set_password', about: newToken(), to, language, detail: { token, name } }])
  })
}

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
