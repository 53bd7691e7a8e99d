import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { loadById } from '../../db/load-by-id.ts'
import type { AuditEntryRow } from '../people-tables.ts'
import { comparable } from '../person-key.ts'

export type AuditEntry = AuditEntryRow
export type AuditPage = {
  entries: AuditEntry[]
  /** By id, what people call whom or what an entry names: a person's name, the number of an order or an article. */
  names: Map<string, string>
  /** The entry after which the next page begins. */
  older: string | undefined
}

/**
 * The audit log, newest first: ids sort by time. `actor` and `about` are an id, a login, an order's number, or
 * what the entry says; empty filters are none.
 */
export async function readAudit(
  db: Db,
  ask: { actor: string; act: string; about: string; before?: string | undefined; limit: number },
): Promise<AuditPage> {
  let query = db.selectFrom('auditEntry').selectAll()
  if (ask.actor !== '') query = query.where('actor', '=', await idOf(db, ask.actor))
  if (ask.act !== '') query = query.where('act', '=', ask.act)
  if (ask.about !== '') query = query.where('about', '=', await idOf(db, ask.about))
  if (ask.before !== undefined) query = query.where('id', '<', ask.before)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(ask.limit + 1)
    .execute()
  const entries = rows.slice(0, ask.limit)
  return {
    entries,
    names: await namesOf(db, entries),
    older: rows.length > ask.limit ? entries.at(-1)?.id : undefined,
  }
}

/** Those of these ids that are entries of the log. */
export async function auditedAmong(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await loadById(ids, (some) =>
    db.selectFrom('auditEntry').select('id').where('id', 'in', some).execute(),
  )
  return new Set(found.keys())
}

/** Who types a login means the person; who types an order's number, the order. */
async function idOf(db: Db, text: string): Promise<string> {
  const person = await db.selectFrom('person').select('id').where('loginKey', '=', comparable(text)).executeTakeFirst()
  if (person) return person.id
  const order = await db.selectFrom('orders').select('id').where('number', '=', text).executeTakeFirst()
  return order?.id ?? text
}

async function namesOf(db: Db, entries: readonly AuditEntry[]): Promise<Map<string, string>> {
  const ids = [...new Set(entries.flatMap(({ actor, about }) => [actor, about]))]
  // Never an empty list: PostgreSQL knows none.
  const among = (kind: string) => ['', ...ids.filter((id) => id.startsWith(kind))]
  const [people, orders, articles] = await Promise.all([
    db.selectFrom('person').select(['id', 'name']).where('id', 'in', among('per_')).execute(),
    db.selectFrom('orders').select(['id', 'number as name']).where('id', 'in', among('ord_')).execute(),
    db.selectFrom('article').select(['id', 'number as name']).where('id', 'in', among('art_')).execute(),
  ])
  return new Map([...people, ...orders, ...articles].map(({ id, name }) => [id, String(name)]))
}

/** Every act that was ever recorded: from one to the next by the index, whatever lies between. */
export async function knownActs(db: Db): Promise<string[]> {
  const { rows } = await sql<{ act: string }>`
    with recursive known(act) as (
      select min(act) from audit_entry
      union all
      select (select min(e.act) from audit_entry e where e.act > known.act) from known where known.act is not null
    )
    select act from known where act is not null`.execute(db)
  return rows.map(({ act }) => act)
}
