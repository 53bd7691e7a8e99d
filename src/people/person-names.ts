import type { Db } from '../db/database.ts'

/** Names by id, for lists of who did what. What is no person (the command line, the demonstration) keeps its word. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<(id: string) => string> {
  const wanted = [...new Set(ids)]
  const rows =
    wanted.length === 0 ? [] : await db.selectFrom('person').select(['id', 'name']).where('id', 'in', wanted).execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? id
}
