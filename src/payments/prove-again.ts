import { sql } from 'kysely'
import { asRaw, moveNotices } from './notice.ts'
import { getGateway, type Shop } from './shop.ts'

/**
 * Proves the quarantine again: after a key was mended or a certificate can be had, what was refused then is taken up as
 * if it had just come. Each is judged by the moment at which it arrived.
 */
export async function proveAgain(shop: Shop): Promise<void> {
  const { database, gateways } = shop
  const parked = await database.db.selectFrom('notice').selectAll().where('status', '=', sql.lit('rejected')).execute()
  const proven: string[] = []
  for (const notice of parked.filter(({ gatewayId }) => gateways.has(gatewayId))) {
    const reading = await getGateway(shop, notice.gatewayId).gateway.readNotice(asRaw(notice))
    if (reading.is !== 'rejected' && reading.is !== 'unprovable') proven.push(notice.id)
  }
  if (proven.length === 0) return
  shop.log.info({ notices: proven.length }, 'quarantined notices are proven now')
  await database.transact((tx) =>
    moveNotices(
      tx,
      proven.map((noticeId) => ({ noticeId, to: 'received', why: 'proven again' })),
    ),
  )
}
