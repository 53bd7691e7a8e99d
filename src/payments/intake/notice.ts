import { z } from 'zod'
import type { Db, Tx } from '../../db/database.ts'
import { updateMany } from '../../db/many-rows.ts'
import type { RawNotice } from '../../gateways/gateway.ts'
import { Failure } from '../../kit/failure.ts'
import { jsonReader } from '../../kit/json.ts'
import { type Lifecycle, statusesBefore } from '../../kit/lifecycle.ts'
import type { NoticeRow } from '../payments-tables.ts'

/** A message from a gateway, stored byte for byte before anything is read from it. */
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
 * call may differ; those already moved stay. Returns the ids that moved.
 */
export async function moveNotices(tx: Tx, moves: readonly NoticeMove[]): Promise<Set<string>> {
  return updateMany(tx, {
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

/** "Read it again": a notice that needs review is processed anew, by what the program and the books know now. */
export async function rereadNotice(tx: Tx, notice: Notice, by: string): Promise<void> {
  if (notice.status !== 'puzzling') throw new Failure('conflict', `${notice.id} is ${notice.status}`)
  await moveNotices(tx, [{ noticeId: notice.id, to: 'received', why: `read again by ${by}` }])
  await tx.updateTable('notice').set({ tryAt: tx.now }).where('id', '=', notice.id).execute()
}

/** One stored notice. */
export async function findNotice(db: Db, noticeId: string): Promise<Notice | undefined> {
  return db.selectFrom('notice').selectAll().where('id', '=', noticeId).executeTakeFirst()
}

/** Headers as they were stored: one that came twice keeps both values. */
export const readHeaders = jsonReader(
  'notice.headers',
  z.record(z.string(), z.union([z.string(), z.array(z.string())])),
)

/** The stored bytes as the adapter received them. */
export function asRaw(notice: Notice): RawNotice {
  return {
    method: notice.method === 'GET' ? 'GET' : 'POST',
    headers: readHeaders(notice.headers),
    query: notice.query,
    body: notice.body,
    receivedAt: notice.receivedAt,
  }
}
