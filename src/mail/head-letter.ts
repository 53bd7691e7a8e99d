import { z } from 'zod'
import { jsonReader } from '../kit/json.ts'
import { translator } from '../messages/translate.ts'
import { type Letterhead, type LetterPart, letterOf } from './letter.ts'
import type { Letter } from './mail.ts'
import type { MailRow } from './mail-tables.ts'

const readDetail = jsonReader('mail.detail', z.object({ day: z.string(), line: z.string() }))

/** The day's signed head, for whoever watches over the books; undefined for other letters. */
export function writeHeadLetter(
  mail: MailRow,
  around: { from: Letterhead; signature: LetterPart },
): Letter | undefined {
  if (mail.kind !== 'audit_head') return undefined
  const t = translator(mail.language)
  const { day, line } = readDetail(mail.detail)
  return letterOf({
    to: mail.toAddress,
    ...around,
    subject: t('mail.head_subject', { day }),
    greeting: t('mail.head_greeting'),
    paragraphs: [t('mail.head_body'), line],
    language: mail.language,
  })
}
