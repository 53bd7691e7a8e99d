/** A period closed for ever; `totals` and `perpetual` are JSON. Its transfers: after `fromSeq`, up to `booksSeq`. */
export type ClosingRow = {
  number: number
  kind: 'day' | 'month' | 'year'
  /** `2026-11-30`, `2026-11` or `2026`, in the shop’s time zone. */
  period: string
  fromAt: string
  untilAt: string
  timeZone: string
  fromSeq: number
  booksSeq: number
  booksHash: string
  evidenceSeq: number
  evidenceHash: string
  totals: string
  perpetual: string
  closedAt: string
  previousHash: string
  hash: string
}

declare module '../db/schema.ts' {
  interface Schema {
    closing: ClosingRow
  }
}
