import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import type { Logo } from '../brand-content.ts'
import type { BrandLogoRow } from '../brand-tables.ts'
import type { CleanLogo } from './clean-logo.ts'

const longestName = 80

/** Puts a cleaned logo among the logos, once for each content, and tells how a brand names it. */
export async function addLogo(tx: Tx, logo: CleanLogo, fileName: string): Promise<Logo> {
  const { type, content, width, height } = logo
  const logoId = createHash('sha256').update(type).update(content).digest('hex').slice(0, 32)
  const row = { id: logoId, type, content, addedAt: tx.now }
  await insertRows(tx, 'brandLogo', [row], 'on conflict (id) do nothing returning id')
  return { logoId, type, width, height, fileName: fileName.slice(-longestName), bytes: content.length }
}

/** A logo by its id, for who shows it. */
export async function findLogo(db: Db, logoId: string): Promise<BrandLogoRow | undefined> {
  return db.selectFrom('brandLogo').selectAll().where('id', '=', logoId).executeTakeFirst()
}
