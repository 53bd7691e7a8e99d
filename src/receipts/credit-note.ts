import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import type { Schema } from '../db/schema.ts'
import { toMs } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import { newId } from '../kit/id.ts'
import type { Order } from '../orders/order.ts'
import { asReceipt, type ReceiptContent, takeReceiptNumbers } from './receipt.ts'
import type { ReceiptRow } from './receipts-tables.ts'

/** Why a refund was made, in words for the person; what a provider calls its own refund is no word of theirs. */
export const reasonToTell = ({ askedBy, reason }: Pick<RefundRow, 'askedBy' | 'reason'>): string =>
  askedBy.startsWith('per_') ? reason : ''

type RefundRow = Schema['refund']

/** What a page or a paper says of the receipt that a credit note answers: values of `receipt.answers`. */
export const answersValues = ({ number, reason }: { number: string; reason: string }) => ({
  number,
  reason,
  told: reason === '' ? 'no' : 'yes',
})

/** Credit notes by the refund that each is of, for the links of a history. */
export async function creditNotesOf(
  db: Db,
  refundIds: readonly string[],
): Promise<Map<string, { id: string; number: string }>> {
  if (refundIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('receipt')
    .select(['id', 'number', 'refundId'])
    .where('refundId', 'in', [...new Set(refundIds)])
    .execute()
  return new Map(rows.map(({ refundId, ...note }) => [refundId ?? '', note]))
}

/** The numbered paper of a refund (avoir): it names the receipt it answers, and never changes it. */
export async function writeCreditNote(
  tx: Tx,
  given: { order: Order; payment: { id: string }; refund: RefundRow; timeZone: string },
): Promise<ReceiptRow> {
  const { order, refund } = given
  const [number] = await takeReceiptNumbers(tx, {
    kind: 'credit_note',
    mode: order.mode,
    timeZone: given.timeZone,
    count: 1,
  })
  const original = await tx
    .selectFrom('receipt')
    .selectAll()
    .where('paymentId', '=', given.payment.id)
    .where('kind', '=', 'receipt')
    .executeTakeFirst()
  assert(number && original, `${given.payment.id} has a receipt to answer`)
  const content: ReceiptContent = {
    ...asReceipt(original).content,
    priceMinor: refund.amountMinor,
    netMinor: refund.amountMinor - refund.vatMinor,
    vatMinor: refund.vatMinor,
    creditMinor: refund.boughtMinor,
    bonusMinor: refund.givenMinor,
    bankReference: refund.operation ?? '',
    paidAt: tx.now,
    balanceMinor: null,
    answers: { number: original.number, reason: reasonToTell(refund) },
  }
  const row: ReceiptRow = {
    id: newId('rct', toMs(tx.now)),
    kind: 'credit_note',
    ...number,
    orderId: order.id,
    paymentId: given.payment.id,
    refundId: refund.id,
    personId: order.personId,
    amountMinor: refund.amountMinor,
    vatMinor: refund.vatMinor,
    currency: refund.currency,
    content: JSON.stringify(content),
    issuedAt: tx.now,
  }
  await insertRows(tx, 'receipt', [row])
  return row
}
