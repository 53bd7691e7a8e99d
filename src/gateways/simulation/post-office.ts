import { MINUTE } from '../../kit/clock.ts'
import type { Letter, Outside, PageControls } from '../gateway.ts'
import type { Faults } from './faults.ts'

const lateMs = 10 * MINUTE

type About = { reference: string; how: PageControls['notice'] }

/**
 * Posts a simulated provider's notices to ourselves: at once, late by the injected clock, several times, or held back
 * for a test to take, which then does with their bytes what it likes.
 */
export function createPostOffice({ http, clock }: Outside, faults: Faults) {
  const underWay = new Set<Promise<unknown>>()
  const later: Array<{ atMs: number; letter: Letter }> = []
  const held: Array<Letter & { reference: string }> = []

  function post({ url, method, headers, body }: Letter): void {
    const allowedOrigins = [new URL(url).origin]
    const sending = http.send({ method, url, headers, body, timeoutMs: 5_000, allowedOrigins })
    underWay.add(sending)
    void sending.finally(() => underWay.delete(sending))
  }

  return {
    deliver(letter: Letter, { reference, how }: About): void {
      if (faults.take('notice-hold', reference)) return void held.push({ ...letter, reference })
      if (how === 'late' || faults.take('notice-late', reference)) later.push({ atMs: clock.nowMs() + lateMs, letter })
      else post(letter)
      const more = how === 'twice' ? 1 : Number(faults.take('notice-again', reference)?.value ?? 0)
      for (let each = 0; each < more; each += 1) post(letter)
    },
    /** The notices about one attempt that were held back, oldest first; they are gone from here afterwards. */
    takeHeld(reference: string): Letter[] {
      const taken = held.filter((letter) => letter.reference === reference)
      for (const letter of taken) held.splice(held.indexOf(letter), 1)
      return taken
    },
    /** Keeps the office open while a letter is still being written. */
    expect(writing: Promise<void>): void {
      underWay.add(writing)
      void writing.finally(() => underWay.delete(writing))
    },
    async runDue(): Promise<void> {
      const now = clock.nowMs()
      for (const each of later.filter(({ atMs }) => atMs <= now)) {
        later.splice(later.indexOf(each), 1)
        post(each.letter)
      }
    },
    /** Resolves when nothing is on its way any more. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
export type PostOffice = ReturnType<typeof createPostOffice>
