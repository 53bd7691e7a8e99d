import type { Db } from '../../db/database.ts'
import { loadById } from '../../db/load-by-id.ts'
import type { TransferRow } from '../../ledger/ledger-tables.ts'
import { type CauseRules, idsNamedBy } from '../../ledger/wrong.ts'
import { type Known, paymentKinds, wrongCause } from './cause-rules.ts'

/**
 * Money rests on its payment, and credit on a captured payment of the same account, mode, amount and currency: what
 * cause-rules.ts says of each kind.
 */
export const paymentCauses: CauseRules = {
  kinds: paymentKinds,
  async findWrong(db, rows) {
    const known = await loadKnown(db, rows)
    const wrong = new Map<string, string>()
    for (const row of rows) {
      const what = wrongCause(row, known)
      if (what !== undefined) wrong.set(row.key, what)
    }
    return wrong
  },
}

async function loadKnown(db: Db, rows: readonly TransferRow[]): Promise<Known> {
  const refunds = await loadById(idsNamedBy(rows, 'rfd_'), (some) =>
    db.selectFrom('refund').selectAll().where('id', 'in', some).execute(),
  )
  const ofRefunds = [...refunds.values()].map(({ paymentId }) => paymentId)
  const paymentIds = [...new Set([...idsNamedBy(rows, 'pay_'), ...ofRefunds])]
  const payments = await loadById(paymentIds, (some) =>
    db.selectFrom('payment').selectAll().where('id', 'in', some).execute(),
  )
  const orderIds = [...new Set([...payments.values()].map(({ orderId }) => orderId))]
  const orders = await loadById(orderIds, (some) =>
    db.selectFrom('orders').selectAll().where('id', 'in', some).execute(),
  )
  const topUps = await loadById(paymentIds, async (some) =>
    (await db.selectFrom('topUp').selectAll().where('paymentId', 'in', some).execute()).map((row) => ({
      ...row,
      topUpId: row.id,
      id: row.paymentId,
    })),
  )
  const takenKeys = rows.filter(({ key }) => key.endsWith(':won')).map(({ key }) => key.replace(/:won$/, ''))
  const transfers = await loadById(takenKeys, async (some) =>
    (await db.selectFrom('transfer').selectAll().where('key', 'in', some).execute()).map((row) => ({
      ...row,
      id: row.key,
    })),
  )
  return { payments, orders, topUps, refunds, transfers }
}
