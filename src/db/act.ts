import type { Database, Tx } from './database.ts'

/** What every act answers: what was done, by name, or that it was `refused`: then nothing of it is kept. */
export type Outcome = { readonly is: string }

/** Runs an act in one transaction. A refusal is an outcome like any other, and leaves nothing behind. */
export function perform<Result extends Outcome>(
  database: Pick<Database, 'transact'>,
  act: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return database.transact(act, ({ is }) => is !== 'refused')
}
