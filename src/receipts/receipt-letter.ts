import { currentBrand } from '../brand/brand.ts'
import type { BrandContent } from '../brand/brand-content.ts'
import type { Placeholder } from '../brand/brand-fields.ts'
import { brandText, fillPlaceholders } from '../brand/brand-text.ts'
import { findTerms } from '../catalogue/terms-of-sale.ts'
import type { Db } from '../db/database.ts'
import { add, amount, credit } from '../kit/amount.ts'
import { startOfDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { type Letterhead, type LetterWords, letterOf } from '../mail/letter.ts'
import type { Letter } from '../mail/mail.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import { formatCredit, formatDate, formatMoney } from '../messages/format.ts'
import { writtenIn } from '../messages/french-spaces.ts'
import { type Language, translator } from '../messages/translate.ts'
import { findOrder, type Order } from '../orders/order.ts'
import { lastDayToWithdraw, type WithdrawalRules } from '../orders/withdrawal-period.ts'
import { findReceipt } from './receipt.ts'
import { readReceiptLook, renderReceipt } from './render-receipt.ts'

type Around = {
  db: Db
  publicUrl: string
  from: Letterhead
  timeZone: string
  /** What a means of payment is called, by the id of its gateway. */
  paidBy: (gatewayId: string, language: Language) => string
  withdrawal: WithdrawalRules
}

/**
 * The confirmation on a durable medium: what was bought, the receipt as PDF, and the full text of the terms that
 * were accepted. (contracts: ORD-6)
 */
export async function writeReceiptLetter(mail: MailRow, around: Around): Promise<Letter> {
  const { db, publicUrl, timeZone } = around
  const receipt = await findReceipt(db, mail.about.split(':')[0] ?? '')
  const order = receipt && (await findOrder(db, receipt.orderId))
  const terms = order && (await findTerms(db, order.termsId))
  assert(receipt && order && terms, `what mail ${mail.id} speaks of is there`)
  const brand = await currentBrand(db)
  const { language } = mail
  const t = translator(language)
  const { content } = receipt
  const values = {
    name: content.person.name,
    amount: formatMoney(amount(content.priceMinor, content.currency), language),
    credit: formatCredit(add(credit(content.creditMinor), credit(content.bonusMinor)), language, brand.creditNames),
    number: receipt.number,
    order: order.number,
    date: formatDate(order.placedAt, 'date', { language, timeZone }),
    url: `${publicUrl}/orders/${order.id}`,
  }
  const paidBy = around.paidBy(content.gatewayId, language)
  const { withdrawal } = around
  const look = await readReceiptLook(db, brand, { language, timeZone, paidBy, withdrawal })
  const pdf = await renderReceipt(receipt, look)
  const termsText = new TextEncoder().encode(writtenIn(terms.texts, language))
  const isReceipt = receipt.kind === 'receipt'
  const words = saleLetterWords(brand, {
    kind: receipt.kind,
    language,
    values,
    immediate: order.immediateUse === 1,
    withdrawal: wayToWithdraw(order, around, language),
  })
  return letterOf({
    to: mail.toAddress,
    ...words,
    from: around.from,
    attachments: [
      { name: `${t(`mail.${receipt.kind}_file`)}-${receipt.number}.pdf`, type: 'application/pdf', content: pdf },
      ...(isReceipt
        ? [
            {
              name: `${t('mail.terms_file')}-${terms.number}.txt`,
              type: 'text/plain; charset=utf-8',
              content: termsText,
            },
          ]
        : []),
    ],
  })
}

/** Until when, and the page where it is done: the law wants both told with the confirmation. */
function wayToWithdraw(
  order: Order,
  { withdrawal, timeZone, publicUrl }: Around,
  language: Language,
): SaleLetter['withdrawal'] {
  if (!withdrawal.offered) return undefined
  const lastDay = lastDayToWithdraw(order.placedAt, { days: withdrawal.days, timeZone })
  const date = formatDate(startOfDay(lastDay, timeZone), 'date', { language, timeZone })
  return { date, url: `${publicUrl}/withdrawal?contract=${encodeURIComponent(order.number)}` }
}

type SaleLetter = {
  kind: 'receipt' | 'credit_note'
  language: Language
  /** What the operator’s texts may name. */
  values: Readonly<Record<Placeholder, string>>
  /** Whether the person asked to use the credit at once. */
  immediate: boolean
  /** Until when one may withdraw, and where; undefined where one may not. */
  withdrawal: { date: string; url: string } | undefined
}

/**
 * The words of the letter of a sale or of a refund: the operator’s subject and text, and after them what the law wants
 * to be said, which nobody can edit away.
 */
export function saleLetterWords(
  brand: BrandContent,
  { kind, language, values, immediate, withdrawal }: SaleLetter,
): Pick<LetterWords, 'from' | 'subject' | 'greeting' | 'paragraphs' | 'signature' | 'language'> {
  const t = translator(language)
  const isReceipt = kind === 'receipt'
  const [subject, body] = isReceipt
    ? [brand.receiptSubject, brand.receiptBody]
    : [brand.creditNoteSubject, brand.creditNoteBody]
  return {
    from: brand,
    subject: fillPlaceholders(writtenIn(subject, language), values),
    greeting: t('mail.hello', { name: values.name }),
    paragraphs: [
      brandText(writtenIn(body, language), values),
      ...(isReceipt && immediate ? [t('mail.receipt_immediate', { date: values.date })] : []),
      ...(isReceipt && withdrawal ? [t('mail.receipt_withdrawal', withdrawal)] : []),
      t('mail.receipt_follow', { url: values.url }),
    ],
    signature: brandText(writtenIn(brand.mailSignature, language)),
    language,
  }
}
