import type { Db } from '../db/database.ts'
import type { TransferRow } from './ledger-tables.ts'

/** Something in the books that does not hold, with its place: the table, what names the row, and what is wrong. */
export type Wrong = { table: string; row: string; what: string }

/** One sentence for a person who has to look there. */
export const sentenceOf = ({ table, row, what }: Wrong): string => `${table} ${row}: ${what}`

/** What a room proves of its own rows; where `db` is a snapshot, of one state of the database. */
export type BooksCheck = (db: Db) => Promise<Wrong[]>

/** What a room says of the transfers that it posts; a kind is what their keys begin with. */
export type CauseRules = {
  kinds: readonly string[]
  /** By key, what is wrong with those of these transfers that do not rest on what they should. */
  findWrong(db: Db, rows: readonly TransferRow[]): Promise<ReadonlyMap<string, string>>
}

/** Parts of keys and causes that are ids of this kind, each once. */
export const idsNamedBy = (rows: readonly TransferRow[], prefix: string): string[] => [
  ...new Set(rows.flatMap(({ key, cause }) => [...key.split(':'), cause]).filter((part) => part.startsWith(prefix))),
]

/** Whether a key is made of these words and one of these ends, and of nothing else. */
export const isKey = (row: TransferRow, words: readonly string[], ends: readonly string[]): boolean =>
  ends.some((end) => row.key === [...words, end].join(':'))

/** Whether it is this move; of any amount where none is named. */
export function isMove(row: TransferRow, from: string, to: string, minor = row.amountMinor): boolean {
  return row.fromAccount === from && row.toAccount === to && row.amountMinor === minor
}
