import type { BrandContent } from '../brand/brand-content.ts'
import { findLogo, printableLogo } from '../brand/logo/brand-logo.ts'
import type { Db } from '../db/database.ts'
import { MINUTE } from '../kit/clock.ts'
import { createThread, type Thread } from '../kit/thread.ts'
import type { Letterhead } from '../mail/letter.ts'
import type { CreditNames } from '../messages/format.ts'
import type { Language } from '../messages/translate.ts'
import type { WithdrawalRules } from '../orders/withdrawal-period.ts'
import type { DrawJob } from './receipt.thread.ts'
import type { Receipt } from './receipt.ts'

let thread: Thread<DrawJob, Uint8Array> | undefined

/**
 * The receipt as a PDF, as drawReceipt makes it. A sheet takes some 20 ms of a core: it is drawn in a thread of its
 * own, so that no page waits for it, whose memory is given back when nothing has been drawn for a while.
 */
export function renderReceipt(receipt: Receipt, look: ReceiptLook): Promise<Uint8Array> {
  thread ??= createThread(new URL('./receipt.thread.ts', import.meta.url), { idleMs: 2 * MINUTE })
  return thread.ask({ receipt, look })
}

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
