import type { Tx } from '../db/database.ts'
import type { ReceiptRow } from '../db/sale-rows.ts'
import { queueMails } from '../mail/mail-outbox.ts'

/** The confirmation with its receipt, put into the outbox in the transaction of the sale. */
export async function queueReceiptMails(tx: Tx, receipts: readonly ReceiptRow[]): Promise<void> {
  if (receipts.length === 0) return
  const orders = await tx
    .selectFrom('orders')
    .innerJoin('person', 'person.id', 'orders.personId')
    .select(['orders.id', 'orders.language', 'person.email'])
    .where(
      'orders.id',
      'in',
      receipts.map((receipt) => receipt.orderId),
    )
    .execute()
  await queueMails(
    tx,
    receipts.flatMap((receipt) => {
      const order = orders.find((row) => row.id === receipt.orderId)
      if (!order) return []
      const language = order.language as 'fr' | 'en'
      return [
        { kind: receipt.kind, about: receipt.id, orderId: receipt.orderId, to: order.email, language, detail: {} },
      ]
    }),
  )
}
