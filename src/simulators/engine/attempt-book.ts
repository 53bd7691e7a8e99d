/** A provider's own truth, in memory and bounded: the oldest attempts make room. */
export type AttemptBook<Attempt> = {
  add(attempt: Attempt): Attempt
  get(key: string): Attempt | undefined
  /** The latest one of which it holds. */
  find(holds: (attempt: Attempt) => boolean): Attempt | undefined
  all(): Attempt[]
}

const mostKept = 10_000

/** Attempts by the provider's own key of them; one that is added again takes the place of the first. */
export function createBook<Attempt>(keyOf: (attempt: Attempt) => string, most = mostKept): AttemptBook<Attempt> {
  const kept = new Map<string, Attempt>()
  const all = () => [...kept.values()]
  return {
    add(attempt) {
      kept.set(keyOf(attempt), attempt)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return attempt
    },
    get: (key) => kept.get(key),
    find: (holds) => all().findLast(holds),
    all,
  }
}
