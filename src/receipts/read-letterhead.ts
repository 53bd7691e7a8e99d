import type { BrandContent } from '../brand/brand-content.ts'
import { findLogo } from '../brand/logo/brand-logo.ts'
import { printableLogo } from '../brand/logo/printable-logo.ts'
import type { Db } from '../db/database.ts'
import type { Letterhead } from '../mail/letter.ts'

const logoHeight = 48
const widestLogo = 240

/** The operator's look at the head and foot of every letter. */
export async function readLetterhead(db: Db, brand: BrandContent): Promise<Letterhead> {
  const { name, accent, seller, logos } = brand
  return { name, accent, logo: await logoOf(db, logos.light), foot: [seller.name, ...seller.lines].filter(Boolean) }
}

/** The logo for a light ground, where it can be drawn without anybody's fonts. */
async function logoOf(db: Db, logo: BrandContent['logos']['light']): Promise<Letterhead['logo']> {
  const row = logo ? await findLogo(db, logo.logoId) : undefined
  const png = row && (await printableLogo(row))
  if (!logo || !png) return undefined
  const scale = Math.min(logoHeight / logo.height, widestLogo / logo.width)
  const drawn = (size: number) => Math.max(1, Math.round(size * scale))
  return { png, width: drawn(logo.width), height: drawn(logo.height) }
}
