import { unlessLeased } from '../db/lease.ts'
import type { ListedLine, Span } from '../gateways/gateway.ts'
import { DAY, HOUR, type Instant, later, MINUTE, nowOf } from '../kit/clock.ts'
import { raiseAlerts } from '../payments/alerts.ts'
import { askProvider } from '../payments/chase-payment.ts'
import type { IncomingFact } from '../payments/decide-fact.ts'
import { settlePayments } from '../payments/settle-payments.ts'
import { getGateway, type Shop } from '../payments/shop.ts'
import { compareLine, type Verdict } from './compare-line.ts'
import { type ListOf, loadKnown } from './known-lines.ts'
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
  const { gateway } = getGateway(shop, gatewayId)
  if (!gateway.list) return undefined
  const lease = { name: `reconciliation ${gatewayId}`, holdMs: longestRunMs }
  return unlessLeased(shop.database, lease, () => compare(shop, gatewayId, askedBy))
}

async function compare(shop: Shop, gatewayId: string, askedBy: string): Promise<Reconciliation> {
  const { gateway } = getGateway(shop, gatewayId)
  const { account } = gateway
  const span = await spanOf(shop, gatewayId, account)
  const run = { gatewayId, account, askedBy, from: span.from }
  const failed = (outcome: 'not_allowed' | 'unreachable', why: string): Promise<Reconciliation> => {
    shop.log.warn({ gateway: gatewayId, why }, 'reconciliation failed')
    const nothing = { completeTo: span.from, listed: 0, settled: 0, fees: 0, differences: 0 }
    return shop.database.transact((tx) => recordRun(tx, { ...run, ...nothing, outcome, why }))
  }
  const listing = (await gateway.list?.(span)) ?? { is: 'unreachable' as const, why: 'no list' }
  if (listing.is !== 'listed') return failed(listing.is, listing.why)
  const list = { gatewayId, account, lines: listing.lines }
  const unheard = unheardOf(await judge(shop, list))
  if (!(await askAll(shop, unheard))) return failed('unreachable', 'a payment could not be asked for')
  if (unheard.length > 0) await settleUnheard(shop, list)
  const compared = await shop.database.transact((tx) =>
    writeComparison(
      tx,
      { list, run, completeTo: listing.completeTo, unheard: unheard.length },
      getGateway(shop, gatewayId),
    ),
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
    .where('gatewayId', '=', gatewayId)
    .executeTakeFirst()
  return row?.at ?? undefined
}

type Judged = { line: ListedLine; verdict: Verdict }

async function judge(shop: Shop, list: ListOf): Promise<Judged[]> {
  const known = await loadKnown(shop.database.db, list)
  return list.lines.map((line, at) => ({
    line,
    verdict: compareLine(line, known[at] ?? { payment: undefined, facts: [] }),
  }))
}

type Unheard = { line: ListedLine; payment: (Verdict & { is: 'unheard' })['payment'] }

const unheardOf = (judged: readonly Judged[]): Unheard[] =>
  judged.flatMap(({ line, verdict }) => (verdict.is === 'unheard' ? [{ line, payment: verdict.payment }] : []))

/** The provider's own answer about a payment outweighs its list. False when it did not answer for one of them. */
async function askAll(shop: Shop, unheard: readonly Unheard[]): Promise<boolean> {
  const ids = [...new Set(unheard.map(({ payment }) => payment.id))]
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = ids.slice(start, start + atOnce)
    const answers = await Promise.all(some.map((id) => askProvider(shop, id, { evenIfRecent: true })))
    if (answers.includes(undefined)) return false
  }
  return true
}

/** A refund or a dispute that no look-up tells of is settled by the list itself, where it names the operation. */
async function settleUnheard(shop: Shop, list: ListOf): Promise<void> {
  const facts = unheardOf(await judge(shop, list)).flatMap(({ line, payment }): IncomingFact[] => {
    const { operation, fee: _, capture: __, ...fact } = line
    if (line.about === 'payment' || operation === undefined) return []
    return [{ ...fact, operation, reference: payment.reference, gatewayId: list.gatewayId, source: 'list' }]
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
    const isDue = (!last || last.ranAt <= later(now, -DAY)) && (!lastTry || lastTry.ranAt <= later(now, -HOUR))
    const hasPayments = lastTry !== undefined || (await firstStart(shop, gatewayId)) !== undefined
    if (isDue && hasPayments && (await reconcile(shop, gatewayId, 'worker'))) tried += 1
  }
  return tried
}
