import { sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { keepEvidence } from '../../db/evidence.ts'
import { DatabaseUnavailable } from '../../db/unavailable.ts'
import { unindexed } from '../../db/unindexed.ts'
import type { NoticeReading } from '../../gateways/gateway.ts'
import { DAY, HOUR, later, MINUTE, nowOf, SECOND, toMs } from '../../kit/clock.ts'
import type { IncomingFact } from '../settlement/decide-fact.ts'
import { raiseAlerts, type Settlement, settlePayments } from '../settlement/settle-payments.ts'
import { getGateway, type Shop } from '../shop.ts'
import { type Followed, followHints, hintsOf } from './follow-hints.ts'
import {
  asRaw,
  moveNotices,
  type Notice,
  type NoticeMove,
  type NoticeStatus,
  noticeLifecycle,
  rereadNotice,
} from './notice.ts'

/** What waits is taken together: each commit waits for the disk, and a longer list costs less a notice. */
const batchSize = 1_024
/** Our own "create" may still be committing when its notice comes: one of an unknown payment is tried so long. */
const unknownForMs = HOUR
/** What waits is tried again after a quarter of its age: soon at first, then seldom. */
const [shortestPauseMs, longestPauseMs] = [MINUTE, HOUR]
const unansweredForMs = 3 * DAY

type Told = { notice: Notice; reading: NoticeReading }
type Read = Told & Followed
/** What a node took is another's to take after this time. */
const takenForMs = 30 * SECOND
/** Look-ups that may be under way at once, and notices of one list that wait for theirs. */
const [atOnce, askedAtOnce] = [4, 64]

/**
 * Takes the notices that wait, understands them outside any transaction, and settles their facts in one: first those
 * that say all themselves, so that none waits for what another has to ask a provider. Returns how many were taken.
 */
export async function processNotices(shop: Shop, atMost = batchSize): Promise<number> {
  if (shop.gateways.size === 0) return 0
  const notices = await takeWaiting(shop, atMost)
  const told: Told[] = []
  for (const some of inLists(notices, atOnce))
    told.push(...(await Promise.all(some.map((notice) => readStored(shop, notice)))))
  const [whole = [], asking = []] = [false, true].map((asks) =>
    told.filter((each) => hintsOf(each.reading).length > 0 === asks),
  )
  await settleAll(shop, await follow(shop, whole))
  for (const some of inLists(asking, askedAtOnce)) await settleAll(shop, await follow(shop, some))
  return notices.length
}

function* inLists<Item>(items: readonly Item[], length: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += length) yield items.slice(start, start + length)
}

/** What each of them points at is asked for. */
async function follow(shop: Shop, told: readonly Told[]): Promise<Read[]> {
  const read: Read[] = []
  for (const some of inLists(told, atOnce))
    read.push(...(await Promise.all(some.map(async (each) => ({ ...each, ...(await followHints(shop, each)) })))))
  return read
}

/**
 * On PostgreSQL several nodes work, and each takes what no other has: for so long, what it took is nobody else's. A
 * node that freezes or dies holds back its own batch, and no longer. SQLite has one process.
 */
async function takeWaiting({ database, gateways }: Shop, atMost: number): Promise<Notice[]> {
  const waiting = (db: Db, now: string) =>
    db
      .selectFrom('notice')
      .where('status', '=', sql.lit('received'))
      .where('tryAt', '<=', now)
      // Those of a gateway that is no longer set up wait until it is.
      .where(unindexed('gatewayId'), 'in', [...gateways.keys()])
      .orderBy('tryAt')
      .limit(atMost)
  if (database.engine === 'sqlite') return waiting(database.db, nowOf(database.clock)).selectAll().execute()
  return database.transact((tx) =>
    tx
      .updateTable('notice')
      .set({ tryAt: later(tx.now, takenForMs) })
      .where('id', 'in', waiting(tx, tx.now).select('id').forUpdate().skipLocked())
      .returningAll()
      .execute(),
  )
}

/**
 * In one transaction, or half by half where that fails, so that a failing notice costs its neighbours little: alone at
 * last it ends `puzzling`, for review, with its error.
 */
async function settleAll(shop: Shop, read: readonly Read[]): Promise<void> {
  const [first] = read
  if (!first) return
  try {
    await settleRead(shop, read)
  } catch (error) {
    // A database that cannot be had says nothing of the notices: they stay as they are, for the job's next turn.
    if (error instanceof DatabaseUnavailable) throw error
    if (read.length === 1) return setAside(shop, first.notice, String(error))
    shop.log.error({ error: String(error), notices: read.length }, 'batch failed, taken in parts')
    const middle = Math.ceil(read.length / 2)
    for (const part of [read.slice(0, middle), read.slice(middle)]) await settleAll(shop, part)
  }
}

async function setAside({ database, log }: Shop, { id: noticeId }: Notice, error: string): Promise<void> {
  log.error({ noticeId, error }, 'notice is puzzling')
  await database.transact((tx) => moveNotices(tx, [{ noticeId, to: 'puzzling', why: error.slice(0, 500) }]))
}

/** What is stored is what counts: it is read from its bytes, once. */
async function readStored(shop: Shop, notice: Notice): Promise<Told> {
  const { gateway } = getGateway(shop, notice.gatewayId)
  return { notice, reading: shop.readings.take(notice.id) ?? (await gateway.readNotice(asRaw(notice))) }
}

async function settleRead(shop: Shop, read: readonly Read[]): Promise<void> {
  const settled = await shop.database.transact(async (tx) => {
    const facts = read.flatMap(factsOf)
    const settlements = await settlePayments(
      tx,
      facts.map(({ fact }) => fact),
      shop,
    )
    const byNotice = Map.groupBy(settlements, (_, index) => facts[index]?.noticeId)
    const moves = read.map((each) => moveFor(each, byNotice.get(each.notice.id) ?? [], tx.now))
    const ending = moves.filter((move) => move !== 'later')
    const moved = await moveNotices(tx, ending)
    // From now on its bytes are what the books rest on.
    const ended = new Set(ending.filter(({ to }) => isEnd(to)).map(({ noticeId }) => noticeId))
    const frozen = read.map(({ notice }) => notice).filter(({ id }) => ended.has(id) && moved.has(id))
    keepEvidence(tx, 'notice', frozen)
    await rereadAfterDisputes(tx, read, moves)
    for (const [index, { notice }] of read.entries()) if (moves[index] === 'later') await tryLater(tx, notice)
    return settlements
  })
  raiseAlerts(shop.log, settled)
}

const isEnd = (status: NoticeStatus): boolean => noticeLifecycle[status].length === 0

async function tryLater(tx: Tx, { id, receivedAt }: Notice): Promise<void> {
  const ageMs = toMs(tx.now) - toMs(receivedAt)
  const tryAt = later(tx.now, Math.min(longestPauseMs, Math.max(shortestPauseMs, ageMs / 4)))
  await tx.updateTable('notice').set({ tryAt }).where('id', '=', id).execute()
}

function factsOf({ notice, reading }: Read): Array<{ noticeId: string; fact: IncomingFact }> {
  if (reading.is !== 'facts') return []
  return reading.facts.map((fact) => ({
    noticeId: notice.id,
    fact: { ...fact, gatewayId: notice.gatewayId, source: 'notice' as const },
  }))
}

const namesDispute = (reading: NoticeReading): boolean =>
  'ask' in reading && reading.ask?.some(({ dispute }) => dispute !== undefined) === true

/** A dispute that is no longer open answers the notices that told of it while it was: they are read again. */
async function rereadAfterDisputes(
  tx: Tx,
  read: readonly Read[],
  moves: ReadonlyArray<NoticeMove | 'later'>,
): Promise<void> {
  const orderIds = moves.flatMap((move, index) => {
    const reading = read[index]?.reading
    const isEnd = reading && namesDispute(reading) && move !== 'later' && move.to === 'understood'
    return isEnd && move.orderId !== undefined ? [move.orderId] : []
  })
  if (orderIds.length === 0) return
  const waiting = await tx
    .selectFrom('notice')
    .selectAll()
    .where('orderId', 'in', orderIds)
    .where('status', '=', 'puzzling')
    .execute()
  for (const notice of waiting) await rereadNotice(tx, notice, 'the end of a dispute')
}

/** What becomes of a notice: the words of its facts' decisions, or another try while its payment is unknown. */
function moveFor(
  { notice, reading, asked, orderId: pointedAt, settlements: answers }: Read,
  own: readonly Settlement[],
  now: string,
): NoticeMove | 'later' {
  const noticeId = notice.id
  if (reading.is === 'rejected' || reading.is === 'not_ours') return { noticeId, to: reading.is, why: reading.why }
  if (reading.is === 'unprovable') return 'later'
  const settlements = [...own, ...answers]
  const unknown = settlements.filter(
    ({ decision }) => decision.do === 'nothing' && decision.because === 'unknown_payment',
  )
  if (asked === 'no_answer') {
    // A provider that does not answer is asked by the poller too; its notices are tried until they are old.
    if (toMs(now) - toMs(notice.receivedAt) < unansweredForMs) return 'later'
    // Of a dispute only its notices tell.
    if (namesDispute(reading)) return { noticeId, to: 'puzzling', why: 'no answer about a dispute', orderId: pointedAt }
  }
  if (unknown.length > 0 || asked === 'unknown_payment') {
    if (toMs(now) - toMs(notice.receivedAt) < unknownForMs) return 'later'
    const ofMoney = unknown.some(({ fact }) => fact.kind === 'paid')
    return { noticeId, to: ofMoney ? 'puzzling' : 'not_ours', why: 'no payment of ours' }
  }
  const orderId = settlements.find((each) => each.orderId !== undefined)?.orderId ?? pointedAt
  // The provider's books may be behind its notices; a second refund of the same sum must never be taken for the first.
  if (asked === 'not_shown') {
    if (toMs(now) - toMs(notice.receivedAt) < unknownForMs) return 'later'
    return { noticeId, to: 'puzzling', why: 'a refund that the provider does not show', orderId }
  }
  const puzzle = settlements.find(({ decision }) => decision.do === 'puzzle')
  if (puzzle?.decision.do === 'puzzle') return { noticeId, to: 'puzzling', why: puzzle.decision.because, orderId }
  return { noticeId, to: 'understood', orderId, why: settlements.map(({ decision }) => decision.do).join(' ') }
}
