import { sql } from 'kysely'
import type { Database, Db, Tx } from '../db/database.ts'
import { insertAtEnd, insertRows } from '../db/many-rows.ts'
import { DatabaseUnavailable } from '../db/unavailable.ts'
import { HOUR, type Instant, later, MINUTE, nowOf, SECOND, toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import { job } from '../kit/job.ts'
import type { Language } from '../kit/language.ts'
import { type Lifecycle, statusesBefore } from '../kit/lifecycle.ts'
import type { Log } from '../kit/log.ts'
import type { Letter, MailSender, SendOutcome } from './mail.ts'
import type { MailRow } from './mail-tables.ts'
import {
  accountTrouble,
  endTrouble,
  heldLetters,
  heldUntil,
  keepSent,
  keepTrouble,
  longestHeldMs,
  postponeTry,
} from './mail-trouble.ts'

export type MailStatus = MailRow['status']

export const mailLifecycle: Lifecycle<MailStatus> = {
  queued: ['sent', 'failed'],
  sent: [],
  failed: ['queued'], // Somebody asked for another try.
}

const leaseMs = 5 * MINUTE
const pauses = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 1 * HOUR, 6 * HOUR]

export type MailToQueue = {
  kind: string
  /** With `kind` what makes it unique: the same receipt is queued once. */
  about: string
  orderId?: string
  to: string
  language: Language
  detail: Record<string, unknown>
  /** Not before; at once where it is left out. */
  notBefore?: Instant
}

/** Puts letters into the outbox, in the transaction of what they speak of. Returns how many were not there before. */
export async function queueMails(tx: Tx, mails: readonly MailToQueue[]): Promise<number> {
  const rows = mails.map((mail) => ({
    id: newId('mai', toMs(tx.now)),
    kind: mail.kind,
    about: mail.about,
    orderId: mail.orderId ?? null,
    toAddress: mail.to,
    language: mail.language,
    detail: JSON.stringify(mail.detail),
    status: 'queued' as const,
    tries: 0,
    dueAt: mail.notBefore ?? tx.now,
    leaseUntil: null,
    why: '',
    createdAt: tx.now,
    heldSince: null,
  }))
  const queued = await insertRows(tx, 'mail', rows, 'on conflict (kind, about) do nothing returning id')
  return queued.length
}

/** Letters that have not gone yet: those in the queue, and those that were given up. */
export async function countUnsent(db: Db): Promise<{ queued: number; failed: number }> {
  const { rows } = await sql<{ status: MailStatus; count: number }>`
    select 'queued' as status, count(*) as count from mail where status = 'queued'
    union all select 'failed', count(*) from mail where status = 'failed'`.execute(db)
  const countOf = (status: MailStatus) => rows.find((row) => row.status === status)?.count ?? 0
  return { queued: countOf('queued'), failed: countOf('failed') }
}

export type MailDelivery = {
  sender: MailSender
  log: Log
  /** Makes the letter of a row; what it throws counts as a failed try. */
  render(mail: MailRow): Promise<Letter>
}

/**
 * Sends what is due, one at a time, outside any transaction. A letter that fails is tried again later. While our own
 * account is refused, one letter is tried at a time and the others wait, without end.
 */
export async function deliverMails(database: Database, delivery: MailDelivery): Promise<number> {
  const mail = await claimNext(database)
  if (!mail) return 0
  const outcome = await send(database, delivery, mail)
  if (outcome === 'not_ours') return 1
  const { news } = await database.transact((tx) => keepOutcome(tx, mail, outcome))
  delivery.log.info({ mailId: mail.id, kind: mail.kind, outcome: outcome.is }, 'mail tried')
  if (news && outcome.is === 'held') {
    const { trouble, why } = outcome
    delivery.log.error({ trouble, why }, 'the mail server refuses our account: letters wait')
  } else if (news) delivery.log.info({}, 'mail goes again')
  return 1
}

async function send(database: Database, delivery: MailDelivery, mail: MailRow): Promise<SendOutcome | 'not_ours'> {
  try {
    const letter = await delivery.render(mail)
    return (await isStillOurs(database, mail)) ? await delivery.sender.send(letter) : 'not_ours'
  } catch (error) {
    // Our own trouble is no try of the letter: its lease runs out, and it has its turn.
    if (error instanceof DatabaseUnavailable) throw error
    return { is: 'failed', why: String(error).slice(0, 300), forGood: false }
  }
}

/** Just before it goes: whoever slept past the lease leaves the letter to whoever has it now. */
async function isStillOurs({ db, clock }: Database, mail: MailRow): Promise<boolean> {
  const held = await db
    .selectFrom('mail')
    .select('id')
    .where('id', '=', mail.id)
    .where('status', '=', 'queued')
    .where('leaseUntil', '=', mail.leaseUntil)
    .where('leaseUntil', '>', nowOf(clock))
    .executeTakeFirst()
  return held !== undefined
}

async function claimNext(database: Database): Promise<MailRow | undefined> {
  return database.transact(async (tx) => {
    const trouble = await accountTrouble(tx)
    if (trouble && trouble.nextTryAt > tx.now) return undefined
    const due = await tx
      .selectFrom('mail')
      .selectAll()
      .where('status', '=', sql.lit('queued'))
      .where('dueAt', '<=', tx.now)
      .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', tx.now)]))
      .orderBy('dueAt')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (!due) return undefined
    const leaseUntil = later(tx.now, leaseMs)
    const claimed = await tx
      .updateTable('mail')
      .set({ leaseUntil, tries: due.tries + 1 })
      .where('id', '=', due.id)
      .where('status', '=', 'queued')
      .where('tries', '=', due.tries)
      .returning('id')
      .executeTakeFirst()
    // Nobody else tries the account before this answer is there.
    if (claimed && trouble) await postponeTry(tx, leaseUntil)
    return claimed && { ...due, leaseUntil, tries: due.tries + 1 }
  })
}

/** Written only by who still holds the lease it was sent under. Says whether the account began to fail, or to work. */
async function keepOutcome(tx: Tx, mail: MailRow, outcome: SendOutcome): Promise<{ news: boolean }> {
  if (outcome.is === 'held') return keepHeld(tx, mail, outcome)
  const pauseMs = pauses[mail.tries - 1]
  if (outcome.is === 'failed' && !outcome.forGood && pauseMs !== undefined) {
    await waitAgain(tx, mail, { dueAt: later(tx.now, pauseMs), why: outcome.why })
    await postponeTry(tx, tx.now)
    return { news: false }
  }
  const why = outcome.is === 'failed' ? outcome.why : ''
  await moveMail(tx, mail, { to: outcome.is, why })
  // Whatever the server said of this one, it took our account's word.
  if (outcome.is === 'failed' && !outcome.forGood) return { news: false }
  if (outcome.is === 'sent') await keepSent(tx)
  if (outcome.is === 'sent' && mail.heldSince !== null) await tryHeldNow(tx)
  return { news: await endTrouble(tx) }
}

/** No fault of the letter: it is as if it had not been tried, behind the others. */
async function keepHeld(
  tx: Tx,
  mail: MailRow,
  { trouble, why }: Extract<SendOutcome, { is: 'held' }>,
): Promise<{ news: boolean }> {
  const tries = mail.tries - 1
  if (trouble !== 'relay') {
    const isOurs = await waitAgain(tx, mail, { dueAt: tx.now, why, tries })
    return { news: isOurs && (await keepTrouble(tx, { trouble, why })) }
  }
  const heldSince = mail.heldSince ?? tx.now
  const isFirst = (await heldLetters(tx)) === undefined
  // Perhaps it is this one reader's house that refuses: a person may know.
  if (heldSince <= later(tx.now, -longestHeldMs)) await moveMail(tx, mail, { to: 'failed', why })
  else await waitAgain(tx, mail, { dueAt: heldUntil(tx.now, heldSince, 6 * HOUR), why, tries, heldSince })
  await endTrouble(tx)
  return { news: isFirst }
}

type Waiting = Pick<MailRow, 'dueAt' | 'why'> & Partial<Pick<MailRow, 'tries' | 'heldSince'>>

async function waitAgain(tx: Tx, mail: MailRow, waiting: Waiting): Promise<boolean> {
  const waits = await tx
    .updateTable('mail')
    .set({ leaseUntil: null, ...waiting })
    .where('id', '=', mail.id)
    .where('leaseUntil', '=', mail.leaseUntil)
    .returning('id')
    .executeTakeFirst()
  return waits !== undefined
}

/** The letters that the server would not pass on are due now. */
async function tryHeldNow(tx: Tx): Promise<void> {
  await tx.updateTable('mail').set({ dueAt: tx.now }).where('heldSince', 'is not', null).execute()
}

/** Somebody has put the account in order, or thinks so: what waits for it is due now. */
export async function tryMailNow(tx: Tx): Promise<void> {
  await postponeTry(tx, tx.now)
  await tryHeldNow(tx)
}

/** Another try of a letter that was given up, as if it were new. Returns false when it is not given up. */
export async function sendMailAgain(tx: Tx, mailId: string, by: string): Promise<boolean> {
  const mail = await findMail(tx, mailId)
  if (mail?.status !== 'failed') return false
  await moveMail(tx, mail, { to: 'queued', why: '', by })
  await tx.updateTable('mail').set({ tries: 0, dueAt: tx.now }).where('id', '=', mailId).execute()
  return true
}

/** One letter of the outbox. */
export async function findMail(db: Db, mailId: string): Promise<MailRow | undefined> {
  return db.selectFrom('mail').selectAll().where('id', '=', mailId).executeTakeFirst()
}

/** The only place a mail's status is written. */
async function moveMail(tx: Tx, mail: MailRow, move: { to: MailStatus; why: string; by?: string }): Promise<void> {
  const moved = await tx
    .updateTable('mail')
    .set({ status: move.to, why: move.why, leaseUntil: null, heldSince: null })
    .where('id', '=', mail.id)
    .where('status', 'in', statusesBefore(mailLifecycle, move.to))
    .returning('id')
    .executeTakeFirst()
  if (!moved) return
  insertAtEnd(tx, 'statusChange', [
    {
      id: newId('chg', toMs(tx.now)),
      subject: 'mail',
      subjectId: mail.id,
      orderId: mail.orderId,
      fromStatus: mail.status,
      toStatus: move.to,
      at: tx.now,
      actor: move.by ?? 'worker',
      why: move.why,
    },
  ])
}

/** Letters of the outbox, one after the other as long as any is due. */
export const mailJob = (database: Database, delivery: MailDelivery) =>
  job({ name: 'mails', everyMs: SECOND, run: () => deliverMails(database, delivery) })
