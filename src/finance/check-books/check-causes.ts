import type { Db } from '../../db/database.ts'
import type { TransferRow } from '../../ledger/ledger-tables.ts'
import type { Wrong } from '../../ledger/wrong.ts'
import { type Known, wrongCause } from './cause-rules.ts'

/**
 * What each transfer rests on: no credit without a captured payment of the same account, mode, amount and currency, no
 * money without its payment, nothing that no rule knows. A kind of transfer that is new to the books adds its rule to
 * cause-rules.ts.
 */
export async function checkCauses(db: Db, rows: readonly TransferRow[]): Promise<Wrong[]> {
  const known = await loadKnown(db, rows)
  return rows.flatMap((row) => {
    const what = wrongCause(row, known)
    return what === undefined ? [] : [{ table: 'transfer', row: `${row.seq} (${row.key})`, what }]
  })
}

async function loadKnown(db: Db, rows: readonly TransferRow[]): Promise<Known> {
  const ids = (prefix: string) => [
    ...new Set(rows.flatMap(({ key, cause }) => [...key.split(':'), cause]).filter((part) => part.startsWith(prefix))),
  ]
  const refunds = await byId(ids('rfd_'), (some) =>
    db.selectFrom('refund').selectAll().where('id', 'in', some).execute(),
  )
  const ofRefunds = [...refunds.values()].map(({ paymentId }) => paymentId)
  const paymentIds = [...new Set([...ids('pay_'), ...ofRefunds])]
  const payments = await byId(paymentIds, (some) =>
    db.selectFrom('payment').selectAll().where('id', 'in', some).execute(),
  )
  const orderIds = [...new Set([...payments.values()].map(({ orderId }) => orderId))]
  const orders = await byId(orderIds, (some) => db.selectFrom('orders').selectAll().where('id', 'in', some).execute())
  const topUps = await byId(paymentIds, async (some) =>
    (await db.selectFrom('topUp').selectAll().where('paymentId', 'in', some).execute()).map((row) => ({
      ...row,
      topUpId: row.id,
      id: row.paymentId,
    })),
  )
  const entries = await byId(ids('usg_'), (some) =>
    db.selectFrom('usageEntry').selectAll().where('id', 'in', some).execute(),
  )
  const acts = await byId(ids('aud_'), (some) =>
    db.selectFrom('auditEntry').select('id').where('id', 'in', some).execute(),
  )
  const takenKeys = rows.filter(({ key }) => key.endsWith(':won')).map(({ key }) => key.replace(/:won$/, ''))
  const transfers = await byId(takenKeys, async (some) =>
    (await db.selectFrom('transfer').selectAll().where('key', 'in', some).execute()).map((row) => ({
      ...row,
      id: row.key,
    })),
  )
  return { payments, orders, topUps, refunds, usage: entries, audited: new Set(acts.keys()), transfers }
}

const atOnce = 500

async function byId<Row extends { id: string }>(
  ids: readonly string[],
  load: (some: string[]) => Promise<Row[]>,
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  for (let start = 0; start < ids.length; start += atOnce)
    for (const row of await load(ids.slice(start, start + atOnce))) found.set(row.id, row)
  return found
}
