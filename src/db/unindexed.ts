import { type RawBuilder, sql } from 'kysely'

/**
 * A column of text in a form that no index leads by, for a condition on what another index has found: SQLite keeps no
 * statistics here, and takes whatever index has an equality, be it the status of nearly every row.
 */
export const unindexed = (column: string): RawBuilder<string> => sql`coalesce(${sql.ref(column)}, '')`
