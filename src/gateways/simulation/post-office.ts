import { MINUTE } from '../../kit/clock.ts'
import type { Outside } from '../gateway.ts'

export type Letter = { url: string; headers: Readonly<Record<string, string>>; body: string }

const lateMs = 10 * MINUTE

/** Posts a simulated provider's notices to ourselves, at once or ten minutes later by the injected clock. */
export function createPostOffice({ http, clock }: Outside) {
  const underWay = new Set<Promise<unknown>>()
  const later: Array<{ atMs: number; letter: Letter }> = []

  function post({ url, headers, body }: Letter): void {
    const allowedOrigins = [new URL(url).origin]
    const sending = http.send({ method: 'POST', url, headers, body, timeoutMs: 5_000, allowedOrigins })
    underWay.add(sending)
    void sending.finally(() => underWay.delete(sending))
  }

  return {
    post,
    postLate: (letter: Letter): void => void later.push({ atMs: clock.nowMs() + lateMs, letter }),
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
