import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import type { FormPost, StartOutcome } from '../gateways/gateway.ts'
import type { ConnectedGateway } from '../gateways/gateway-kind.ts'
import { amount } from '../kit/amount.ts'
import { later, toMs } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import { newId, newToken } from '../kit/id.ts'
import { jsonReader } from '../kit/json.ts'
import type { Language } from '../kit/language.ts'
import type { Order } from '../orders/order.ts'
import { recordChanges } from '../orders/status-change.ts'
import { findPayment, movePayments, type Payment } from './payment.ts'
import { jitterOf, nextPoll } from './poll-schedule.ts'
import { getGateway, type Shop } from './shop.ts'

/** Where the payer goes now; `unavailable`: the provider did not answer, `refused`: it said no. */
export type GoTo =
  | { do: 'go_to'; url: string }
  | { do: 'post'; form: FormPost }
  | { do: 'refused' }
  | { do: 'unavailable' }

const form = z.object({ action: z.string(), fields: z.array(z.tuple([z.string(), z.string()])) })
const goTo: z.ZodType<GoTo> = z.discriminatedUnion('do', [
  z.object({ do: z.literal('go_to'), url: z.string() }),
  z.object({ do: z.literal('post'), form }),
  z.object({ do: z.literal('refused') }),
  z.object({ do: z.literal('unavailable') }),
])

/** Where a payment that was started leads, as it was stored. */
export const readGoTo = jsonReader('payment.go_to', goTo)

/**
 * Writes the intent to pay before anybody talks to a provider. The same key again returns the row that is there.
 * `reference` is what the gateway hears: unguessable, one for each payment, 28 letters and digits.
 */
export async function createPayment(
  tx: Tx,
  intent: { order: Order; gateway: ConnectedGateway; key: string },
): Promise<Payment> {
  const { order, gateway } = intent
  const limitAt = later(tx.now, gateway.kind.attemptLifeMs)
  const id = newId('pay', toMs(tx.now))
  const payment: Payment = {
    id,
    orderId: order.id,
    gatewayId: gateway.kind.id,
    account: gateway.gateway.account,
    mode: order.mode,
    reference: newToken(136).slice(0, gateway.kind.reference.maxLength),
    attemptRef: null,
    key: intent.key,
    returnToken: newToken(160),
    amountMinor: order.priceMinor,
    currency: order.currency,
    status: 'started',
    heldWhy: null,
    goTo: null,
    capturedMinor: 0,
    refundedMinor: 0,
    capture: null,
    payerMark: null,
    paidAt: null,
    startedAt: tx.now,
    limitAt,
    polls: 0,
    lastPolledAt: null,
    nextPollAt: nextPoll({ startedAt: tx.now, limitAt, now: tx.now, jitterSeed: jitterOf(id) }) ?? null,
    unansweredPolls: 0,
    completeAskedAt: null,
    declinedKey: null,
    toldMinor: null,
    toldUnit: null,
    toldAt: null,
    toldWords: null,
  }
  const [inserted] = await insertRows(tx, 'payment', [payment], 'on conflict (order_id, key) do nothing returning id')
  if (!inserted) {
    return tx
      .selectFrom('payment')
      .selectAll()
      .where('orderId', '=', order.id)
      .where('key', '=', intent.key)
      .executeTakeFirstOrThrow()
  }
  const change = {
    subject: 'payment',
    subjectId: payment.id,
    orderId: order.id,
    fromStatus: '',
    toStatus: 'started',
  } as const
  recordChanges(tx, [{ ...change, actor: order.personId, why: gateway.kind.id }])
  return payment
}

export type Payer = { name: string; email: string; language: Language; shopName: string }

/**
 * Asks the gateway where to send the payer, once; a second call for the same payment repeats the first answer.
 * Called outside any transaction, with the payment row committed.
 */
export async function startPayment(
  shop: Shop,
  start: { paymentId: string; order: Order; payer: Payer },
): Promise<GoTo> {
  const { order } = start
  const payment = await findPayment(shop.database.db, start.paymentId)
  assert(payment, `${start.paymentId} is there before it is started`)
  if (payment.goTo !== null) return readGoTo(payment.goTo)

  const { gateway } = getGateway(shop, payment.gatewayId)
  const returnUrl = `${shop.publicUrl}/returns/${payment.returnToken}`
  const outcome = await gateway.startPayment({
    paymentId: payment.id,
    reference: payment.reference,
    key: payment.id,
    amount: amount(payment.amountMinor, payment.currency),
    description: order.articleTitle,
    orderNumber: order.number,
    shopName: start.payer.shopName,
    language: start.payer.language,
    payer: { name: start.payer.name, email: start.payer.email },
    returnUrl,
    cancelUrl: `${returnUrl}?cancelled=1`,
  })
  return keepOutcome(shop, payment, outcome)
}

async function keepOutcome(shop: Shop, payment: Payment, outcome: StartOutcome): Promise<GoTo> {
  if (outcome.do === 'refused' || outcome.do === 'unknown' || outcome.do === 'not_sent') {
    shop.log.warn(
      { paymentId: payment.id, gateway: payment.gatewayId, why: outcome.why },
      `payment start ${outcome.do}`,
    )
    await shop.database.transact((tx) => noteFailedStart(tx, payment, outcome))
    return { do: outcome.do === 'refused' ? 'refused' : 'unavailable' }
  }
  const goTo: GoTo = outcome.do === 'go_to' ? { do: 'go_to', url: outcome.url } : { do: 'post', form: outcome.form }
  await shop.database.transact(async (tx) => {
    await tx
      .updateTable('payment')
      .set({
        goTo: JSON.stringify(goTo),
        attemptRef: outcome.attemptRef ?? payment.attemptRef,
        limitAt: outcome.limitAt ?? payment.limitAt,
      })
      .where('id', '=', payment.id)
      .where('goTo', 'is', null)
      .execute()
  })
  return goTo
}

/** What was never sent leaves the attempt as it was: nothing is being confirmed anywhere. */
async function noteFailedStart(
  tx: Tx,
  payment: Payment,
  outcome: { do: 'refused' | 'unknown' | 'not_sent'; why: string },
): Promise<void> {
  if (outcome.do === 'not_sent') return
  const now = await findPayment(tx, payment.id)
  if (now?.status !== 'started') return
  const to = outcome.do === 'refused' ? 'refused' : 'pending'
  await movePayments(tx, [{ payment: now, to, actor: 'gateway', why: outcome.why }])
}
