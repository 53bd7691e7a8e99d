import { unlessLeased } from '../db/lease.ts'
import { unindexed } from '../db/unindexed.ts'
import type { Gateway, ListedLine, Span } from '../gateways/gateway.ts'
import { DAY, HOUR, type Instant, later, MINUTE, nowOf } from '../kit/clock.ts'
import { job, once } from '../kit/job.ts'
import { fetchStatus } from '../payments/intake/poll-payment.ts'
import type { Payment } from '../payments/payment.ts'
import type { IncomingFact } from '../payments/settlement/decide-fact.ts'
import { raiseAlerts, settlePayments } from '../payments/settlement/settle-payments.ts'
import { getGateway, type Shop } from '../payments/shop.ts'
import { type Judged, judgeList, type ListOf } from './judge-list.ts'
import { lastComparison, type Reconciliation, recordRun } from './reconciliation.ts'
import { writeComparison } from './write-comparison.ts'

/** Providers list late, and change what they listed: each run goes back this far behind the last good one. */
const overlapMs = 3 * DAY
const furthestBackMs = 90 * DAY
const atOnce = 4
const settledAtOnce = 64
const longestRunMs = 15 * MINUTE

/**
 * Compares our books with a gateway's own list, both ways (contracts: gateways 3.2). What never reached us is asked for
 * and settled like any notice; what cannot be put right is a difference, which waits for a person. Undefined for a
 * gateway that has no list, and while another node is at it. Never throws for a provider that does not answer.
 */
export async function reconcile(shop: Shop, gatewayId: string, askedBy: string): Promise<Reconciliation | undefined> {
  const { list } = getGateway(shop, gatewayId).gateway
  if (!list) return undefined
  const lease = { name: `reconciliation ${gatewayId}`, holdMs: longestRunMs }
  return unlessLeased(shop.database, lease, () => compare(shop, { gatewayId, askedBy, list }))
}

type Asked = { gatewayId: string; askedBy: string; list: NonNullable<Gateway['list']> }

async function compare(shop: Shop, { gatewayId, askedBy, list }: Asked): Promise<Reconciliation> {
  const connected = getGateway(shop, gatewayId)
  const { account } = connected.gateway
  const span = await spanOf(shop, gatewayId, account)
  const run = { gatewayId, account, askedBy, from: span.from }
  const failed = (outcome: 'not_allowed' | 'unreachable', why: string): Promise<Reconciliation> => {
    shop.log.warn({ gateway: gatewayId, why }, 'reconciliation failed')
    const nothing = { completeTo: span.from, listed: 0, settled: 0, fees: 0, differences: 0 }
    return shop.database.transact((tx) => recordRun(tx, { ...run, ...nothing, outcome, why }))
  }
  const listing = await list(span)
  if (listing.is !== 'listed') return failed(listing.is, listing.why)
  const of = { gatewayId, account, lines: listing.lines }
  const unheard = unheardOf(await judgeList(shop.database.db, of))
  const silent = await askAll(shop, unheard)
  if (unheard.length > 0) await settleUnheard(shop, of, silent)
  const { completeTo } = listing
  const compared = await shop.database.transact((tx) =>
    writeComparison(tx, { list: of, run, completeTo, unheard: unheard.length }, connected),
  )
  if (compared.differences > 0)
    shop.log.error({ gateway: gatewayId, differences: compared.differences }, 'reconciliation found differences')
  return compared
}

/** From three days before the last good run's end; the first one goes back to the first payment. */
async function spanOf(shop: Shop, gatewayId: string, account: string): Promise<Span> {
  const { db, clock } = shop.database
  const to = nowOf(clock)
  const last = await lastComparison(db, { gatewayId, account })
  const since = last?.completeTo ?? (await firstStart(shop, gatewayId)) ?? to
  const [, from = to] = [later(since, -overlapMs), later(to, -furthestBackMs)].sort()
  return { from, to }
}

async function firstStart({ database }: Shop, gatewayId: string): Promise<Instant | undefined> {
  const row = await database.db
    .selectFrom('payment')
    .select((eb) => eb.fn.min('startedAt').as('at'))
    .where(unindexed('gatewayId'), '=', gatewayId)
    .executeTakeFirst()
  return row?.at ?? undefined
}

type Unheard = { line: ListedLine; payment: Payment }

const unheardOf = (judged: readonly Judged[]): Unheard[] =>
  judged.flatMap(({ line, verdict }) => (verdict.is === 'unheard' ? [{ line, payment: verdict.payment }] : []))

/**
 * The provider's own answer about a payment outweighs its list. Returns those that it did not answer for: they become
 * differences, and keep nobody else's money from being compared.
 */
async function askAll(shop: Shop, unheard: readonly Unheard[]): Promise<Set<string>> {
  const ids = [...new Set(unheard.map(({ payment }) => payment.id))]
  const silent = new Set<string>()
  const ask = async (id: string) => {
    if (!(await fetchStatus(shop, id, { evenIfRecent: true }))) silent.add(id)
  }
  for (let start = 0; start < ids.length; start += atOnce) await Promise.all(ids.slice(start, start + atOnce).map(ask))
  return silent
}

/** A refund or a dispute that no look-up tells of is settled by the list itself, where it names the operation. */
async function settleUnheard(shop: Shop, list: ListOf, silent: ReadonlySet<string>): Promise<void> {
  const left = unheardOf(await judgeList(shop.database.db, list)).filter(({ payment }) => !silent.has(payment.id))
  const facts = left.flatMap(({ line, payment }): IncomingFact[] => {
    const { operation, fee: _, capture, ...fact } = line
    if (line.about === 'payment' || operation === undefined) return []
    // What a dispute's line refers to need not be the money itself.
    const of = capture !== undefined && (line.about === 'refund' || capture === payment.capture) && { capture }
    return [{ ...fact, ...of, operation, reference: payment.reference, gatewayId: list.gatewayId, source: 'list' }]
  })
  for (let start = 0; start < facts.length; start += settledAtOnce) {
    const some = facts.slice(start, start + settledAtOnce)
    const settled = await shop.database.transact((tx) => settlePayments(tx, some, shop))
    raiseAlerts(shop.log, settled)
  }
}

/**
 * The daily run: every gateway that was ever used and whose last comparison is a day old, or whose last try failed an
 * hour ago. Returns how many were tried.
 */
export async function reconcileDue(shop: Shop): Promise<number> {
  const { db, clock } = shop.database
  const now = nowOf(clock)
  let tried = 0
  for (const [gatewayId, { gateway }] of shop.gateways) {
    if (!gateway.list) continue
    const of = { gatewayId, account: gateway.account }
    const last = await lastComparison(db, of)
    const lastTry = await lastComparison(db, of, 'any')
    // A run in the future was made before somebody put the clock back.
    const isAfter = (ranAt: Instant | undefined, ms: number) =>
      ranAt === undefined || ranAt <= later(now, -ms) || ranAt > later(now, MINUTE)
    const isDue = isAfter(last?.ranAt, DAY) && isAfter(lastTry?.ranAt, HOUR)
    const hasPayments = lastTry !== undefined || (await firstStart(shop, gatewayId)) !== undefined
    if (isDue && hasPayments && (await reconcile(shop, gatewayId, 'worker'))) tried += 1
  }
  return tried
}

/** The daily comparison of every gateway. */
export const reconciliationJob = (shop: Shop) =>
  job({ name: 'reconciliation', everyMs: 10 * MINUTE, run: once(() => reconcileDue(shop)) })
