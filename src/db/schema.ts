/**
 * The rows of the database, one type a table, columns in camel case (the SQL is in migrations/). Each room tells of its
 * own in a file `<room>-tables.ts`, and adds them here. Numbers are whole numbers; instants are ISO strings in UTC.
 */
export interface Schema {
  evidence: EvidenceRow
  lease: LeaseRow
  site: SiteRow
}

export type EvidenceRow = {
  seq: number
  at: string
  content: string
  previousHash: string
  hash: string
}

export type LeaseRow = {
  name: string
  holder: string
  until: string
}

export type SiteRow = {
  name: string
  value: string
}
