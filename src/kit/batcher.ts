import { Failure } from './failure.ts'

/**
 * Group commit: what arrives while a run is under way waits together for the next one, at most `most` at a time.
 * Every caller gets its own result, or the error of its run. Throws Failure `unavailable` where `mostWaiting` wait
 * already; a run that ends so has waited as long as anybody may, and so have those behind it: they end with it.
 */
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, mostWaiting }: { most: number; mostWaiting: number },
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let running = false

  async function work(): Promise<void> {
    if (running) return
    running = true
    while (waiting.length > 0) {
      const now = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const results = await run(now.map(({ item }) => item))
        for (const [index, { resolve }] of now.entries()) resolve(results[index] as Result)
      } catch (error) {
        const behind = isUnavailable(error) ? waiting.splice(0) : []
        for (const { reject } of [...now, ...behind]) reject(error)
      }
    }
    running = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= mostWaiting) throw new Failure('unavailable', 'too many wait for their turn')
      waiting.push({ item, resolve, reject })
      // One turn of the loop later, so that what arrives together travels together.
      setImmediate(() => void work())
    })
}

const isUnavailable = (error: unknown): boolean => error instanceof Failure && error.code === 'unavailable'
