import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../db/database.ts'
import type { NoticeReading, RawNotice } from '../../gateways/gateway.ts'
import { createBatcher } from '../../kit/batcher.ts'
import { toMs } from '../../kit/clock.ts'
import { newId, newToken } from '../../kit/id.ts'
import { getGateway, type Shop } from '../shop.ts'
import type { Notice } from './notice.ts'
import { nextVerification } from './reverify-quarantine.ts'

export type Acknowledgement = 'stored' | 'repeated' | 'rejected' | 'unprovable'
export type NoticeReceiver = (gatewayId: string, raw: RawNotice) => Promise<Acknowledgement>

/** The quarantine of what was not proven keeps this many; the oldest make room. */
const quarantineSize = 500

type Arrived = { gatewayId: string; raw: RawNotice; reading: NoticeReading }

/**
 * Proves a notice, stores its bytes, and only then lets it be acknowledged. Nothing is processed or settled here.
 * Notices that arrive together are committed together.
 */
export function createNoticeReceiver(shop: Shop): NoticeReceiver {
  const store = createBatcher<Arrived, Acknowledgement>((arrived) => storeAll(shop, arrived), {
    most: 64,
    mostWaiting: 2_000,
  })
  return async (gatewayId, raw) => {
    const { gateway } = getGateway(shop, gatewayId)
    const reading = await gateway.readNotice(raw)
    const acknowledgement = await store({ gatewayId, raw, reading })
    if (acknowledgement === 'rejected') shop.log.warn({ gateway: gatewayId, why: whyOf(reading) }, 'notice rejected')
    if (acknowledgement !== 'rejected' || reading.is !== 'unprovable') return acknowledgement
    return 'unprovable'
  }
}

const whyOf = (reading: NoticeReading): string => ('why' in reading ? reading.why : '')

async function storeAll({ database, readings }: Shop, arrived: readonly Arrived[]): Promise<Acknowledgement[]> {
  const stored = await database.transact((tx) => storeNotices(tx, arrived))
  for (const [index, { noticeId, is }] of stored.entries()) {
    const { reading } = arrived[index] as Arrived
    if (is === 'stored') readings.keep(noticeId, reading)
  }
  return stored.map(({ is }) => is)
}

type Stored = { noticeId: string; is: Exclude<Acknowledgement, 'unprovable'> }

async function storeNotices(tx: Tx, arrived: readonly Arrived[]): Promise<Stored[]> {
  const rows = arrived.map((each) => asRow(tx, each))
  const unique = [...new Map(rows.map((row) => [`${row.gatewayId} ${row.noticeKey}`, row])).values()]
  const inserted = await tx
    .insertInto('notice')
    .values(unique)
    .onConflict((conflict) => conflict.columns(['gatewayId', 'noticeKey']).doNothing())
    .returning('id')
    .execute()
  const fresh = new Set(inserted.map((row) => row.id))
  const repeated = rows.filter((row) => !fresh.has(row.id))
  await countRepeats(tx, repeated)
  if (rows.some((row) => row.status === 'rejected')) await trimQuarantine(tx)
  return rows.map(({ id: noticeId, status }) => {
    if (status === 'rejected') return { noticeId, is: 'rejected' }
    return { noticeId, is: fresh.has(noticeId) ? 'stored' : 'repeated' }
  })
}

async function countRepeats(tx: Tx, repeated: readonly Notice[]): Promise<void> {
  for (const [key, rows] of Map.groupBy(repeated, (row) => row.noticeKey)) {
    await tx
      .updateTable('notice')
      .set({ repeats: sql`repeats + ${rows.length}` })
      .where('gatewayId', '=', rows[0]?.gatewayId ?? '')
      .where('noticeKey', '=', key)
      .execute()
  }
}

/** Unproven bytes are kept so that a wrong key can be found, but never more than a bounded number. */
async function trimQuarantine(tx: Tx): Promise<void> {
  const oldest = await tx
    .selectFrom('notice')
    .select('id')
    .where('status', '=', sql.lit('rejected'))
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .offset(quarantineSize)
    .limit(100)
    .execute()
  if (oldest.length > 0)
    await tx
      .deleteFrom('notice')
      .where(
        'id',
        'in',
        oldest.map((row) => row.id),
      )
      .execute()
}

function asRow(tx: Tx, { gatewayId, raw, reading }: Arrived): Notice {
  // What cannot be proven now waits there too: proveAgain takes it up.
  const rejected = reading.is === 'rejected' || reading.is === 'unprovable'
  return {
    id: newId('ntc', toMs(tx.now)),
    gatewayId,
    noticeKey: keyOf(reading) ?? `unproven:${hashOf(raw)}`,
    method: raw.method,
    headers: JSON.stringify(raw.headers),
    query: raw.query,
    body: raw.body,
    receivedAt: raw.receivedAt,
    repeats: 0,
    status: rejected ? 'rejected' : 'received',
    why: whyOf(reading),
    tryAt: rejected ? nextVerification(raw, tx.now) : tx.now,
    orderId: null,
  }
}

/**
 * A refund that is told of without its name: a second one of the same sum is told of by the very same bytes, so that
 * each that comes is a notice of its own, to be asked about.
 */
function keyOf(reading: NoticeReading): string | undefined {
  if (!('noticeKey' in reading)) return undefined
  const { noticeKey } = reading
  const isUnnamed = reading.is === 'ask' && reading.ask.some(({ refunded }) => refunded && !refunded.operation)
  return isUnnamed ? `${noticeKey}:${newToken(60)}` : noticeKey
}

const hashOf = (raw: RawNotice): string =>
  createHash('sha256').update(raw.method).update(raw.query).update(raw.body).digest('hex')
