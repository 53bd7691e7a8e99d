export type LatestInstantRow = {
  id: number
  at: string
}

declare module '../db/schema.ts' {
  interface Schema {
    latestInstant: LatestInstantRow
  }
}
