import type { Database, Tx } from '../db/database.ts'
import { Failure } from '../kit/failure.ts'
import { newToken } from '../kit/id.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import { recordAudit } from './audit/audit.ts'
import type { AuditAct } from './audit/audit-act.ts'
import { isLastManager } from './change-role.ts'
import { createPerson, type Language, type Person } from './person.ts'
import { createLink, linkLives, useUpLinks } from './sign-in/one-time-link.ts'
import { endAllSessions } from './sign-in/web-session.ts'

export type PersonToAdd = { login: string; name: string; email?: string | undefined; language: Language }
/** By letter, or by whoever asked: then the link's token comes back and nothing is sent. */
export type LinkWay = 'letter' | 'shown'

/**
 * Creates a person without a password, with a link to choose one. Throws Failure `invalid` for what cannot be, also
 * for a letter to who has no address, and `conflict` for a login that is taken.
 */
export async function addPerson(
  database: Database,
  wish: PersonToAdd & { by: string; way: LinkWay },
): Promise<{ person: Person; token: string }> {
  const { login, name, email, language, by, way } = wish
  return database.transact(async (tx) => {
    const person = await createPerson(tx, { login, name, email, language })
    await recordAudit(tx, { actor: by, act: 'create person', about: person.id, detail: { login: person.login } })
    return { person, token: await giveLink(tx, person, way) }
  })
}

/**
 * Gives a link to choose a password, which works once; links from before are worth nothing. The password of today
 * works until another is chosen. Throws Failure `conflict` for who is disabled, `invalid` for a letter to who has no
 * address.
 */
export async function resetPassword(tx: Tx, reset: { person: Person; by: string; way: LinkWay }): Promise<string> {
  const { person, by, way } = reset
  if (person.disabledAt !== null) throw new Failure('conflict', 'this person is disabled')
  await useUpLinks(tx, person.id)
  await recordAudit(tx, { actor: by, act: 'send password link', about: person.id })
  return giveLink(tx, person, way)
}

async function giveLink(tx: Tx, person: Person, way: LinkWay): Promise<string> {
  const { email: to, language, name, login } = person
  if (way === 'letter' && to === null)
    throw new Failure('invalid', 'no address to write to', [{ field: 'email', message: 'problem.email_none' }])
  const token = await createLink(tx, {
    purpose: 'set_password',
    personId: person.id,
    detail: '',
    lifeMs: linkLives.choose_password,
  })
  if (way === 'shown' || to === null) return token
  await queueMails(tx, [{ kind: 'choose_password', about: newToken(), to, language, detail: { token, name, login } }])
  return token
}

/**
 * Ends everything that lets this person in: sessions at once, links, the password. False when it was so already. Throws
 * Failure `conflict` for the last manager who may come in.
 */
export async function disablePerson(tx: Tx, change: { personId: string; by: string }): Promise<boolean> {
  if (await isLastManager(tx, change.personId))
    throw new Failure('conflict', 'the last manager', [{ field: 'act', message: 'problem.last_manager' }])
  return setDisabled(tx, { ...change, disabledAt: tx.now, act: 'disable person' })
}

/** Lets the person in again, with the password from before; nothing that was open then comes back. */
export async function enablePerson(tx: Tx, change: { personId: string; by: string }): Promise<boolean> {
  return setDisabled(tx, { ...change, disabledAt: null, act: 'enable person' })
}

async function setDisabled(
  tx: Tx,
  change: { personId: string; by: string; disabledAt: string | null; act: AuditAct },
): Promise<boolean> {
  const { personId, by, disabledAt, act } = change
  const changed = await tx
    .updateTable('person')
    .set({ disabledAt })
    .where('id', '=', personId)
    .where('disabledAt', disabledAt === null ? 'is not' : 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!changed) return false
  // Both ways: a session that began in the very moment of the disabling must not come to life with the person.
  await endAllSessions(tx, { personId })
  await useUpLinks(tx, personId)
  await recordAudit(tx, { actor: by, act, about: personId })
  return true
}
