import { sql } from 'kysely'
import type { Database, Db, Tx } from '../../db/database.ts'
import { DAY, HOUR, later, MINUTE, nowOf } from '../../kit/clock.ts'
import { newToken } from '../../kit/id.ts'
import { job } from '../../kit/job.ts'
import { sha256Hex } from '../../kit/secret-box.ts'
import type { WebSessionRow } from '../people-tables.ts'
import type { Person } from '../person.ts'
import { type Role, readRoles } from '../role.ts'

export type WebSession = WebSessionRow

/** Signed out after this long without a click, and after this long in any case. */
export const idleMs = 2 * HOUR
const absoluteMs = DAY
/** Reading a page writes at most this often that the session was used. */
const touchMs = MINUTE

/** Begins a session; the token goes into the cookie, the database keeps its hash only. */
export async function startSession(
  tx: Tx,
  start: {
    personId: string
    browser: string
    language?: WebSession['language'] | undefined
    previousToken?: string | undefined
  },
): Promise<string> {
  if (start.previousToken !== undefined) await endSession(tx, start.previousToken)
  const token = newToken(256)
  await tx
    .insertInto('webSession')
    .values({
      tokenHash: sha256Hex(token),
      personId: start.personId,
      createdAt: tx.now,
      seenAt: tx.now,
      expiresAt: later(tx.now, absoluteMs),
      secondFactorAt: null,
      confirmedAt: null,
      endedAt: null,
      browser: start.browser.slice(0, 200),
      language: start.language ?? null,
    })
    .execute()
  return token
}

export type SignedIn = { session: WebSession; person: Person; roles: Role[] }

/**
 * Who a cookie stands for; undefined when the session was ended, left idle or is too old, or the person was
 * disabled. One query, because every page asks it.
 */
export async function findSignedIn(database: Database, token: string): Promise<SignedIn | undefined> {
  const now = nowOf(database.clock)
  const row = await database.db
    .selectFrom('webSession')
    .innerJoin('person', 'person.id', 'webSession.personId')
    .selectAll('person')
    .select(['tokenHash', 'personId', 'seenAt', 'expiresAt', 'secondFactorAt', 'confirmedAt', 'endedAt', 'browser'])
    .select(['webSession.createdAt as startedAt', 'webSession.language as chosenLanguage'])
    .select(
      sql<string | null>`(select string_agg(role, ' ') from person_role where person_id = person.id)`.as('roleNames'),
    )
    .where('tokenHash', '=', sha256Hex(token))
    .executeTakeFirst()
  if (!row || row.endedAt !== null || row.disabledAt !== null || row.expiresAt <= now) return undefined
  if (later(row.seenAt, idleMs) <= now) return undefined
  const { startedAt, tokenHash, personId, seenAt, expiresAt, secondFactorAt, confirmedAt, ...rest } = row
  const { endedAt, browser, chosenLanguage, roleNames, ...person } = rest
  // Seen in the future: somebody put the clock back, and idleness is counted from now.
  if (later(seenAt, touchMs) <= now || seenAt > now) {
    const seen = { seenAt: now }
    await database.transact((tx) => tx.updateTable('webSession').set(seen).where('tokenHash', '=', tokenHash).execute())
  }
  const lived = { createdAt: startedAt, seenAt, expiresAt, secondFactorAt, confirmedAt, endedAt }
  const session = { tokenHash, personId, ...lived, browser, language: chosenLanguage }
  return { session, person, roles: readRoles(roleNames) }
}

/** What the person chooses in the profile holds from now on in this session too. */
export async function forgetSessionLanguage(tx: Tx, { tokenHash }: Pick<WebSession, 'tokenHash'>): Promise<void> {
  await tx.updateTable('webSession').set({ language: null }).where('tokenHash', '=', tokenHash).execute()
}

/** Ends the session of a cookie; an unknown or ended one stays as it is. */
export async function endSession(tx: Tx, token: string): Promise<void> {
  await tx
    .updateTable('webSession')
    .set({ endedAt: tx.now })
    .where('tokenHash', '=', sha256Hex(token))
    .where('endedAt', 'is', null)
    .execute()
}

/** "Sign out everywhere", and what a changed password or a disabled account does; one session may be spared. */
export async function endAllSessions(tx: Tx, end: { personId: string; exceptHash?: string }): Promise<void> {
  let update = tx
    .updateTable('webSession')
    .set({ endedAt: tx.now })
    .where('personId', '=', end.personId)
    .where('endedAt', 'is', null)
  if (end.exceptHash !== undefined) update = update.where('tokenHash', '!=', end.exceptHash)
  await update.execute()
}

/** A person's live sessions, the one used last first. */
export async function listSessions(db: Db, at: { personId: string; now: string }): Promise<WebSession[]> {
  return db
    .selectFrom('webSession')
    .selectAll()
    .where('personId', '=', at.personId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', at.now)
    .where('seenAt', '>', later(at.now, -idleMs))
    .orderBy('seenAt', 'desc')
    .orderBy('tokenHash')
    .execute()
}

/** So many of each at a time: after a long stop there may be more than a page should wait for. */
const removedAtOnce = 1_000

/** Rows that ended a month ago are of no use to anybody. Returns how many of them are gone. */
export async function endStaleSessions(database: Database): Promise<number> {
  const longAgo = later(nowOf(database.clock), -30 * DAY)
  return database.transact(async (tx) => {
    const sessions = tx.selectFrom('webSession').select('tokenHash').where('expiresAt', '<', longAgo)
    const throttles = tx.selectFrom('throttle').select('bucket').where('since', '<', longAgo)
    const removed = await Promise.all([
      tx.deleteFrom('webSession').where('tokenHash', 'in', sessions.limit(removedAtOnce)).executeTakeFirst(),
      tx.deleteFrom('throttle').where('bucket', 'in', throttles.limit(removedAtOnce)).executeTakeFirst(),
    ])
    return removed.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
  })
}

/** Sessions that ended long ago. */
export const sessionJob = (database: Database) =>
  job({ name: 'sessions', everyMs: HOUR, run: () => endStaleSessions(database) })
