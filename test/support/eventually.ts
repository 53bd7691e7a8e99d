import { setTimeout as pause } from 'node:timers/promises'

const tries = 600
const everyMs = 100

/**
 * Looks again until something is there. For processes that work by themselves: how long they take is not judged, only
 * that it comes.
 */
export async function eventually<Thing>(what: string, look: () => Promise<Thing | undefined | false>): Promise<Thing> {
  for (let each = 0; each < tries; each += 1) {
    const found = await look()
    if (found) return found
    await pause(everyMs)
  }
  throw new Error(`it never came: ${what}`)
}
