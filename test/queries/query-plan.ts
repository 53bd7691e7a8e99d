import type { DatabaseSync } from 'node:sqlite'

/** What of a statement's plan costs more when the books are old. */
export type Finding = { table: string; how: 'scan' | 'wide' | 'sort'; line: string }

/** Columns that many rows share: found by them alone, a table is read nearly whole. */
const shared = new Set(['status', 'kind', 'gateway_id', 'account', 'mode', 'unit', 'currency', 'purpose'])
/** Whose key is such a column. */
const oneByAccount = 'balance'

type Line = { detail: string }
type Seen = { table: string; how: string; rest: string }

/**
 * Explains a statement and names what grows with a table: a scan of it or of one of its indexes, a search by nothing
 * but what many rows share, and the sorting of what was found by a range.
 */
export function findingsOf(file: DatabaseSync, sql: string): Finding[] {
  const lines = file.prepare(`explain query plan ${sql}`).all() as unknown as Line[]
  const seen = seenIn(lines, tablesOf(file, sql))
  const isSorted = lines.some(({ detail }) => /^USE TEMP B-TREE FOR (?!LAST)/.test(detail))
  return seen.flatMap(({ table, how, rest }): Finding[] => {
    const line = `${how} ${table}${rest}`
    if (how === 'SCAN') return [{ table, how: 'scan', line }]
    const terms = termsOf(rest).filter((term) => table === oneByAccount || !shared.has(/^\w+/.exec(term)?.[0] ?? ''))
    if (terms.length === 0 && termsOf(rest).length > 0) return [{ table, how: 'wide', line }]
    const isRange = terms.length > 0 && !terms.some((term) => term.endsWith('=?'))
    return isSorted && isRange ? [{ table, how: 'sort', line: `SORT after ${line}` }] : []
  })
}

/** The tables of a statement by the names that its plan gives them: their own, or the aliases they have in the text. */
function tablesOf(file: DatabaseSync, sql: string): Map<string, string> {
  const all = file.prepare("select name from sqlite_master where type = 'table'").all() as Array<{ name: string }>
  const names = new Set(all.map(({ name }) => name))
  const tables = new Map([...names].map((name) => [name, name]))
  for (const [, table = '', alias = ''] of sql.matchAll(/\b(?:from|join|update|into) "?(\w+)"?(?: as)? "?(\w+)"?/gi))
    if (names.has(table) && !tables.has(alias)) tables.set(alias, table)
  return tables
}

/** Every table that the plan touches, and how; a part of the statement that bears a table's alias is none. */
function seenIn(lines: readonly Line[], tables: ReadonlyMap<string, string>): Seen[] {
  const parts = new Set(lines.flatMap(({ detail }) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)/.exec(detail)?.[1] ?? []))
  return lines.flatMap(({ detail }) => {
    const [, how = '', name = '', rest = ''] = /^(SCAN|SEARCH) (\w+)(.*)$/.exec(detail) ?? []
    const table = tables.get(name)
    const isPart = rest === '' && parts.has(name)
    return table === undefined || isPart ? [] : [{ table, how, rest }]
  })
}

/** `USING INDEX refund_next (status=? AND next_poll_at<?)`: which columns lead, and how. */
const termsOf = (rest: string): string[] => /\(([^()]*)\)$/.exec(rest)?.[1]?.split(' AND ') ?? []
