import type { BrandContent } from '../brand/brand-content.ts'
import type { Placeholder } from '../brand/brand-fields.ts'
import { brandText } from '../brand/brand-text.ts'
import { fillPlaceholders } from '../brand/placeholders.ts'
import type { LetterWords } from '../mail/letter.ts'
import { writtenIn } from '../messages/french-spaces.ts'
import { type Language, translator } from '../messages/translate.ts'

export type SaleLetter = {
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
