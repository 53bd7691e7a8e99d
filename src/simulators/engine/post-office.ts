import type { Outside } from '../../gateways/gateway-kind.ts'
import { MINUTE } from '../../kit/clock.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import type { Faults } from './faults.ts'
import type { PageControls, WebhookDelivery } from './simulator.ts'

const lateMs = 10 * MINUTE

/** How a provider repeats a notice that was not taken. */
export type Repeats = { everyMs: number; times: number; isTaken: (status: number) => boolean }
type About = { reference: string; how: PageControls['notice']; repeats?: Repeats | undefined }

/**
 * Posts a simulated provider's notices to ourselves: at once, late by the injected clock, several times, again when
 * they were not taken, or held back for a test to take, which then does with their bytes what it likes.
 */
export function createPostOffice({ http, clock }: Outside, faults: Faults) {
  const underWay = new Set<Promise<unknown>>()
  const later: Array<{ atMs: number; letter: WebhookDelivery; repeats: Repeats | undefined }> = []
  const held: Array<WebhookDelivery & { reference: string }> = []

  function post(letter: WebhookDelivery, repeats?: Repeats): Promise<HttpAnswer> {
    const { url, method, headers, body } = letter
    const allowedOrigins = [new URL(url).origin]
    const sending = http.send({ method, url, headers, body, timeoutMs: 5_000, allowedOrigins }).then((answer) => {
      const isTaken = answer.is === 'answer' && repeats?.isTaken(answer.status)
      if (repeats && repeats.times > 0 && !isTaken)
        later.push({ atMs: clock.nowMs() + repeats.everyMs, letter, repeats: { ...repeats, times: repeats.times - 1 } })
      return answer
    })
    underWay.add(sending)
    void sending.finally(() => underWay.delete(sending))
    return sending
  }

  return {
    /** The answer to it, where it leaves at once. */
    async deliver(letter: WebhookDelivery, { reference, how, repeats }: About): Promise<HttpAnswer | undefined> {
      if (faults.take('notice-hold', reference)) {
        held.push({ ...letter, reference })
        return undefined
      }
      const isLate = how === 'late' || faults.take('notice-late', reference) !== undefined
      if (isLate) later.push({ atMs: clock.nowMs() + lateMs, letter, repeats })
      const answer = isLate ? undefined : post(letter, repeats)
      const more = how === 'twice' ? 1 : Number(faults.take('notice-again', reference)?.value ?? 0)
      for (let each = 0; each < more; each += 1) void post(letter)
      return answer
    },
    /** The notices about one attempt that were held back, oldest first; they are gone from here afterwards. */
    takeHeld(reference: string): WebhookDelivery[] {
      const taken = held.filter((letter) => letter.reference === reference)
      for (const letter of taken) held.splice(held.indexOf(letter), 1)
      return taken
    },
    /** Keeps the office open while a letter is still being written. */
    expect(writing: Promise<unknown>): void {
      underWay.add(writing)
      void writing.finally(() => underWay.delete(writing))
    },
    async runDue(): Promise<void> {
      const now = clock.nowMs()
      for (const each of later.filter(({ atMs }) => atMs <= now)) {
        later.splice(later.indexOf(each), 1)
        if (each.repeats) faults.count('notice-come-due')
        void post(each.letter, each.repeats)
      }
    },
    /** Resolves when nothing is on its way any more. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
