import type { Language } from '../kit/language.ts'

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
}

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
    capturedMail: CapturedMailRow
  }
}
