import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import { DAY, HOUR, type Instant, later, MINUTE, toMs } from '../kit/clock.ts'
import type { MailTrouble } from './mail.ts'
import type { MailLifeRow, MailTroubleRow } from './mail-tables.ts'

/** How long a letter waits that the server will not pass on; then it is for a person to see. */
export const longestHeldMs = 7 * DAY

/** What stands between all letters and their readers: `account` for every one of them, `relay` for those it names. */
export type Standstill = {
  of: 'account' | 'relay'
  trouble: MailTrouble
  /** The server's codes. */
  why: string
  since: Instant
  nextTryAt: Instant
  waiting: number
}

/** Waits as long again as it has waited: a minute at least, `mostMs` at most. */
export const heldUntil = (now: Instant, since: Instant, mostMs: number): Instant =>
  later(now, Math.min(Math.max(toMs(now) - toMs(since), MINUTE), mostMs))

/** The trouble of the account while it lasts. */
export async function accountTrouble(db: Db): Promise<MailTroubleRow | undefined> {
  return db.selectFrom('mailTrouble').selectAll().executeTakeFirst()
}

/** Writes what the account met; since when stays. Says whether it is news. */
export async function keepTrouble(tx: Tx, met: Pick<MailTroubleRow, 'trouble' | 'why'>): Promise<boolean> {
  const before = await accountTrouble(tx)
  const since = before?.since ?? tx.now
  const row = { id: 'account' as const, ...met, since, nextTryAt: heldUntil(tx.now, since, HOUR) }
  await tx
    .insertInto('mailTrouble')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  return before?.trouble !== met.trouble
}

/** A letter went: whatever was wrong is over. Says whether something was. */
export async function endTrouble(tx: Tx): Promise<boolean> {
  const ended = await tx.deleteFrom('mailTrouble').returning('id').executeTakeFirst()
  if (ended) await tx.updateTable('mailLife').set({ worksSince: tx.now }).execute()
  return ended !== undefined
}

/** A letter went: when, and since when they do, if it is the first. */
export async function keepSent(tx: Tx): Promise<void> {
  await tx
    .insertInto('mailLife')
    .values({ id: 'account', worksSince: tx.now, lastSentAt: tx.now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ lastSentAt: tx.now }))
    .execute()
}

/** Since when letters go, and when the last one went; undefined before the first. */
export async function mailLife(db: Db): Promise<Pick<MailLifeRow, 'worksSince' | 'lastSentAt'> | undefined> {
  return db.selectFrom('mailLife').select(['worksSince', 'lastSentAt']).executeTakeFirst()
}

/** The next letter is tried at `at`, and none before. */
export async function postponeTry(tx: Tx, at: Instant): Promise<void> {
  await tx.updateTable('mailTrouble').set({ nextTryAt: at }).execute()
}

/** Everything that stands still now, at most one of each. */
export async function readStandstills(db: Db): Promise<Standstill[]> {
  const [account, queued, relay] = await Promise.all([
    accountTrouble(db),
    db
      .selectFrom('mail')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', '=', sql.lit('queued'))
      .executeTakeFirstOrThrow(),
    heldLetters(db),
  ])
  const { trouble, why, since, nextTryAt } = account ?? {}
  return [
    ...(trouble && why !== undefined && since && nextTryAt
      ? [{ of: 'account' as const, trouble, why, since, nextTryAt, waiting: queued.count }]
      : []),
    ...(relay ? [relay] : []),
  ]
}

/** The letters that the server will not pass on. */
export async function heldLetters(db: Db): Promise<Standstill | undefined> {
  const held = db.selectFrom('mail').where('heldSince', 'is not', null)
  const first = await held.select(['why', 'heldSince']).orderBy('heldSince').limit(1).executeTakeFirst()
  if (!first?.heldSince) return undefined
  const { waiting, nextTryAt } = await held
    .select((eb) => [eb.fn.countAll<number>().as('waiting'), eb.fn.min('dueAt').as('nextTryAt')])
    .executeTakeFirstOrThrow()
  return { of: 'relay', trouble: 'relay', why: first.why, since: first.heldSince, nextTryAt, waiting }
}
