import { type SQLInputValue, StatementSync } from 'node:sqlite'

/** One statement as SQLite was given it. */
export type Statement = { sql: string; parameters: readonly SQLInputValue[] }

type Run = (...parameters: SQLInputValue[]) => unknown

/**
 * Every statement that SQLite runs in this process while `act` does, on whatever connection, in their order: the
 * database layer asks by `all` what returns rows, and by `run` everything else.
 */
export async function statementsOf(act: () => Promise<unknown>): Promise<Statement[]> {
  const prototype = StatementSync.prototype as unknown as Record<'all' | 'run', Run>
  const { all, run } = prototype
  const seen: Statement[] = []
  const recording = (original: Run): Run =>
    function (this: StatementSync, ...parameters) {
      seen.push({ sql: this.sourceSQL, parameters })
      return original.apply(this, parameters)
    }
  Object.assign(prototype, { all: recording(all), run: recording(run) })
  try {
    await act()
  } finally {
    Object.assign(prototype, { all, run })
  }
  return seen
}
