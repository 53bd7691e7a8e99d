import type { Db, Tx } from '../db/database.ts'
import { updateMany } from '../db/many-rows.ts'
import type { NoticeRow } from '../db/sale-rows.ts'
import type { RawNotice } from '../gateways/gateway.ts'
import { type Lifecycle, statusesBefore } from '../kit/lifecycle.ts'

/** A message from a gateway, stored byte for byte before anybody understood it. */
export type Notice = NoticeRow
export type NoticeStatus = NoticeRow['status']

export const noticeLifecycle: Lifecycle<NoticeStatus> = {
  received: ['understood', 'rejected', 'not_ours', 'puzzling'],
  rejected: ['received'], // A key that was missing is there now: the quarantine is proved again.
  understood: [],
  not_ours: [],
  puzzling: ['received'], // The operator asks to read it again.
}

export type NoticeMove = { noticeId: string; to: NoticeStatus; why: string; orderId?: string | undefined }

/**
 * The only place a notice's status is written, and the order it speaks of with it, as far as it is known. Moves of one
 * call may differ; those already moved stay.
 */
export async function moveNotices(tx: Tx, moves: readonly NoticeMove[]): Promise<void> {
  await updateMany(tx, {
    table: 'notice',
    columns: [
      { name: 'status', type: 'text' },
      { name: 'why', type: 'text' },
      { name: 'order_id', type: 'text' },
    ],
    rows: moves.flatMap(({ noticeId, to, why, orderId = null }) =>
      statusesBefore(noticeLifecycle, to).map((from) => [noticeId, from, to, why, orderId]),
    ),
  })
}

/** A notice that said only "look at this payment": known once that payment is found. */
export async function tieNotice(db: Db, tie: { noticeId: string; orderId: string }): Promise<void> {
  const { noticeId, orderId } = tie
  await db.updateTable('notice').set({ orderId }).where('id', '=', noticeId).where('orderId', 'is', null).execute()
}

/** What gateways sent about an order, in the order of its coming. */
export async function noticesOfOrder(db: Db, orderId: string): Promise<Notice[]> {
  return db
    .selectFrom('notice')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('receivedAt')
    .orderBy('id')
    .execute()
}

/** The stored bytes as the adapter received them. */
export function asRaw(notice: Notice): RawNotice {
  return {
    method: notice.method === 'GET' ? 'GET' : 'POST',
    headers: JSON.parse(notice.headers) as RawNotice['headers'],
    query: notice.query,
    body: notice.body,
    receivedAt: notice.receivedAt,
  }
}
