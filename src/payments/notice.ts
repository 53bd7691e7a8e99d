import type { Db, Tx } from '../db/database.ts'
import type { NoticeRow } from '../db/sale-rows.ts'
import type { RawNotice } from '../gateways/gateway.ts'
import { Failure } from '../kit/failure.ts'
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

/** The only place a notice's status is written. Moves of one call may differ; those already moved stay. */
export async function moveNotices(tx: Tx, moves: readonly NoticeMove[]): Promise<void> {
  const groups = Map.groupBy(moves, (move) => JSON.stringify([move.to, move.why]))
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    await tx
      .updateTable('notice')
      .set({ status: first.to, why: first.why })
      .where(
        'id',
        'in',
        group.map((move) => move.noticeId),
      )
      .where('status', 'in', statusesBefore(noticeLifecycle, first.to))
      .execute()
  }
}

/** "Read it again": a puzzling notice is understood anew, by what the program and the books know now. */
export async function rereadNotice(tx: Tx, notice: Notice, by: string): Promise<void> {
  if (notice.status !== 'puzzling') throw new Failure('conflict', `${notice.id} is ${notice.status}`)
  await moveNotices(tx, [{ noticeId: notice.id, to: 'received', why: `read again by ${by}` }])
  await tx.updateTable('notice').set({ tryAt: tx.now }).where('id', '=', notice.id).execute()
}

/** One stored notice. */
export async function findNotice(db: Db, noticeId: string): Promise<Notice | undefined> {
  return db.selectFrom('notice').selectAll().where('id', '=', noticeId).executeTakeFirst()
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
