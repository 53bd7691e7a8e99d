import type { Tx } from '../db/database.ts'
import type { PaymentFactRow } from '../db/sale-rows.ts'
import type { Order } from '../orders/order.ts'
import type { Decision, IncomingFact, Known } from './decide-fact.ts'
import type { Payment } from './payment.ts'
import type { Refund } from './refund.ts'

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
      const payment = payments.find((row) => (named ? row.id === named.paymentId : isAbout(fact, row)))
      const row = rowByKey.get(factKey(fact))
      return {
        payment,
        order: payment && orderById.get(payment.orderId),
        before: row && row.decision !== 'keep' ? row : undefined,
        refund: refundOf(fact, payment, refunds),
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
  const refunded = [...new Set(refunds.map((refund) => refund.paymentId))]
  const references = facts.flatMap((fact) => fact.reference ?? [])
  const attempts = facts.flatMap((fact) => (fact.reference === undefined ? (fact.attemptRef ?? []) : []))
  const byReference: Payment[] =
    references.length === 0
      ? []
      : await tx.selectFrom('payment').selectAll().where('reference', 'in', references).execute()
  const byAttempt: Payment[] =
    attempts.length === 0
      ? []
      : await tx.selectFrom('payment').selectAll().where('attemptRef', 'in', attempts).execute()
  const byRefund: Payment[] =
    refunded.length === 0 ? [] : await tx.selectFrom('payment').selectAll().where('id', 'in', refunded).execute()
  return [...new Map([...byReference, ...byAttempt, ...byRefund].map((payment) => [payment.id, payment])).values()]
}

/** Only refund facts read refunds: a settlement of payments alone costs no query more. */
async function loadRefunds(tx: Tx, facts: readonly IncomingFact[], paymentIds: string[]): Promise<Refund[]> {
  if (paymentIds.length === 0 || !facts.some((fact) => fact.about === 'refund')) return []
  return tx.selectFrom('refund').selectAll().where('paymentId', 'in', paymentIds).execute()
}

/**
 * Our refund that a fact speaks of: by our id, by the provider's, or, where the provider says neither (Ogone), the one
 * of the same payment and amount whose outcome is still open: otherwise our own refund would be booked twice.
 */
function refundOf(fact: IncomingFact, payment: Payment | undefined, refunds: readonly Refund[]): Refund | undefined {
  const named = refunds.find((refund) => refund.id === fact.refundId || refund.operation === fact.operation)
  if (named || fact.refundId !== undefined || !payment) return named
  const isOpen = ({ status }: Refund) => status === 'sending' || status === 'uncertain'
  return refunds.find(
    (refund) =>
      refund.paymentId === payment.id &&
      refund.operation === null &&
      refund.amountMinor === fact.amount.minor &&
      isOpen(refund),
  )
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
  const settled = round.flatMap(({ decision }) => (decision.do === 'settle' ? [decision.payment] : []))
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
    ...(payment && { reference: payment.reference }),
    account: row.account,
    mode: row.mode as IncomingFact['mode'],
    amount: { minor: row.amountMinor, unit: row.currency },
    returned: row.returned === 1,
    occurredAt: row.occurredAt,
    detail: row.detail,
  }
}
