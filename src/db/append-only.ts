import type { Engine } from './database.ts'

/** Triggers that refuse UPDATE and DELETE: history is corrected by new rows, never by changing old ones. */
export function appendOnlyStatements(engine: Engine, table: string): string[] {
  return engine === 'sqlite' ? forSqlite(table) : forPostgres(table)
}

function forSqlite(table: string): string[] {
  return ['update', 'delete'].map(
    (verb) =>
      `create trigger ${table}_no_${verb} before ${verb} on ${table} ` +
      `begin select raise(abort, '${table} is append-only'); end`,
  )
}

function forPostgres(table: string): string[] {
  const refuse = `${table}_refuse_change`
  return [
    `create function ${refuse}() returns trigger language plpgsql as ` +
      `$$ begin raise exception '${table} is append-only'; end $$`,
    `create trigger ${table}_no_change before update or delete or truncate on ${table} ` +
      `for each statement execute function ${refuse}()`,
  ]
}
