import { type TopUp, topUpOfPayment } from '../../credit/top-up.ts'
import { RunAgain, type Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { type Amount, amount } from '../../kit/amount.ts'
import { assert } from '../../kit/failure.ts'
import { walletOf } from '../../ledger/balance.ts'
import { findOrder, type Order } from '../../orders/order.ts'
import { recordChanges } from '../../orders/status-change.ts'
import { recordAudit } from '../../people/audit/audit.ts'
import { lockPayments, type Payment } from '../payment.ts'
import { moveRefund, type Refund } from '../refund.ts'
import { newRefund, parkTopUp, raiseRefunded } from '../settlement/record-external-refund.ts'
import { type CreditBack, creditToTakeBack, reserveCredit } from '../settlement/refund-credit.ts'
import type { Shop } from '../shop.ts'

export type RefundWish = {
  paymentId: string
  amount: Amount
  reason: string
  /** Who asks: a person's id. */
  by: string
  /** From the form: the same click twice asks for one refund. */
  key: string
  /** The person printed some of it already, and whoever asks accepts that the balance falls below zero. */
  belowZero: boolean
  /** No more credit than this goes with the money; without it, the money's share. */
  creditAtMost?: number
}

/** What can still be given back of a payment, in minor units of its currency. */
export const refundableMinor = (payment: Payment): number =>
  payment.capture !== null && (payment.status === 'succeeded' || payment.status === 'held')
    ? payment.capturedMinor - payment.refundedMinor
    : 0

/** Whether the gateway that the money came by sends it back by itself, as it is set up now. */
export const sendsRefunds = (shop: Pick<Shop, 'gateways'>, gatewayId: string): boolean =>
  shop.gateways.get(gatewayId)?.gateway.refund !== undefined

/** The longest reason; it stands on the credit note. */
export const longestReason = 200

export type RefundRefusal =
  | { is: 'refused'; because: 'above_rest'; left: Amount }
  | {
      is: 'refused'
      because:
        | 'payment_unknown'
        | 'nothing_left'
        | 'gateway_sends_none'
        | 'amount_invalid'
        | 'reason_missing'
        | 'reason_long'
        /** Its credit is on its way, or in doubt: that is decided first. */
        | 'credit_open'
        /** It was never credited: the whole goes back, or nothing. */
        | 'whole_only'
        /** The balance would fall below zero, and nobody has accepted that. */
        | 'below_zero'
    }
export type AskRefundOutcome = { is: 'asked'; refund: Refund } | RefundRefusal

/**
 * Asks for money back: the durable intent, before anybody talks to the provider. The refund's row, the ceiling on the
 * payment raised and the credit set aside, in one transaction; the worker sends it. The same key again returns the
 * refund that is there. Whoever calls wakes the job `refunds` after the commit.
 */
export async function askRefund(tx: Tx, wish: RefundWish, shop: Pick<Shop, 'gateways'>): Promise<AskRefundOutcome> {
  // Of a double click the second waits here, and sees the first one's refund.
  const [payment] = await lockPayments(tx, 'id', [wish.paymentId])
  const known = await tx.selectFrom('refund').selectAll().where('key', '=', wish.key).executeTakeFirst()
  if (known) return { is: 'asked', refund: known }
  const order = payment && (await findOrder(tx, payment.orderId))
  if (!payment || !order) return refused('payment_unknown')
  const topUp = await topUpOfPayment(tx, payment.id)
  const refusal = refusalOf(payment, wish, shop) ?? creditRefusal(topUp, payment, wish)
  if (refusal) return refusal
  const back = await creditOf(tx, { payment, order, wish })
  const { total } = await walletOf(tx, order.personId)
  const taken = back.bought + back.given
  if (taken > 0 && total.minor < taken && !wish.belowZero) return refused('below_zero')
  assert(await raiseRefunded(tx, payment.id, wish.amount.minor), `a refund of ${payment.id} fits what was captured`)
  await parkTopUp(tx, topUp, wish.by)
  return { is: 'asked', refund: await reserve(tx, { wish, payment, order, back }) }
}

type Plain = Exclude<RefundRefusal, { because: 'above_rest' }>
const refused = (because: Plain['because']): Plain => ({ is: 'refused', because })

function refusalOf(payment: Payment, wish: RefundWish, shop: Pick<Shop, 'gateways'>): RefundRefusal | undefined {
  const { amount: asked, reason } = wish
  const leftMinor = refundableMinor(payment)
  if (leftMinor === 0) return refused('nothing_left')
  if (!sendsRefunds(shop, payment.gatewayId)) return refused('gateway_sends_none')
  if (asked.unit !== payment.currency || asked.minor <= 0) return refused('amount_invalid')
  if (asked.minor > leftMinor)
    return { is: 'refused', because: 'above_rest', left: amount(leftMinor, payment.currency) }
  if (reason.trim() === '') return refused('reason_missing')
  return reason.length > longestReason ? refused('reason_long') : undefined
}

/** Credit that is on its way, or may be, is decided first: otherwise money and credit could both leave. */
function creditRefusal(topUp: TopUp | undefined, payment: Payment, wish: RefundWish): RefundRefusal | undefined {
  if (topUp?.status === 'sending' || topUp?.status === 'uncertain') return refused('credit_open')
  const neverCredited = topUp?.status === 'queued' || topUp?.status === 'refused'
  // A part of what was never credited could not be told from the credit.
  return neverCredited && wish.amount.minor !== payment.capturedMinor ? refused('whole_only') : undefined
}

/** What goes back of the credit; money that is held was never credited. */
async function creditOf(tx: Tx, { payment, order, wish }: Omit<Asked, 'back'>): Promise<CreditBack> {
  if (payment.status === 'held') return { bought: 0, given: 0 }
  const { amount: asked, creditAtMost } = wish
  const refundedBefore = payment.refundedMinor
  return creditToTakeBack(tx, { payment, order, refundedBefore, moneyMinor: asked.minor, creditAtMost })
}

type Asked = { wish: RefundWish; payment: Payment; order: Order; back: CreditBack }

async function reserve(tx: Tx, { wish, payment, order, back }: Asked): Promise<Refund> {
  const { by, key } = wish
  const reason = wish.reason.trim()
  const asked: Refund = {
    ...newRefund(tx, { payment, amountMinor: wish.amount.minor, by, reason, key }),
    boughtMinor: back.bought,
    givenMinor: back.given,
  }
  const [inserted] = await insertRows(tx, 'refund', [asked], 'on conflict (key) do nothing returning id')
  // The other click of a double click was faster: run again, and find its refund.
  if (!inserted) throw new RunAgain()
  const change = { subject: 'refund', subjectId: asked.id, orderId: order.id, fromStatus: '' } as const
  recordChanges(tx, [{ ...change, toStatus: 'asked', actor: by, why: reason }])
  await reserveCredit(tx, { refund: asked, order })
  await moveRefund(tx, { refund: asked, to: 'reserved', actor: by, why: '' })
  const detail = { amount: amount(asked.amountMinor, asked.currency), credit: back.bought + back.given, reason }
  await recordAudit(tx, { actor: by, act: 'ask refund', about: order.id, detail: { refundId: asked.id, ...detail } })
  return { ...asked, status: 'reserved', fence: asked.fence + 1 }
}
