import type { Tx } from '../../db/database.ts'
import { toMs } from '../../kit/clock.ts'
import { newId } from '../../kit/id.ts'
import type { Payment } from '../payment.ts'
import type { PaymentFactRow } from '../payments-tables.ts'
import type { Decision, IncomingFact } from './decide-fact.ts'

/** What makes a fact the one that it is: the unique key of its row. */
export const factKey = (fact: IncomingFact): string =>
  [fact.gatewayId, fact.account, fact.about, fact.kind, fact.operation, fact.returned ? 1 : 0].join(' ')
export const rowKey = (row: PaymentFactRow): string =>
  [row.gatewayId, row.account, row.about, row.kind, row.operation, row.returned].join(' ')

/** A fact that was kept, as it was told once, about the payment that it waited for. */
export function asFact(row: PaymentFactRow, payment: Payment): IncomingFact {
  return {
    gatewayId: row.gatewayId,
    source: 'notice',
    about: row.about,
    kind: row.kind,
    operation: row.operation,
    ...(row.capture !== null && { capture: row.capture }),
    reference: payment.reference,
    account: row.account,
    mode: row.mode as IncomingFact['mode'],
    amount: { minor: row.amountMinor, unit: row.currency },
    returned: row.returned === 1,
    occurredAt: row.occurredAt,
    detail: row.detail,
  }
}

/** The row of a fact, with what was decided of it. */
export function asRow(
  tx: Tx,
  { fact, decision }: { fact: IncomingFact; decision: Decision },
  paymentId: string,
): PaymentFactRow {
  return {
    id: newId('fct', toMs(tx.now)),
    gatewayId: fact.gatewayId,
    account: fact.account,
    about: fact.about,
    kind: fact.kind,
    operation: fact.operation,
    capture: fact.capture ?? null,
    returned: fact.returned ? 1 : 0,
    paymentId,
    mode: fact.mode,
    amountMinor: fact.amount.minor,
    currency: fact.amount.unit,
    detail: fact.detail,
    source: fact.source,
    decision: decision.do,
    because: 'because' in decision ? decision.because : '',
    occurredAt: fact.occurredAt,
    seenAt: tx.now,
  }
}
