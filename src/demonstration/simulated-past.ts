import type { Db } from '../db/database.ts'
import { amount } from '../kit/amount.ts'
import { toMs } from '../kit/clock.ts'
import type { PaymentFactRow, RefundRow } from '../payments/payments-tables.ts'
import type { DifferenceRow } from '../reconciliation/reconciliation-tables.ts'
import type { PastPayment, Simulator } from '../simulators/engine/simulator.ts'

/**
 * Gives the simulated providers back what they said before this process, as the shop's database kept it: so that an old
 * order can be asked about and refunded after a restart, too. What they only knew themselves is lost.
 */
export async function recallPast(db: Db, simulators: ReadonlyMap<string, Simulator>): Promise<void> {
  const heard = await heardOfMoney(db)
  const seen = await seenInLists(db)
  for (const [id, simulator] of simulators)
    simulator.remember([...(heard.get(id) ?? []), ...seen.filter((row) => row.gatewayId === id).map(asListed)])
}

/** Every payment that a provider has called paid, by gateway, with what was given back of it. */
async function heardOfMoney(db: Db): Promise<Map<string, PastPayment[]>> {
  const rows = await db
    .selectFrom('paymentFact as f')
    .innerJoin('payment as p', 'p.id', 'f.paymentId')
    .select(['f.gatewayId', 'f.operation', 'f.amountMinor', 'f.currency', 'f.occurredAt'])
    .select(['p.id as paymentId', 'p.reference', 'p.attemptRef'])
    .where('f.about', '=', 'payment')
    .where('f.kind', '=', 'paid')
    .orderBy('f.id')
    .execute()
  const refunds = Map.groupBy(
    await db.selectFrom('refund').selectAll().where('status', '=', 'done').orderBy('id').execute(),
    ({ paymentId }) => paymentId,
  )
  const past = rows.map((row) => ({ ...row, refunds: (refunds.get(row.paymentId) ?? []).flatMap(asRefund) }))
  const byGateway = Map.groupBy(past, ({ gatewayId }) => gatewayId)
  return new Map([...byGateway].map(([id, some]) => [id, some.map(asPaid)]))
}

type Paid = Pick<PaymentFactRow, 'operation' | 'amountMinor' | 'currency' | 'occurredAt'> &
  Pick<PastPayment, 'reference' | 'refunds'> & { attemptRef: string | null }

const asPaid = ({ reference, attemptRef, operation, refunds, ...paid }: Paid): PastPayment => ({
  reference,
  attemptRef: attemptRef ?? orderOf(operation),
  operation,
  amount: amount(paid.amountMinor, paid.currency),
  paidAtMs: toMs(paid.occurredAt),
  refunds,
})

/** Where an attempt has no name of the provider, one that follows from that of its money. */
const orderOf = (operation: string): string => `O${operation}`

const asRefund = ({ id, operation, amountMinor, currency, askedAt }: RefundRow): PastPayment['refunds'] =>
  operation === null ? [] : [{ operation, refundId: id, amount: amount(amountMinor, currency), atMs: toMs(askedAt) }]

type Listed = Pick<DifferenceRow, 'gatewayId' | 'subject' | 'seenAt'> & { minor: number; unit: string }

/** Money that a list had and our books have not: it stands in the list still. */
async function seenInLists(db: Db): Promise<Listed[]> {
  const rows = await db.selectFrom('difference').selectAll().where('kind', '=', 'unknown_payment').execute()
  return rows.flatMap(({ listedMinor: minor, listedUnit: unit, ...row }) =>
    minor === null || unit === null ? [] : [{ ...row, minor, unit }],
  )
}

const asListed = ({ subject, seenAt, minor, unit }: Listed): PastPayment => ({
  reference: subject,
  attemptRef: orderOf(subject),
  operation: subject,
  amount: amount(minor, unit),
  paidAtMs: toMs(seenAt),
  refunds: [],
})
