/** Something that is done again and again, by one name. `run` does what is due and says how much it did. */
export type Job<Name extends string = string> = {
  name: Name
  everyMs: number
  run: () => Promise<number>
  /** One run a turn, however much is waiting: for work that must leave room for the pages. */
  onePerTick?: boolean
  /** How long after the start its first turn is; at once unless told. */
  firstAfterMs?: number
}

/** A job as its room tells of it: its name stays in its type, so that only a job that exists can be woken. */
export const job = <const Name extends string>(told: Job<Name>): Job<Name> => told

/** For work that says nothing of how much is left: one run a turn. */
export function once(run: () => Promise<unknown>): () => Promise<number> {
  return async () => {
    await run()
    return 0
  }
}
