import { splitVat } from '../../catalogue/vat.ts'
import type { Tx } from '../../db/database.ts'
import { amount, CREDIT } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { postTransfers } from '../../ledger/transfer.ts'
import type { Order } from '../../orders/order.ts'
import { findPayment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import { takeBack } from './charge-back.ts'
import { creditToTakeBack } from './refund-credit.ts'

/**
 * A refund that was on its way when a dispute took the money, and that did not happen: the dispute took its part too.
 * Nothing for a payment that no dispute took. The refund's own credit and ceiling are put back already.
 */
export async function chargeBackRest(
  tx: Tx,
  { refund, order, occurredAt }: { refund: Refund; order: Order; occurredAt: Instant },
): Promise<void> {
  const payment = await findPayment(tx, refund.paymentId)
  if (payment?.status !== 'charged_back') return
  const fact = await lastDispute(tx, payment.id)
  if (!fact) return
  const cause = `${payment.id}:${fact.operation}`
  const taken = await takenBy(tx, cause)
  const refundedBefore = payment.refundedMinor + taken.minor
  const minor = Math.min(fact.amountMinor - taken.minor, payment.capturedMinor - refundedBefore)
  if (minor <= 0) return
  const vatOf = (part: number) => splitVat(amount(part, payment.currency), order.vatBp).vat.minor
  const vatMinor = vatOf(refundedBefore + minor) - vatOf(payment.refundedMinor) - taken.vatMinor
  const back = await creditToTakeBack(tx, { payment, order, refundedBefore, moneyMinor: minor })
  const creditMinor = Math.max(0, back.bought + back.given - taken.creditMinor)
  const name = `${cause}:${refund.id}`
  await postTransfers(tx, takeBack({ payment, order, cause, name, occurredAt, minor, vatMinor, creditMinor }))
}

async function lastDispute(tx: Tx, paymentId: string) {
  return tx
    .selectFrom('paymentFact')
    .selectAll()
    .where('paymentId', '=', paymentId)
    .where('decision', '=', 'charge_back')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** What a dispute has taken so far, by its transfers. */
async function takenBy(tx: Tx, cause: string): Promise<{ minor: number; vatMinor: number; creditMinor: number }> {
  const rows = await tx
    .selectFrom('transfer')
    .selectAll()
    .where('cause', '=', cause)
    .where('key', 'like', 'back:%')
    .where('key', 'not like', '%:won')
    .execute()
  const sum = (of: typeof rows) => of.reduce((total, row) => total + row.amountMinor, 0)
  const money = rows.filter(({ unit }) => unit !== CREDIT)
  return {
    minor: sum(money),
    vatMinor: sum(money.filter(({ key }) => key.endsWith(':vat'))),
    creditMinor: sum(rows.filter(({ unit }) => unit === CREDIT)),
  }
}
