import type { Db } from '../db/database.ts'

/** VAT codes and their rates in basis points: 1960 is 19,6 %. */
export type VatRates = ReadonlyMap<string, number>

/** All rates of the shop, the highest first. */
export async function vatRates(db: Db): Promise<VatRates> {
  const rows = await db.selectFrom('vatRate').selectAll().orderBy('rateBp', 'desc').orderBy('code').execute()
  return new Map(rows.map(({ code, rateBp }) => [code, rateBp]))
}
