/** Something in the books that does not hold, with its place: the table, what names the row, and what is wrong. */
export type Wrong = { table: string; row: string; what: string }

/** One sentence for a person who has to look there. */
export const sentenceOf = ({ table, row, what }: Wrong): string => `${table} ${row}: ${what}`
