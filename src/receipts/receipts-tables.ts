export type ReceiptRow = {
  id: string
  kind: 'receipt' | 'credit_note'
  series: string
  value: number
  number: string
  orderId: string
  paymentId: string
  refundId: string | null
  personId: string
  amountMinor: number
  vatMinor: number
  currency: string
  content: string
  issuedAt: string
}

declare module '../db/schema.ts' {
  interface Schema {
    receipt: ReceiptRow
  }
}
