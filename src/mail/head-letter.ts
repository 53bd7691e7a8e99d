import { translator } from '../messages/translate.ts'
import { type Letterhead, type LetterPart, letterOf } from './letter.ts'
import type { Letter } from './mail.ts'
import type { MailRow } from './mail-tables.ts'

/** The day's signed head, for whoever watches over the books; undefined for other letters. */
export function writeHeadLetter(
  mail: MailRow,
  around: { from: Letterhead; signature: LetterPart },
): Letter | undefined {
  if (mail.kind !== 'audit_head') return undefined
  const t = translator(mail.language)
  const { day, line } = JSON.parse(mail.detail) as { day: string; line: string }
  return letterOf({
    to: mail.toAddress,
    ...around,
    subject: t('mail.head_subject', { day }),
    greeting: t('mail.head_greeting'),
    paragraphs: [t('mail.head_body'), line],
    language: mail.language,
  })
}
