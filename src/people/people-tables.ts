import type { Language } from '../kit/language.ts'

export type PersonRow = {
  id: string
  login: string
  loginKey: string
  name: string
  /** Null: receipts are read on the pages, and no letter is written. */
  email: string | null
  emailKey: string | null
  language: Language
  theme: 'automatic' | 'light' | 'dark'
  disabledAt: string | null
  createdAt: string
}

export type CredentialRow = {
  personId: string
  kind: 'password' | 'one_time_code' | 'recovery_codes'
  /** Which of its kind; empty where a person has one at most. */
  name: string
  secret: string
  lastStep: number | null
  setAt: string
}

export type IdentityRow = {
  provider: string
  issuer: string
  subject: string
  personId: string
  linkedAt: string
  seenAt: string | null
}

export type PersonRoleRow = {
  personId: string
  role: string
}

export type PersonKeyRow = {
  key: string
  personId: string
}

export type WebSessionRow = {
  tokenHash: string
  personId: string
  createdAt: string
  seenAt: string
  expiresAt: string
  secondFactorAt: string | null
  confirmedAt: string | null
  endedAt: string | null
  browser: string
  /** Chosen before signing in; null where the profile's holds. */
  language: Language | null
}

export type OneTimeLinkRow = {
  tokenHash: string
  purpose: 'set_password' | 'confirm_email'
  personId: string
  detail: string
  expiresAt: string
  usedAt: string | null
}

export type ThrottleRow = {
  bucket: string
  tries: number
  since: string
}

export type AuditEntryRow = {
  id: string
  at: string
  actor: string
  act: string
  about: string
  detail: string
}

declare module '../db/schema.ts' {
  interface Schema {
    person: PersonRow
    credential: CredentialRow
    identity: IdentityRow
    personRole: PersonRoleRow
    personKey: PersonKeyRow
    webSession: WebSessionRow
    oneTimeLink: OneTimeLinkRow
    throttle: ThrottleRow
    auditEntry: AuditEntryRow
  }
}
