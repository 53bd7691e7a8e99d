import type { Database, Db } from '../db/database.ts'
import { Failure } from '../kit/failure.ts'
import { newToken } from '../kit/id.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import { recordAudit } from './audit/audit.ts'
import { goodEmail } from './email-address.ts'
import { findPerson, type Person } from './person.ts'
import { comparable, writePersonKeys } from './person-key.ts'
import { createLink, findLink, linkLives, useLink, useUpLinks } from './sign-in/one-time-link.ts'
import { requireOwnPassword } from './sign-in/own-password.ts'
import { limits, takeTry, tooManyTries } from './sign-in/throttle.ts'

/**
 * Writes to the new address; nothing changes until it is confirmed by its link. Throws Failure `invalid` for a bad
 * address or a wrong password, never for an address that somebody else has.
 */
export async function askEmailChange(
  database: Database,
  ask: { person: Person; email: string; password: string },
): Promise<void> {
  const { person } = ask
  const email = goodEmail(ask.email)
  await requireOwnPassword(database, { person, password: ask.password, field: 'emailPassword' })
  const mails = { bucket: `e-mail change ${person.id}`, limit: limits.emailChangeByPerson }
  const minutes = await takeTry(database, [mails])
  if (minutes > 0) throw tooManyTries('email', minutes)
  await database.transact(async (tx) => {
    const token = await createLink(tx, {
      purpose: 'confirm_email',
      personId: person.id,
      detail: email,
      lifeMs: linkLives.confirm_email,
    })
    const { language, name } = person
    await queueMails(tx, [{ kind: 'confirm_email', about: newToken(), to: email, language, detail: { token, name } }])
  })
}

/** The address that waits for its confirmation, if there is one. */
export async function pendingEmail(db: Db, at: { personId: string; now: string }): Promise<string | undefined> {
  const link = await db
    .selectFrom('oneTimeLink')
    .select('detail')
    .where('personId', '=', at.personId)
    .where('purpose', '=', 'confirm_email')
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', at.now)
    .orderBy('expiresAt', 'desc')
    .orderBy('tokenHash')
    .limit(1)
    .executeTakeFirst()
  return link?.detail
}

/** The address that a link of a letter would make the person's; undefined for a link that is worn out. */
export async function addressToConfirm(database: Database, token: string): Promise<string | undefined> {
  return database.transact(async (tx) => (await findLink(tx, { token, purpose: 'confirm_email' }))?.detail)
}

/** Takes the new address over and tells the old one, if any. Throws Failure `not_found` for a link that is worn out. */
export async function confirmEmail(database: Database, token: string): Promise<void> {
  await database.transact(async (tx) => {
    const link = await findLink(tx, { token, purpose: 'confirm_email' })
    const person = link && (await findPerson(tx, link.personId))
    if (!link || !person || !(await useLink(tx, link))) throw new Failure('not_found', 'the link no longer works')
    const set = { email: link.detail, emailKey: comparable(link.detail) }
    await tx.updateTable('person').set(set).where('id', '=', person.id).execute()
    await writePersonKeys(tx, { ...person, ...set })
    // Links that lie in the old mailbox lose their meaning.
    await useUpLinks(tx, person.id)
    const { language, name, email: to } = person
    if (to !== null)
      await queueMails(tx, [{ kind: 'email_changed', about: newToken(), to, language, detail: { name } }])
    await recordAudit(tx, { actor: person.id, act: 'change email', about: person.id })
  })
}
