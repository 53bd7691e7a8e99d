import { splitVat, vatOfRefund } from '../../catalogue/vat-rate.ts'
import type { Tx } from '../../db/database.ts'
import { amount, CREDIT, credit } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { boughtWallet, gatewayAccount, issuedAccount, salesAccount, vatAccount } from '../../ledger/account.ts'
import { type NewTransfer, postTransfers } from '../../ledger/transfer.ts'
import type { Order } from '../../orders/order.ts'
import { findPayment, movePayments, type Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import type { Decided } from './decide-fact.ts'
import { creditToTakeBack } from './refund-credit.ts'

/** The bank took the money back: the sale leaves the books and its credit is taken back, below zero if need be. */
export async function chargeBack(tx: Tx, { fact, decision }: Decided<'charge_back'>): Promise<void> {
  await movePayments(tx, [{ payment: decision.payment, to: 'charged_back', actor: fact.source, why: fact.detail }])
  await postTransfers(tx, await reversal(tx, { fact, decision }))
}

/** The dispute was won: what the chargeback took, and no more, returns by transfers of their own. */
export async function recordDisputeWon(tx: Tx, { fact, decision }: Decided<'win_back'>): Promise<void> {
  const { payment, order } = decision
  await movePayments(tx, [{ payment, to: 'succeeded', actor: fact.source, why: fact.detail }])
  const taken = await tx
    .selectFrom('transfer')
    .selectAll()
    .where('cause', 'like', `${payment.id}:%`)
    .where('key', 'like', `back:${payment.id}:%`)
    .where('key', 'not like', '%:won')
    .execute()
  const line = {
    kind: 'refund' as const,
    detail: { title: order.articleTitle, orderId: order.id, reason: 'charged_back' },
  }
  const back = taken.map((row) => ({
    key: `${row.key}:won`,
    from: row.toAccount,
    to: row.fromAccount,
    amount: amount(row.amountMinor, row.unit),
    cause: row.cause,
    mode: row.mode,
    occurredAt: fact.occurredAt,
    ...(row.unit === CREDIT && { line }),
  }))
  await postTransfers(tx, back)
}

/** What was taken of the sale, at most what its refunds have left of it, backwards. */
async function reversal(tx: Tx, { fact, decision }: Decided<'charge_back'>): Promise<NewTransfer[]> {
  const { payment, order } = decision
  const { refundedMinor: refundedBefore } = payment
  const minor = Math.min(fact.amount.minor, payment.capturedMinor - refundedBefore)
  const money = amount(minor, payment.currency)
  const before = amount(refundedBefore, payment.currency)
  const vat = vatOfRefund({ amount: money, refundedBefore: before, rateBp: order.vatBp })
  const { bought, given } = await creditToTakeBack(tx, { payment, order, refundedBefore, moneyMinor: minor })
  const { occurredAt } = fact
  const cause = `${payment.id}:${fact.operation}`
  return takeBack({ payment, order, cause, occurredAt, minor, vatMinor: vat.minor, creditMinor: bought + given })
}

/** Money out of sales and VAT and credit out of the wallet, in transfers named after `name`, or else their cause. */
function takeBack(taken: {
  payment: Payment
  order: Order
  cause: string
  name?: string
  occurredAt: Instant
  minor: number
  vatMinor: number
  creditMinor: number
}): NewTransfer[] {
  const { payment, order, cause, name = cause, occurredAt, minor, vatMinor, creditMinor } = taken
  const common = { cause, mode: payment.mode, occurredAt }
  const detail = { title: order.articleTitle, orderId: order.id, reason: 'charged_back' }
  const line = { kind: 'refund' as const, detail }
  const to = gatewayAccount(payment.gatewayId)
  const money = (part: number) => amount(part, payment.currency)
  const wallet = boughtWallet(order.personId)
  return [
    { ...common, key: `back:${name}:net`, from: salesAccount(order.vatCode), to, amount: money(minor - vatMinor) },
    { ...common, key: `back:${name}:vat`, from: vatAccount(order.vatCode), to, amount: money(vatMinor) },
    { ...common, key: `back:${name}:credit`, from: wallet, to: issuedAccount, amount: credit(creditMinor), line },
  ].filter((transfer) => transfer.amount.minor > 0)
}

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
