import type { Tx } from '../../db/database.ts'
import type { Order } from '../../orders/order.ts'
import { lockPayments, type Payment } from '../payment.ts'
import type { PaymentFactRow } from '../payments-tables.ts'
import type { Refund } from '../refund.ts'
import type { Decision, IncomingFact, Known } from './decide-fact.ts'

/** What the database knows of a list of facts; `stored`: this very fact has its row already. */
export type KnownRows = { of(fact: IncomingFact): Known & { stored: boolean } }

/** Reads what a list of facts is judged by: one query for each kind of row. */
export async function loadForSettlement(tx: Tx, facts: readonly IncomingFact[]): Promise<KnownRows> {
  const ours = await loadNamedRefunds(tx, facts)
  const payments = await loadPayments(tx, facts, ours)
  const paymentIds = payments.map((payment) => payment.id)
  const orderIds = [...new Set(payments.map((payment) => payment.orderId))]
  const orders: Order[] =
    orderIds.length === 0 ? [] : await tx.selectFrom('orders').selectAll().where('id', 'in', orderIds).execute()
  const before: PaymentFactRow[] =
    paymentIds.length === 0
      ? []
      : await tx.selectFrom('paymentFact').selectAll().where('paymentId', 'in', paymentIds).execute()
  const refunds = await loadRefunds(tx, facts, paymentIds)

  const orderById = new Map(orders.map((order) => [order.id, order]))
  const rowByKey = new Map(before.map((row) => [rowKey(row), row]))
  return {
    of(fact) {
      const named = ours.find((refund) => refund.id === fact.refundId)
      const payment = named ? payments.find(({ id }) => id === named.paymentId) : paymentOf(fact, payments)
      const row = rowByKey.get(factKey(fact))
      return {
        payment,
        ended: before.some((each) => isEndOf(each, fact)),
        order: payment && orderById.get(payment.orderId),
        before: row && row.decision !== 'keep' ? row : undefined,
        refund: refundOf(fact, payment, refunds),
        underWayMinor: underWay(payment, refunds),
        stored: row !== undefined,
      }
    },
  }
}

/** Refunds of ours that facts name: where an attempt paid twice, they know their payment better than a reference. */
async function loadNamedRefunds(tx: Tx, facts: readonly IncomingFact[]): Promise<Refund[]> {
  const ids = facts.flatMap((fact) => fact.refundId ?? [])
  return ids.length === 0 ? [] : tx.selectFrom('refund').selectAll().where('id', 'in', ids).execute()
}

async function loadPayments(tx: Tx, facts: readonly IncomingFact[], refunds: readonly Refund[]): Promise<Payment[]> {
  const found = [
    ...(await lockPayments(
      tx,
      'reference',
      facts.flatMap((fact) => fact.reference ?? []),
    )),
    ...(await lockPayments(
      tx,
      'attemptRef',
      facts.flatMap((fact) => (fact.reference === undefined ? (fact.attemptRef ?? []) : [])),
    )),
    ...(await lockPayments(tx, 'id', [...new Set(refunds.map((refund) => refund.paymentId))])),
    ...(await lockPayments(
      tx,
      'capture',
      facts.flatMap((fact) => fact.capture ?? []),
    )),
  ]
  return [...new Map(found.map((payment) => [payment.id, payment])).values()]
}

/** An attempt may have brought money twice: what is said of one of the two is about the payment that holds it. */
function paymentOf(fact: IncomingFact, payments: readonly Payment[]): Payment | undefined {
  const ofCapture = ({ gatewayId, account, capture }: Payment) =>
    gatewayId === fact.gatewayId && account === fact.account && capture === fact.capture
  const held = fact.capture === undefined ? undefined : payments.find(ofCapture)
  return held ?? payments.find((row) => isAbout(fact, row))
}

const ends = ['refunded', 'refused', 'cancelled']
const isEndOf = (row: PaymentFactRow, fact: IncomingFact): boolean =>
  row.gatewayId === fact.gatewayId &&
  row.about === fact.about &&
  row.operation === fact.operation &&
  ends.includes(row.kind)

const isUnderWay = ({ status }: Refund) => status === 'reserved' || status === 'sending' || status === 'uncertain'
const underWay = (payment: Payment | undefined, refunds: readonly Refund[]): number =>
  refunds
    .filter((refund) => refund.paymentId === payment?.id && isUnderWay(refund))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)

/** Only facts of refunds and disputes read refunds: a settlement of payments alone costs no query more. */
async function loadRefunds(tx: Tx, facts: readonly IncomingFact[], paymentIds: string[]): Promise<Refund[]> {
  if (paymentIds.length === 0 || facts.every((fact) => fact.about === 'payment')) return []
  return tx.selectFrom('refund').selectAll().where('paymentId', 'in', paymentIds).execute()
}

/**
 * Our refund that a fact speaks of: by the provider's name, by our id, or, where the provider knows no name of ours
 * (Ogone), the one of the same payment and amount that has no name yet, first one that is booked and then one whose
 * outcome is open: otherwise our own refund would be booked twice. Of a refund without an amount, any that is open.
 */
function refundOf(fact: IncomingFact, payment: Payment | undefined, refunds: readonly Refund[]): Refund | undefined {
  const own = refunds.filter(({ paymentId }) => paymentId === payment?.id)
  const named = own.find(({ operation }) => operation === fact.operation)
  if (named) return named
  if (fact.refundId !== undefined) return own.find(({ id }) => id === fact.refundId)
  const unnamed = own.filter(({ operation }) => operation === null)
  const same = unnamed.filter(({ amountMinor }) => fact.kind === 'unknown' || amountMinor === fact.amount.minor)
  const isOpen = ({ status }: Refund) => status === 'sending' || status === 'uncertain'
  return same.find(({ status }) => status === 'done') ?? same.find(isOpen)
}

function isAbout(fact: IncomingFact, payment: Payment): boolean {
  if (fact.gatewayId !== payment.gatewayId) return false
  return fact.reference === undefined ? fact.attemptRef === payment.attemptRef : fact.reference === payment.reference
}

const factKey = (fact: IncomingFact): string =>
  [fact.gatewayId, fact.account, fact.about, fact.kind, fact.operation, fact.returned ? 1 : 0].join(' ')
const rowKey = (row: PaymentFactRow): string =>
  [row.gatewayId, row.account, row.about, row.kind, row.operation, row.returned].join(' ')

/** Refunds and chargebacks that were heard before their payment: their turn comes once it is settled. */
export async function keptFacts(
  tx: Tx,
  round: ReadonlyArray<{ fact: IncomingFact; decision: Decision }>,
): Promise<IncomingFact[]> {
  const settled = round.flatMap(({ decision }) =>
    decision.do === 'settle' || (decision.do === 'hold' && decision.ours) ? [decision.payment] : [],
  )
  if (settled.length === 0) return []
  const ids = settled.map((payment) => payment.id)
  const rows = await tx
    .selectFrom('paymentFact')
    .selectAll()
    .where('paymentId', 'in', ids)
    .where('decision', '=', 'keep')
    .execute()
  return rows.map((row) =>
    asFact(
      row,
      settled.find((payment) => payment.id === row.paymentId),
    ),
  )
}

function asFact(row: PaymentFactRow, payment: Payment | undefined): IncomingFact {
  return {
    gatewayId: row.gatewayId,
    source: 'notice',
    about: row.about,
    kind: row.kind,
    operation: row.operation,
    ...(row.capture !== null && { capture: row.capture }),
    ...(payment && { reference: payment.reference }),
    account: row.account,
    mode: row.mode as IncomingFact['mode'],
    amount: { minor: row.amountMinor, unit: row.currency },
    returned: row.returned === 1,
    occurredAt: row.occurredAt,
    detail: row.detail,
  }
}
