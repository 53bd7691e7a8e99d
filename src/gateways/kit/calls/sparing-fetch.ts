import { MINUTE, SECOND } from '../../../kit/clock.ts'
import { withBreaker } from '../../../kit/http/circuit-breaker.ts'
import type { Outside } from '../../gateway-kind.ts'

/** What was fetched is not asked for again within this time, whatever the answer was. */
const keptMs = MINUTE
const mostKept = 100
/** One fetch every five seconds in the long run, and a dozen at once after a while of none. */
const [allowanceMs, mostAllowed] = [5 * SECOND, 12]
const mostWaiting = 4
const timeoutMs = 5_000
const largestBytes = 64 * 1024

/**
 * Fetches what anybody can make us fetch, at most so much as does no harm: one at a time, a few waiting, a dozen in a
 * minute, each address once a minute, behind a breaker of its own. Undefined where it cannot be had now.
 */
export function createSparingFetch(name: string, origins: readonly string[], outside: Outside) {
  const { clock, log } = outside
  const { http } = withBreaker(name, { http: outside.unprovenHttp ?? outside.http, clock, log })
  const answers = new Map<string, { untilMs: number; text: string | undefined }>()
  const waiting = new Map<string, Promise<string | undefined>>()
  let last: Promise<unknown> = Promise.resolve()
  let [allowed, countedAtMs] = [mostAllowed, clock.elapsedMs()]

  function mayFetch(): boolean {
    const gained = Math.floor((clock.elapsedMs() - countedAtMs) / allowanceMs)
    countedAtMs += gained * allowanceMs
    allowed = Math.min(mostAllowed, allowed + gained)
    if (waiting.size > mostWaiting || allowed === 0) return false
    allowed -= 1
    return true
  }

  async function ask(url: string): Promise<string | undefined> {
    const answer = await http.send({ method: 'GET', url, timeoutMs, allowedOrigins: origins })
    const isUsable = answer.is === 'answer' && answer.status === 200 && answer.text.length <= largestBytes
    const text = isUsable ? answer.text : undefined
    answers.delete(url)
    answers.set(url, { untilMs: clock.elapsedMs() + keptMs, text })
    const [oldest] = answers.keys()
    if (answers.size > mostKept && oldest !== undefined) answers.delete(oldest)
    return text
  }

  return async (url: string): Promise<string | undefined> => {
    const known = answers.get(url)
    if (known && clock.elapsedMs() < known.untilMs) return known.text
    const underWay = waiting.get(url)
    if (underWay) return underWay
    if (!mayFetch()) return undefined
    const fetched = last.then(() => ask(url)).finally(() => waiting.delete(url))
    waiting.set(url, fetched)
    last = fetched.catch(() => undefined)
    return fetched
  }
}
