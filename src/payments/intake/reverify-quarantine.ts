import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Tx } from '../../db/database.ts'
import { unindexed } from '../../db/unindexed.ts'
import { DAY, type Instant, later, MINUTE, toMs } from '../../kit/clock.ts'
import { getGateway, type Shop } from '../shop.ts'
import { asRaw, moveNotices, type Notice } from './notice.ts'

/** One run proves so many, and begins no more after this time: what is left has its turn in the next one. */
const atMost = 50
const longestRunMs = 2_000
/** Again after half of its age: soon while a certificate or a key is being mended, then ever more seldom. */
const [shortestPauseMs, longestPauseMs] = [MINUTE, DAY]
/** What nobody could prove for a month is left alone. */
const triedForMs = 30 * DAY

/** When a notice that was not proven is looked at next. */
export function nextVerification({ receivedAt }: Pick<Notice, 'receivedAt'>, now: Instant): Instant {
  const ageMs = toMs(now) - toMs(receivedAt)
  return later(now, Math.min(longestPauseMs, Math.max(shortestPauseMs, ageMs / 2)))
}

/**
 * Proves some of the quarantine again: after a key was mended or a certificate can be had, what was refused then is
 * taken up as if it had just come. Each is judged by the moment at which it arrived. Its next turn is written before
 * its bytes are read: what should ever stop this process does not stop it again at once. Returns how many were read.
 */
export async function reverifyQuarantine(shop: Shop): Promise<number> {
  const parked = await shop.database.transact((tx) => takeDue(tx, [...shop.gateways.keys()]))
  const endMs = performance.now() + longestRunMs
  const proven: string[] = []
  let read = 0
  for (const notice of parked) {
    if (performance.now() > endMs) break
    read += 1
    const reading = await getGateway(shop, notice.gatewayId).gateway.readNotice(asRaw(notice))
    if (reading.is !== 'rejected' && reading.is !== 'unprovable') proven.push(notice.id)
    // Pages come first.
    await nextTurn()
  }
  if (proven.length === 0) return read
  shop.log.info({ notices: proven.length }, 'quarantined notices are proven now')
  await shop.database.transact(async (tx) => {
    const moves = proven.map((noticeId) => ({ noticeId, to: 'received' as const, why: 'proven again' }))
    await moveNotices(tx, moves)
    await tx.updateTable('notice').set({ tryAt: tx.now }).where('id', 'in', proven).execute()
  })
  return read
}

/** The notices whose turn it is, each with its next turn written. */
async function takeDue(tx: Tx, gatewayIds: readonly string[]): Promise<Notice[]> {
  if (gatewayIds.length === 0) return []
  const due = await tx
    .selectFrom('notice')
    .selectAll()
    .where('status', '=', sql.lit('rejected'))
    .where('tryAt', '<=', tx.now)
    .where('receivedAt', '>', later(tx.now, -triedForMs))
    .where(unindexed('gatewayId'), 'in', gatewayIds)
    .orderBy('tryAt')
    .limit(atMost)
    .execute()
  for (const notice of due)
    await tx
      .updateTable('notice')
      .set({ tryAt: nextVerification(notice, tx.now) })
      .where('id', '=', notice.id)
      .where('status', '=', sql.lit('rejected'))
      .execute()
  return due
}
