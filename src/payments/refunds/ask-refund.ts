import { topUpOfPayment } from '../../credit/top-up.ts'
import { RunAgain, type Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { type Amount, amount } from '../../kit/amount.ts'
import { Failure, type FieldProblem, orNotFound } from '../../kit/failure.ts'
import { walletOf } from '../../ledger/balance.ts'
import { findOrder, type Order } from '../../orders/order.ts'
import { recordChanges } from '../../orders/status-change.ts'
import { recordAudit } from '../../people/audit/audit.ts'
import { findPayment, type Payment } from '../payment.ts'
import { moveRefund, type Refund } from '../refund.ts'
import { newRefund, parkTopUp, raiseRefunded } from '../settlement/record-external-refund.ts'
import { type CreditBack, creditToTakeBack, reserveCredit } from '../settlement/refund-credit.ts'

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

/** What a refund of this sum would do to the person's credit: said before anybody confirms it. */
export async function foreseeRefund(
  tx: Tx,
  wish: { payment: Payment; order: Order; moneyMinor: number; creditAtMost?: number | undefined },
): Promise<CreditBack & { balanceMinor: number; leftMinor: number }> {
  const { payment, order } = wish
  const back =
    payment.status === 'held'
      ? { bought: 0, given: 0 }
      : await creditToTakeBack(tx, { ...wish, refundedBefore: payment.refundedMinor })
  const { total } = await walletOf(tx, order.personId)
  return { ...back, balanceMinor: total.minor, leftMinor: total.minor - back.bought - back.given }
}

/**
 * The durable intent of a refund: its row, the ceiling on the payment raised, the credit set aside, in one
 * transaction and before anybody talks to the provider. The same key again returns the refund that is there.
 * Throws Failure `invalid` with the field, `conflict` when the payment cannot be given back, `not_found`.
 */
export async function askRefund(tx: Tx, wish: RefundWish): Promise<Refund> {
  const known = await refundOfKey(tx, wish.key)
  if (known) return known
  try {
    return await askNew(tx, wish)
  } catch (error) {
    // What stands in the way may be the other click of a double click: run again, and find its refund.
    const isRefusal = error instanceof Failure && error.code !== 'unavailable'
    if (isRefusal && (await refundOfKey(tx, wish.key))) throw new RunAgain()
    throw error
  }
}

const refundOfKey = (tx: Tx, key: string): Promise<Refund | undefined> =>
  tx.selectFrom('refund').selectAll().where('key', '=', key).executeTakeFirst()

async function askNew(tx: Tx, wish: RefundWish): Promise<Refund> {
  const payment = orNotFound(await findPayment(tx, wish.paymentId), 'payment')
  const order = orNotFound(await findOrder(tx, payment.orderId), 'order')
  requireRefundable(payment, wish)
  const { creditAtMost } = wish
  const foreseen = await foreseeRefund(tx, { payment, order, moneyMinor: wish.amount.minor, creditAtMost })
  if (foreseen.leftMinor < 0 && foreseen.leftMinor < foreseen.balanceMinor && !wish.belowZero)
    throw refused({ field: 'below_zero', message: 'problem.refund_below_zero' })
  if (!(await raiseRefunded(tx, payment.id, wish.amount.minor))) throw tooMuch(payment)
  await requireCreditDecided(tx, payment, wish)
  return reserve(tx, { wish, payment, order, back: foreseen })
}

function requireRefundable(payment: Payment, { amount: asked, reason }: RefundWish): void {
  if (refundableMinor(payment) === 0) throw new Failure('conflict', `${payment.id} has nothing to give back`)
  if (asked.unit !== payment.currency || asked.minor <= 0)
    throw refused({ field: 'amount', message: 'problem.amount_invalid' })
  if (asked.minor > refundableMinor(payment)) throw tooMuch(payment)
  if (reason.trim() === '') throw refused({ field: 'reason', message: 'problem.reason_missing' })
  if (reason.length > 200) throw refused({ field: 'reason', message: 'problem.reason_long', values: { max: 200 } })
}

const refused = (problem: FieldProblem): Failure => new Failure('invalid', problem.message, [problem])

const tooMuch = (payment: Payment): Failure =>
  refused({
    field: 'amount',
    message: 'problem.refund_above',
    values: { leftMinor: refundableMinor(payment), currency: payment.currency },
  })

/** Credit that is on its way, or may be, is decided first: otherwise money and credit could both leave. */
async function requireCreditDecided(tx: Tx, payment: Payment, wish: RefundWish): Promise<void> {
  const topUp = await topUpOfPayment(tx, payment.id)
  if (topUp?.status === 'sending' || topUp?.status === 'uncertain')
    throw refused({ field: 'amount', message: 'problem.refund_credit_open' })
  if (topUp?.status !== 'queued' && topUp?.status !== 'refused') return
  // What was never credited is given back whole, or not at all: a part of it could not be told from the credit.
  if (wish.amount.minor !== payment.capturedMinor)
    throw refused({ field: 'amount', message: 'problem.refund_whole_only' })
  await parkTopUp(tx, payment, wish.by)
}

async function reserve(
  tx: Tx,
  given: { wish: RefundWish; payment: Payment; order: Order; back: CreditBack },
): Promise<Refund> {
  const { wish, payment, order, back } = given
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
  await recordChanges(tx, [{ ...change, toStatus: 'asked', actor: by, why: reason }])
  await reserveCredit(tx, { refund: asked, order })
  await moveRefund(tx, { refund: asked, to: 'reserved', actor: by, why: '' })
  const detail = { amount: amount(asked.amountMinor, asked.currency), credit: back.bought + back.given, reason }
  await recordAudit(tx, { actor: by, act: 'ask refund', about: order.id, detail: { refundId: asked.id, ...detail } })
  return { ...asked, status: 'reserved', fence: asked.fence + 1 }
}
