import type { Db, Tx } from '../db/database.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import type { Order } from '../orders/order.ts'
import type { Person } from '../people/person.ts'
import type { ReceiptRow } from './receipts-tables.ts'

type Paper = { receipt: Pick<ReceiptRow, 'id' | 'kind' | 'orderId' | 'personId'>; order: Pick<Order, 'language'> }

/** The confirmation with its receipt, put into the outbox in the transaction of the sale. */
export async function queueReceiptMails(tx: Tx, papers: readonly Paper[]): Promise<void> {
  if (papers.length === 0) return
  const personIds = [...new Set(papers.map(({ receipt }) => receipt.personId))]
  const people = await tx.selectFrom('person').select(['id', 'email']).where('id', 'in', personIds).execute()
  const addresses = new Map(people.map(({ id, email }) => [id, email]))
  await queueMails(
    tx,
    papers.flatMap(({ receipt: { id: about, kind, orderId, personId }, order: { language } }) => {
      const to = addresses.get(personId) ?? null
      // Who has no address reads it on the order's page.
      return to === null ? [] : [{ kind, about, orderId, to, language, detail: {} }]
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
