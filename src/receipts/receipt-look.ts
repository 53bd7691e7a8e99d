import type { BrandContent } from '../brand/brand-content.ts'
import { findLogo } from '../brand/logo/brand-logo.ts'
import { printableLogo } from '../brand/logo/raster-logo.ts'
import type { Db } from '../db/database.ts'
import type { Letterhead } from '../mail/letter.ts'
import type { CreditNames } from '../messages/format.ts'
import type { Language } from '../messages/translate.ts'
import type { WithdrawalRules } from '../orders/withdrawal-period.ts'

/** How a receipt is drawn: by the brand of today, while its content is frozen. */
export type ReceiptLook = {
  language: Language
  timeZone: string
  creditNames: CreditNames
  accent: string
  /** A PNG that was drawn anew; without one the seller's name stands alone. */
  logo: Uint8Array | undefined
  /** What the means of payment is called. */
  paidBy: string
  /** Whether one may withdraw, and for how many days. */
  withdrawal: Pick<WithdrawalRules, 'offered' | 'days'>
}

/** The look of a brand, with its logo for the light ground where that can be printed. */
export async function readReceiptLook(
  db: Db,
  brand: BrandContent,
  place: Pick<ReceiptLook, 'language' | 'timeZone' | 'paidBy' | 'withdrawal'>,
): Promise<ReceiptLook> {
  const { light } = brand.logos
  const logo = light ? await findLogo(db, light.logoId) : undefined
  return {
    ...place,
    creditNames: brand.creditNames,
    accent: brand.accent,
    logo: logo && (await printableLogo(logo)),
  }
}

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
