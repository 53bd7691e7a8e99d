import type pg from 'pg'
import type { Timed } from './timed-statements.ts'

/** What PostgreSQL would read from end to end. */
type Scan = { table: string; rows: number }
type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Plan Rows': number
  'Index Cond'?: string
  Plans?: Node[]
}

/** A table of fewer rows is read whole because that is cheaper. */
const large = 10_000

/** Explains a statement with the values that it was given; what changes rows is explained, not done. */
export async function scansIn(client: pg.Client, { sql, parameters }: Timed): Promise<Scan[]> {
  if (!/^\s*(select|with|insert|update|delete)/i.test(sql)) return []
  const { rows } = await client.query<{ 'QUERY PLAN': Array<{ Plan: Node }> }>(`explain (format json) ${sql}`, [
    ...parameters,
  ])
  const sizes = await sizesOf(client)
  const [plan] = rows[0]?.['QUERY PLAN'] ?? []
  return plan ? wholeIn(plan.Plan, sizes) : []
}

/** A scan below a limit ends with it: PostgreSQL says of each how many rows it expects to read of it. */
function wholeIn(node: Node, sizes: ReadonlyMap<string, number>, isLimited = false): Scan[] {
  const table = node['Relation Name']
  const rows = sizes.get(table ?? '') ?? 0
  const isWhole = node['Node Type'] === 'Seq Scan' && rows >= large && !isLimited
  const below = isLimited || node['Node Type'] === 'Limit'
  const others = (node.Plans ?? []).flatMap((each) => wholeIn(each, sizes, below))
  return table !== undefined && isWhole ? [{ table, rows }, ...others] : others
}

let known: ReadonlyMap<string, number> | undefined

async function sizesOf(client: pg.Client): Promise<ReadonlyMap<string, number>> {
  if (known) return known
  const found = await client.query<{ name: string; rows: number }>(
    "select relname as name, cast(reltuples as float8) as rows from pg_class where relkind = 'r'",
  )
  known = new Map(found.rows.map(({ name, rows }) => [name, rows]))
  return known
}
