import type { Tx } from '../../db/database.ts'
import type { Order } from '../../orders/order.ts'
import { lockPayments, type Payment } from '../payment.ts'
import type { PaymentFactRow } from '../payments-tables.ts'
import type { Refund } from '../refund.ts'
import type { IncomingFact, Known } from './decide-fact.ts'
import { asFact, factKey, rowKey } from './fact-row.ts'

/** What the database knows of a list of facts. */
export type KnownRows = {
  /** `stored`: this very fact has its row already. */
  of(fact: IncomingFact): Known & { stored: boolean }
  /** Refunds and chargebacks that were heard before this payment: their turn comes once it is settled. */
  keptFor(payment: Payment): IncomingFact[]
}

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
  const endedOperations = new Set(before.filter(({ kind }) => ends.includes(kind)).map(operationKey))
  const refundsOf = Map.groupBy(refunds, (refund) => refund.paymentId)
  const kept = Map.groupBy(
    before.filter(({ decision }) => decision === 'keep'),
    (row) => row.paymentId,
  )
  const paymentOf = createPaymentFinder(payments, ours)
  return {
    of(fact) {
      const payment = paymentOf(fact)
      const own = refundsOf.get(payment?.id ?? '') ?? []
      const row = rowByKey.get(factKey(fact))
      return {
        payment,
        ended: endedOperations.has(operationKey(fact)),
        order: payment && orderById.get(payment.orderId),
        before: row && row.decision !== 'keep' ? row : undefined,
        refund: refundOf(fact, own),
        underWayMinor: underWay(own),
        stored: row !== undefined,
      }
    },
    keptFor: (payment) => (kept.get(payment.id) ?? []).map((row) => asFact(row, payment)),
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

/**
 * By the refund of ours that a fact names; by its capture, because an attempt may have brought money twice and what is
 * said of one of the two is about the payment that holds it; by the attempt's own names. One look-up each, so that a
 * long list costs no more a fact than a short one.
 */
function createPaymentFinder(payments: readonly Payment[], refunds: readonly Refund[]) {
  const by = (name: (payment: Payment) => string) =>
    new Map(payments.toReversed().map((payment) => [name(payment), payment]))
  const byId = by(({ id }) => id)
  const byCapture = by(({ gatewayId, account, capture }) => JSON.stringify([gatewayId, account, capture]))
  const byReference = by(({ gatewayId, reference }) => JSON.stringify([gatewayId, reference]))
  const byAttempt = by(({ gatewayId, attemptRef }) => JSON.stringify([gatewayId, attemptRef]))
  return ({ gatewayId, account, refundId, capture, reference, attemptRef }: IncomingFact): Payment | undefined => {
    const named = refundId === undefined ? undefined : refunds.find(({ id }) => id === refundId)
    if (named) return byId.get(named.paymentId)
    const held = capture === undefined ? undefined : byCapture.get(JSON.stringify([gatewayId, account, capture]))
    if (held) return held
    if (reference !== undefined) return byReference.get(JSON.stringify([gatewayId, reference]))
    return attemptRef === undefined ? undefined : byAttempt.get(JSON.stringify([gatewayId, attemptRef]))
  }
}

const ends: readonly string[] = ['refunded', 'refused', 'cancelled']
const operationKey = ({ gatewayId, about, operation }: Pick<IncomingFact, 'gatewayId' | 'about' | 'operation'>) =>
  [gatewayId, about, operation].join(' ')

const isUnderWay = ({ status }: Refund) => status === 'reserved' || status === 'sending' || status === 'uncertain'
const underWay = (refunds: readonly Refund[]): number =>
  refunds.filter(isUnderWay).reduce((sum, { amountMinor }) => sum + amountMinor, 0)

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
function refundOf(fact: IncomingFact, own: readonly Refund[]): Refund | undefined {
  const named = own.find(({ operation }) => operation === fact.operation)
  if (named) return named
  if (fact.refundId !== undefined) return own.find(({ id }) => id === fact.refundId)
  const unnamed = own.filter(({ operation }) => operation === null)
  const same = unnamed.filter(({ amountMinor }) => fact.kind === 'unknown' || amountMinor === fact.amount.minor)
  const isOpen = ({ status }: Refund) => status === 'sending' || status === 'uncertain'
  return same.find(({ status }) => status === 'done') ?? same.find(isOpen)
}
