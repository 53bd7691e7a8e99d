import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { World } from '../test/support/world.ts'
import { rowsOfOrders, tablesOfOrders } from './rows-of-orders.ts'

type Engine = World['place']['engine']
/** One connection beside the application's, for bulk loads: nothing of ours is made for a million rows at once. */
export type Bulk = {
  engine: Engine
  run(sql: string): Promise<void>
  rows(sql: string): Promise<Record<string, string>[]>
}

async function connectBulk(world: World): Promise<Bulk & { close(): Promise<void> }> {
  const { engine } = world.place
  if (engine === 'sqlite') {
    const file = new DatabaseSync(join(world.place.dataDir, 'obole.sqlite'))
    file.exec('pragma foreign_keys = off; pragma synchronous = off; pragma cache_size = -400000; pragma temp_store = 2')
    return {
      engine,
      run: async (sql) => file.exec(sql),
      rows: async (sql) => file.prepare(sql).all() as Record<string, string>[],
      close: async () => file.close(),
    }
  }
  const client = new pg.Client({ connectionString: world.place.databaseUrl })
  await client.connect()
  for (const setting of thrownAway) await client.query(setting)
  return {
    engine,
    run: async (sql) => void (await client.query(sql)),
    rows: async (sql) => (await client.query<Record<string, string>>(sql)).rows,
    close: () => client.end(),
  }
}

/** The server of the bench lives for this run: what keeps data through a power cut only costs time here. */
const thrownAway = [
  'alter system set fsync = off',
  'alter system set full_page_writes = off',
  "alter system set max_wal_size = '8GB'",
  'select pg_reload_conf()',
  'set session_replication_role = replica',
  "set maintenance_work_mem = '256MB'",
  'set synchronous_commit = off',
]
/** What keeps rows unique and is never searched by: a million random entries each. */
const unsearched = [
  'alter table orders drop constraint if exists orders_number_key',
  'alter table orders drop constraint if exists orders_person_id_key_key',
  'alter table payment drop constraint if exists payment_return_token_key',
]

const days = 1095
const peopleCount = 20_000
const tables = ['orders', 'payment', 'receipt', 'person_key']

/**
 * Three years of orders, as they would lie there: 20 000 people, one attempt an order, one in twenty refused, one in
 * fifty by PayPal, a receipt for one in ten. With `all`, everything else too that they leave behind. Indexes are taken
 * away meanwhile and built at the end. What comes back does it, in one call, so that two servers can be filled at once.
 */
export async function prepareOrders(world: World, total: number, { all = false } = {}): Promise<() => Promise<void>> {
  const { engine } = world.place
  const bulk = await connectBulk(world)
  const indexes = await findIndexes(bulk, all ? [...tables, ...tablesOfOrders] : tables)
  const statements = [
    ...(engine === 'postgres' && !all ? unsearched : []),
    ...indexes.map(({ name }) => `drop index ${name}`),
    numbers(engine, { total, count: Math.max(total, peopleCount) }),
    ...fillPeople(),
    `insert into orders (${orderColumns}) select ${orderValues} from n where i < ${total}`,
    `insert into payment (${paymentColumns}) select ${paymentValues} from n where i < ${total}`,
    `insert into receipt (${receiptColumns}) select ${receiptValues} from n where i < ${total} and i % 10 = 0`,
    ...(all ? await rowsOfOrders(bulk, total) : []),
    ...indexes.map(({ sql }) => sql),
    // As in an installation: PostgreSQL keeps its statistics by itself, SQLite has none.
    ...(engine === 'postgres' ? ['analyze'] : []),
  ]
  return async () => {
    await bulk.run(statements.join(';\n'))
    await bulk.close()
  }
}

/** What is computed for each order, once: its number `i`, whose it is, and the instant `at` which it all happens. */
function numbers(engine: Engine, { total, count }: { total: number; count: number }): string {
  const series =
    engine === 'sqlite'
      ? `with recursive s(i) as (select 0 union all select i + 1 from s where i + 1 < ${count})`
      : `with s(i) as (select cast(i as bigint) from generate_series(0, ${count - 1}) as g(i))`
  return `create temporary table n as ${series} select i, (i * 7919) % ${peopleCount} as person,
    ${instant(engine, total)} as at from s`
}

async function findIndexes(bulk: Bulk, of: readonly string[]): Promise<Array<{ name: string; sql: string }>> {
  const names = of.map((table) => `'${table}'`).join()
  const found = await bulk.rows(
    bulk.engine === 'sqlite'
      ? `select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (${names})`
      : `select indexname as name, indexdef as sql from pg_indexes where tablename in (${names})
         and indexname not in (select conname from pg_constraint)`,
  )
  return found.map(({ name = '', sql = '' }) => ({ name, sql }))
}

function fillPeople(): string[] {
  const login = "'user' || i || '@example.org'"
  const columns = 'id, login, login_key, name, email, email_key, language, theme, created_at'
  const values = `'per_' || (1000000 + i), ${login}, ${login}, 'Anna Nom' || i, ${login}, ${login}, 'fr', 'automatic',
    '2024-01-01'`
  const keys = [login, "'anna nom' || i", "'anna'", "'nom' || i"]
  const everybody = `from n where i < ${peopleCount}`
  return [
    `insert into person (${columns}) select ${values} ${everybody}`,
    `insert into identity (provider, issuer, subject, person_id, linked_at)
     select 'local', '', ${login}, 'per_' || (1000000 + i), '2024-01-01' ${everybody}`,
    ...keys.map((key) => `insert into person_key (key, person_id) select ${key}, 'per_' || (1000000 + i) ${everybody}`),
  ]
}

/** One after another at equal distances, counted from the beginning of 2024: the newest are two days old. */
const instant = (engine: Engine, total: number) => {
  const seconds = `i * ${days * 86_400} / ${total}`
  return engine === 'sqlite'
    ? `strftime('%Y-%m-%dT%H:%M:%fZ', '2024-01-01', '+' || (${seconds}) || ' seconds')`
    : `to_char(timestamp '2024-01-01' + (${seconds}) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
export const personOf = (i: number): number => (i * 7919) % peopleCount
export const numberOf = (i: number): string => `gp4_user${personOf(i)}@example.org${10_000_000 + i}`
const number = `'gp4_user' || person || '@example.org' || (10000000 + i)`
/** The last digits, backwards, are what is searched: the rest of the reversed number is the login's. */
const reversedDigits = Array.from({ length: 8 }, (_, at) => `substr('' || (10000000 + i), ${8 - at}, 1)`).join(' || ')

const orderColumns = `id, number, number_reversed, person_id, status, mode, language, article_id, article_version,
  article_number, article_title, price_minor, list_price_minor, currency, vat_code, vat_bp, vat_minor, credit_minor,
  bonus_minor, terms_id, terms_sha256, immediate_use, key, placed_at, expires_at, paid_at, fulfilled_at`
const orderValues = `'ord_' || (1000000000 + i), ${number}, ${reversedDigits} || 'gro',
  'per_' || (1000000 + person), case when i % 20 = 0 then 'expired' else 'fulfilled' end, 'demo', 'fr', 'art_x', 1,
  10, 'Recharger le compte avec 10,00', 1000 + (i % 7) * 500, 1000, 'EUR', 'fr-20', 2000, 167, 1000, 0, 'trm_x', 'x',
  0, 'k' || i, at, at, case when i % 20 = 0 then null else at end, case when i % 20 = 0 then null else at end`
const paymentColumns = `id, order_id, gateway_id, account, mode, reference, attempt_ref, key, return_token,
  amount_minor, currency, status, captured_minor, refunded_minor, capture, paid_at, started_at, limit_at, polls`
const paymentValues = `'pay_' || (1000000000 + i), 'ord_' || (1000000000 + i),
  case when i % 50 = 0 then 'paypal' else 'ogone' end, 'demo', 'demo', 'ref' || (1000000000 + i), null, 'k' || i,
  'tok' || i, 1000, 'EUR', case when i % 20 = 0 then 'refused' else 'succeeded' end,
  case when i % 20 = 0 then 0 else 1000 end, 0, case when i % 20 = 0 then null else '' || (3000000000 + i) end,
  at, at, at, 1`
const receiptColumns = `id, kind, series, value, number, order_id, payment_id, person_id, amount_minor, vat_minor,
  currency, content, issued_at`
const receiptValues = `'rct_' || (1000000000 + i), 'receipt', 'bench', i, 'B-' || (1000000000 + i),
  'ord_' || (1000000000 + i), 'pay_' || (1000000000 + i), 'per_x', 1000, 167, 'EUR', '{}', at`
