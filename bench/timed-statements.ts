import { StatementSync } from 'node:sqlite'
import pg from 'pg'

/** A statement as the engine was given it, and how long it took. */
export type Timed = { sql: string; parameters: readonly unknown[]; ms: number }

type Ask = (...given: unknown[]) => unknown

/** Every statement that runs in this process while `act` does. */
export async function timeStatements(engine: 'sqlite' | 'postgres', act: () => Promise<unknown>): Promise<Timed[]> {
  const seen: Timed[] = []
  const undo = engine === 'sqlite' ? watchSqlite(seen) : watchPostgres(seen)
  try {
    await act()
  } finally {
    undo()
  }
  return seen
}

function watchSqlite(seen: Timed[]): () => void {
  const prototype = StatementSync.prototype as unknown as Record<'all' | 'run', Ask>
  const { all, run } = prototype
  const timed = (original: Ask): Ask =>
    function (this: StatementSync, ...parameters) {
      const begun = performance.now()
      const answer = original.apply(this, parameters)
      seen.push({ sql: this.sourceSQL, parameters, ms: performance.now() - begun })
      return answer
    }
  Object.assign(prototype, { all: timed(all), run: timed(run) })
  return () => void Object.assign(prototype, { all, run })
}

/** Kysely's driver gives the text and a list, and waits for a promise. */
function watchPostgres(seen: Timed[]): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Ask }
  const { query } = prototype
  prototype.query = function (this: pg.Client, ...given) {
    const answer = query.apply(this, given)
    const [sql, parameters] = given
    if (typeof sql !== 'string' || !(answer instanceof Promise)) return answer
    const begun = performance.now()
    const told = () =>
      seen.push({ sql, parameters: Array.isArray(parameters) ? parameters : [], ms: performance.now() - begun })
    return answer.then(
      (result: unknown) => {
        told()
        return result
      },
      (error: unknown) => {
        told()
        throw error
      },
    )
  }
  return () => void Object.assign(prototype, { query })
}
