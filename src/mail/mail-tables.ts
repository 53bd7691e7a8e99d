import type { Language } from '../kit/language.ts'
import type { MailTrouble } from './mail.ts'

export type MailRow = {
  id: string
  kind: string
  about: string
  orderId: string | null
  toAddress: string
  language: Language
  detail: string
  status: 'queued' | 'sent' | 'failed'
  tries: number
  dueAt: string
  leaseUntil: string | null
  why: string
  createdAt: string
  /** Since when the server has refused to pass it on. */
  heldSince: string | null
}

/** One row at most: what our own account at the mail server met, while it lasts. */
export type MailTroubleRow = {
  id: 'account'
  trouble: MailTrouble
  why: string
  since: string
  nextTryAt: string
}

/** One row at most: since when letters go without a trouble of our account's, and when the last one went. */
export type MailLifeRow = { id: 'account'; worksSince: string; lastSentAt: string }

export type CapturedMailRow = {
  id: string
  toAddress: string
  subject: string
  text: string
  html: string
  attachments: string
  sentAt: string
}

declare module '../db/schema.ts' {
  interface Schema {
    mail: MailRow
    mailTrouble: MailTroubleRow
    mailLife: MailLifeRow
    capturedMail: CapturedMailRow
  }
}
