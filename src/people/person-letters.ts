import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { jsonReader } from '../kit/json.ts'
import { type Letterhead, type LetterPart, letterOf } from '../mail/letter.ts'
import type { Letter } from '../mail/mail.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import { type MessageKey, translator } from '../messages/translate.ts'
import { linkLives, startLinkLife } from './sign-in/one-time-link.ts'

type Words = { subject: MessageKey; body: MessageKey; ignore: MessageKey | undefined; path: string }

const letters: Readonly<Record<string, Words>> = {
  set_password: {
    subject: 'mail.password_subject',
    body: 'mail.password_body',
    ignore: 'mail.password_ignore',
    path: '/new-password/',
  },
  choose_password: {
    subject: 'mail.choose_subject',
    body: 'mail.choose_body',
    ignore: 'mail.choose_ignore',
    path: '/new-password/',
  },
  confirm_email: {
    subject: 'mail.email_subject',
    body: 'mail.email_body',
    ignore: 'mail.email_ignore',
    path: '/confirm-email/',
  },
  email_changed: { subject: 'mail.changed_subject', body: 'mail.changed_body', ignore: undefined, path: '' },
}

const readDetail = jsonReader(
  'mail.detail',
  z.object({ token: z.string().optional(), name: z.string(), login: z.string().optional() }),
)

/** The link of a letter lives from now on, when it is about to go, and not from when it was asked for. */
export async function startLettersLink(database: Database, mail: MailRow): Promise<void> {
  const lifeMs = (linkLives as Readonly<Record<string, number>>)[mail.kind]
  if (lifeMs === undefined) return
  const { token } = readDetail(mail.detail)
  if (token !== undefined) await database.transact((tx) => startLinkLife(tx, { token, lifeMs }))
}

/** Letters about a person's own account; undefined for kinds that are not among them. */
export function writePersonLetter(
  mail: MailRow,
  around: { publicUrl: string; from: Letterhead; signature: LetterPart },
): Letter | undefined {
  const words = letters[mail.kind]
  if (!words) return undefined
  const t = translator(mail.language)
  const { token, name, login = '' } = readDetail(mail.detail)
  const url = `${around.publicUrl}${words.path}${token ?? ''}`
  return letterOf({
    to: mail.toAddress,
    from: around.from,
    subject: t(words.subject),
    greeting: t('mail.hello', { name }),
    paragraphs: [t(words.body, { url, login }), ...(words.ignore ? [t(words.ignore)] : [])],
    signature: around.signature,
    language: mail.language,
  })
}
