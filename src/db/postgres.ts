import { createRequire } from 'node:module'
import { Kysely, type KyselyPlugin, PostgresDialect, PostgresQueryCompiler } from 'kysely'
import type Pg from 'pg'
import type { EngineFacts } from './database.ts'
import { camelName, snakeName } from './names.ts'
import type { Schema } from './schema.ts'

const int8 = 20

class OurNamesCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(name: string): string {
    return super.sanitizeIdentifier(snakeName(name))
  }
}

class OurNamesDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new OurNamesCompiler()
  }
}

const ourNames: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(withOurNames) }),
}

const withOurNames = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camelName(name), value]))

/** Opens a pool on a PostgreSQL server. Whole numbers come back as checked safe integers, never as text. */
export function openPostgres(url: string): EngineFacts {
  // Loaded where it is used only: most installations run on SQLite and need not hold it in memory.
  const pg = createRequire(import.meta.url)('pg') as typeof Pg
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === int8 ? toSafeInteger : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  })
  // An idle connection that the server closes is replaced at the next use; without a listener it would end us.
  pool.on('error', () => {})
  const kysely = new Kysely<Schema>({ dialect: new OurNamesDialect({ pool }), plugins: [ourNames] })
  return {
    engine: 'postgres',
    kysely,
    transaction: (act) => kysely.transaction().execute(act),
    isRetryable,
    close: () => kysely.destroy(),
  }
}

function toSafeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`the database holds ${text}, beyond whole numbers we can keep`)
  return number
}

/** 40001 serialization failure, 40P01 deadlock. */
function isRetryable(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return code === '40001' || code === '40P01'
}
