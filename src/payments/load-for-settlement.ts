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
  const payments = await loadPayments(tx, facts)
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
      const payment = payments.find((row) => isAbout(fact, row))
      const row = rowByKey.get(factKey(fact))
      return {
        payment,
        order: payment && orderById.get(payment.orderId),
        before: row && row.decision !== 'keep' ? row : undefined,
        refund: refunds.find((refund) => refund.id === fact.refundId || refund.operation === fact.operation),
        stored: row !== undefined,
      }
    },
  }
}

async function loadPayments(tx: Tx, facts: readonly IncomingFact[]): Promise<Payment[]> {
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
  return [...byReference, ...byAttempt]
}

/** Only refund facts read refunds: a settlement of payments alone costs no query more. */
async function loadRefunds(tx: Tx, facts: readonly IncomingFact[], paymentIds: string[]): Promise<Refund[]> {
  if (paymentIds.length === 0 || !facts.some((fact) => fact.about === 'refund')) return []
  return tx.selectFrom('refund').selectAll().where('paymentId', 'in', paymentIds).execute()
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
