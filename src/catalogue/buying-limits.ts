import { z } from 'zod'
import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import type { Instant } from '../kit/clock.ts'
import { jsonReader } from '../kit/json.ts'

/** What one person may buy; null: no limit. Money and credit in minor units. */
export type BuyingLimits = {
  ordersPerDay: number | null
  ordersPerMonth: number | null
  spentPerDay: number | null
  spentPerMonth: number | null
  /** The balance after the recharge, with what is ordered already. */
  balance: number | null
}
export type LimitName = keyof BuyingLimits

export const noLimits: BuyingLimits = {
  ordersPerDay: null,
  ordersPerMonth: null,
  spentPerDay: null,
  spentPerMonth: null,
  balance: null,
}
export const limitNames = Object.keys(noLimits) as LimitName[]

/** Before anybody set one: a prudent maximum load of 250 units. (contracts: EMI-2) */
const atFirst: BuyingLimits = { ...noLimits, balance: 25_000 }

export type LimitsVersion = { number: number; limits: BuyingLimits; changedBy: string; changedAt: Instant }

/** All versions of the shop's limits, newest first; number 0 is what holds before anybody set one. */
export async function shopLimitsHistory(db: Db): Promise<[LimitsVersion, ...LimitsVersion[]]> {
  const rows = await db.selectFrom('limitsVersion').selectAll().orderBy('number', 'desc').execute()
  const first = { number: 0, limits: atFirst, changedBy: '', changedAt: '' }
  const [newest = first, ...older] = [
    ...rows.map(({ content, ...row }) => ({ ...row, limits: readLimits(content) })),
    first,
  ]
  return [newest, ...older]
}

/** The limits that hold for the whole shop. */
export async function shopLimits(db: Db): Promise<BuyingLimits> {
  const versions = db.selectFrom('limitsVersion').select('content')
  const newest = await versions.orderBy('number', 'desc').limit(1).executeTakeFirst()
  return newest ? readLimits(newest.content) : atFirst
}

const limit = z.number().nullable()
const readStored = jsonReader<Partial<BuyingLimits>>(
  'limits',
  z
    .object({ ordersPerDay: limit, ordersPerMonth: limit, spentPerDay: limit, spentPerMonth: limit, balance: limit })
    .partial(),
)

/** Limits as they are stored; a name that is not there sets none. */
export const readLimits = (json: string): BuyingLimits => ({
  ...noLimits,
  ...readStored(json),
})

/** Writes the version after `basedOn`; false when somebody else did so meanwhile. */
export async function saveShopLimits(
  tx: Tx,
  change: { limits: BuyingLimits; basedOn: number; by: string },
): Promise<boolean> {
  const last = await tx
    .selectFrom('limitsVersion')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if ((last?.number ?? 0) !== change.basedOn) return false
  const row = {
    number: change.basedOn + 1,
    content: JSON.stringify(change.limits),
    changedBy: change.by,
    changedAt: tx.now,
  }
  const [inserted] = await insertRows(tx, 'limitsVersion', [row], 'on conflict (number) do nothing returning number')
  return inserted !== undefined
}
