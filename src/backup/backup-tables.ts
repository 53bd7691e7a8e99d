export type NumberGapRow = {
  series: string
  fromValue: number
  toValue: number
  why: string
  at: string
}

declare module '../db/schema.ts' {
  interface Schema {
    numberGap: NumberGapRow
  }
}
