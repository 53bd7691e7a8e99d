import { sql } from 'kysely'
import type { Tx } from '../../db/database.ts'
import type { Fact, LookUp, PaymentToLookUp } from '../../gateways/gateway.ts'
import { type Amount, amount } from '../../kit/amount.ts'
import { later, MINUTE, nowOf, toMs } from '../../kit/clock.ts'
import { findPayment, isOpen, type Payment } from '../payment.ts'
import { afterPause, afterSilence, jitterOf, mostMadeUpFor, nextPoll, pollPauseMs } from '../poll-schedule.ts'
import { raiseAlerts, type Settlement, settlePayments } from '../settlement/settle-payments.ts'
import { getGateway, type Shop } from '../shop.ts'

const claimMs = 2 * MINUTE
const atOnce = 4

/**
 * Asks the provider what it knows of a payment and settles the answer. A payment that was asked for less than
 * three seconds ago is left alone unless `evenIfRecent`; `attemptRef` is what a notice called it, should our own
 * row not know yet, `dispute` one that a notice named. Never throws for a provider that does not answer. While its
 * calls are paused nothing is asked and no look is used up: the payment is asked for soon after the pause.
 */
export async function pollPayment(shop: Shop, paymentId: string, how: How = {}): Promise<Settlement[]> {
  return (await fetchStatus(shop, paymentId, how)) ?? []
}

type How = {
  evenIfRecent?: boolean
  attemptRef?: string | undefined
  dispute?: string | undefined
  refunded?: Amount | undefined
}

/** The same for who must know whether the provider has answered at all: undefined when it has not. */
export async function fetchStatus(shop: Shop, paymentId: string, how: How): Promise<Settlement[] | undefined> {
  const { evenIfRecent = false } = how
  const payment = await findPayment(shop.database.db, paymentId)
  if (!payment || payment.reference.includes(':')) return []
  const { gateway, pauseLeftMs } = getGateway(shop, payment.gatewayId)
  if (pauseLeftMs() > 0) {
    await lookSoon(shop, payment)
    return undefined
  }
  const claimed = await shop.database.transact((tx) => claimLook(tx, paymentId, evenIfRecent))
  if (!claimed) return []
  const asked = {
    ...asQuestion(payment),
    ...(payment.attemptRef === null && { attemptRef: how.attemptRef }),
    ...(how.dispute !== undefined && { dispute: how.dispute }),
    ...(how.refunded !== undefined && { refunded: how.refunded }),
  }
  let answer = await gateway.lookUp(asked)
  if (answer.is === 'facts' && answer.complete && gateway.complete) {
    const { complete: key, attemptRef = asked.attemptRef } = answer
    if (await mayComplete(shop, payment, key)) answer = await gateway.complete({ ...asked, attemptRef }, key)
  }
  if (answer.is === 'unreachable') {
    shop.log.warn({ paymentId, gateway: payment.gatewayId, why: answer.why }, 'provider did not answer')
    await lookSoon(shop, payment)
    return undefined
  }
  if (payment.unansweredPolls > 0)
    await shop.database.transact((tx) =>
      tx.updateTable('payment').set({ unansweredPolls: 0 }).where('id', '=', payment.id).execute(),
    )
  return settleAnswer(shop, payment, answer)
}

/** One statement takes the turn: two pages, two nodes or a poller that overlap ask the provider once. */
async function claimLook(tx: Tx, paymentId: string, evenIfRecent: boolean): Promise<Payment | undefined> {
  const { now } = tx
  const payment = await findPayment(tx, paymentId)
  if (!payment || payment.reference.includes(':')) return undefined
  let claim = tx
    .updateTable('payment')
    .set({ lastPolledAt: now, polls: sql`polls + 1`, nextPollAt: scheduled(payment, now) })
    .where('id', '=', paymentId)
  if (!evenIfRecent) {
    const before = later(now, -pollPauseMs)
    claim = claim.where((eb) =>
      eb.or([eb('lastPolledAt', 'is', null), eb('lastPolledAt', '<=', before), eb('lastPolledAt', '>', now)]),
    )
  }
  const claimed = await claim.returning('id').executeTakeFirst()
  return claimed && payment
}

/**
 * A look that was not made, or found no answer, uses up nothing of the schedule: it is made soon after the pause, or
 * half a minute later, whichever look of the schedule comes next. One that no schedule waits for is not made up for.
 */
async function lookSoon(shop: Shop, payment: Payment): Promise<void> {
  const leftMs = getGateway(shop, payment.gatewayId).pauseLeftMs()
  const isPaused = leftMs > 0
  if (payment.nextPollAt === null || (!isPaused && payment.unansweredPolls >= mostMadeUpFor)) return
  const jitterSeed = jitterOf(payment.id)
  const soon = later(nowOf(shop.database.clock), isPaused ? afterPause(leftMs, jitterSeed) : afterSilence(jitterSeed))
  await shop.database.transact((tx) =>
    tx
      .updateTable('payment')
      .set({ nextPollAt: soon, ...(!isPaused && { unansweredPolls: sql`unanswered_polls + 1` }) })
      .where('id', '=', payment.id)
      .where('capture', 'is', null)
      .where('status', '!=', 'held')
      .where((eb) => eb.or([eb('nextPollAt', 'is', null), eb('nextPollAt', '>', soon)]))
      .execute(),
  )
}

/** Money may come after a refusal too, so every attempt without a capture stays on the schedule. */
function scheduled(payment: Payment, now: string): string | null {
  if (payment.capture !== null || payment.status === 'held') return null
  return (
    nextPoll({ startedAt: payment.startedAt, limitAt: payment.limitAt, now, jitterSeed: jitterOf(payment.id) }) ?? null
  )
}

/**
 * One statement, the last thing before the money is taken: the durable intent, and whether the order still wants it.
 * What another attempt has paid meanwhile, or the person has cancelled, needs no second payment: the approval is left
 * to lapse. What the provider refused is not tried again while nothing has changed there.
 */
async function mayComplete({ database }: Shop, payment: Payment, key: string): Promise<boolean> {
  const intended = await database.transact((tx) =>
    tx
      .updateTable('payment')
      .set({ completeAskedAt: tx.now })
      .where('id', '=', payment.id)
      .where('capture', 'is', null)
      .where((eb) => eb.or([eb('declinedKey', 'is', null), eb('declinedKey', '!=', key)]))
      .where('orderId', 'in', (eb) =>
        eb
          .selectFrom('orders')
          .select('orders.id')
          .where('orders.id', '=', payment.orderId)
          .where('orders.paidAt', 'is', null)
          .where('orders.status', '!=', 'cancelled'),
      )
      .returning('id')
      .executeTakeFirst(),
  )
  return intended !== undefined
}

async function settleAnswer(shop: Shop, payment: Payment, answer: LookUp): Promise<Settlement[]> {
  const now = nowOf(shop.database.clock)
  const facts = answer.is === 'facts' ? answer.facts : derivedFacts(payment, now)
  const incoming = facts.map((fact) => ({
    ...fact,
    gatewayId: payment.gatewayId,
    reference: payment.reference,
    source: answer.is === 'facts' ? ('look_up' as const) : ('clock' as const),
  }))
  if (incoming.length === 0) return []
  const settled = await shop.database.transact(async (tx) => {
    if (answer.is === 'facts' && answer.attemptRef && payment.attemptRef === null) {
      await tx.updateTable('payment').set({ attemptRef: answer.attemptRef }).where('id', '=', payment.id).execute()
    }
    if (answer.is === 'facts' && answer.declined !== undefined)
      await tx.updateTable('payment').set({ declinedKey: answer.declined }).where('id', '=', payment.id).execute()
    return settlePayments(tx, incoming, shop)
  })
  raiseAlerts(shop.log, settled)
  return settled
}

/** A provider that knows nothing of it after its page has closed: the attempt is over, by our own clock. */
function derivedFacts(payment: Payment, now: string): Fact[] {
  if (!isOpen(payment) || now < payment.limitAt) return []
  const { account, mode, reference } = payment
  const nothing = amount(payment.amountMinor, payment.currency)
  const detail = 'not known to the provider after its limit'
  return [
    {
      about: 'payment',
      kind: 'expired',
      operation: reference,
      reference,
      account,
      mode,
      amount: nothing,
      occurredAt: now,
      detail,
    },
  ]
}

function asQuestion(payment: Payment): PaymentToLookUp {
  return {
    paymentId: payment.id,
    reference: payment.reference,
    attemptRef: payment.attemptRef ?? undefined,
    key: payment.id,
    amount: amount(payment.amountMinor, payment.currency),
    startedAt: payment.startedAt,
    limitAt: payment.limitAt,
  }
}

/**
 * The poller: asks for every payment of a gateway whose look is due. Due times are rows, claimed with a lease, so that
 * several nodes share the work and a restart loses nothing. Each gateway is asked apart from the others, so that one
 * that answers slowly holds up nobody. Returns how many were taken.
 */
export async function pollDuePayments(shop: Shop, gatewayId: string): Promise<number> {
  const due = await shop.database.transact((tx) =>
    tx
      .updateTable('payment')
      .set({ nextPollAt: later(tx.now, claimMs) })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('payment')
          .select('id')
          .where('nextPollAt', '<=', tx.now)
          .where('gatewayId', '=', gatewayId)
          .orderBy('nextPollAt')
          .limit(64),
      )
      .where('nextPollAt', '<=', tx.now)
      .returning(['id', 'startedAt'])
      .execute(),
  )
  const oldestFirst = due.sort((a, b) => toMs(a.startedAt) - toMs(b.startedAt))
  for (let start = 0; start < oldestFirst.length; start += atOnce) {
    const some = oldestFirst.slice(start, start + atOnce)
    await Promise.all(some.map(({ id }) => pollPayment(shop, id, { evenIfRecent: true })))
  }
  return due.length
}
