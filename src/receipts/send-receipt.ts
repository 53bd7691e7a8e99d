import type { Db, Tx } from '../db/database.ts'
import type { Language } from '../kit/language.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import type { Person } from '../people/person.ts'
import type { ReceiptRow } from './receipts-tables.ts'

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
      // Who has no address reads it on the order's page.
      if (!order || order.email === null) return []
      const { email: to } = order
      const language = order.language as Language
      return [{ kind: receipt.kind, about: receipt.id, orderId: receipt.orderId, to, language, detail: {} }]
    }),
  )
}

/**
 * The same paper once more, to the person's address of today; asked for twice within a minute, it goes once.
 * Whether it was put into the outbox: not for who has no address.
 */
export async function queueReceiptAgain(
  tx: Tx,
  again: { receipt: Pick<ReceiptRow, 'id' | 'kind' | 'orderId'>; person: Pick<Person, 'email' | 'language'> },
): Promise<boolean> {
  const { receipt, person } = again
  if (person.email === null) return false
  const about = `${receipt.id}:${tx.now.slice(0, 16)}`
  const { kind, orderId } = receipt
  const queued = await queueMails(tx, [
    { kind, about, orderId, to: person.email, language: person.language, detail: {} },
  ])
  return queued > 0
}

/** The newest letter with an order’s receipt: where it goes, and what became of it. */
export async function newestReceiptMail(
  db: Db,
  orderId: string,
): Promise<Pick<MailRow, 'status' | 'toAddress'> | undefined> {
  return db
    .selectFrom('mail')
    .select(['status', 'toAddress'])
    .where('orderId', '=', orderId)
    .where('kind', '=', 'receipt')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
