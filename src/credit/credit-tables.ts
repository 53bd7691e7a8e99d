/** At which print system a person's account is. */
export type PrintAccountRow = { personId: string; printSystem: string; since: string }

export type TopUpRow = {
  id: string
  orderId: string
  paymentId: string
  personId: string
  status: 'queued' | 'sending' | 'applied' | 'refused' | 'uncertain' | 'parked'
  creditMinor: number
  bonusMinor: number
  tries: number
  dueAt: string
  leaseUntil: string | null
  fence: number
  /** 1: a send of it outlived its lease and may still be under way. */
  outlivedLease: 0 | 1
  evidence: string
  createdAt: string
  /** The system it is for; null: from before there were several. */
  printSystem: string | null
}

declare module '../db/schema.ts' {
  interface Schema {
    printAccount: PrintAccountRow
    topUp: TopUpRow
  }
}
