import { later, toMs } from '../../../kit/clock.ts'
import type { Span } from '../../gateway.ts'
import type { Called, NotOk } from './rest-client.ts'

/** A span in windows that a provider's list allows, oldest first. */
export function windowsOf({ from, to }: Span, longestMs: number): Span[] {
  const windows: Span[] = []
  for (let start = from; start < to; start = later(start, longestMs)) {
    windows.push({ from: start, to: later(start, Math.min(longestMs, toMs(to) - toMs(start))) })
  }
  return windows
}

/** A page as it was read: its lines, and where the next one is; undefined `next` on the last. */
export type ListPage<Line, Place> = { lines: readonly Line[]; next: Place | undefined }

/**
 * Every line from the first page on; `read` is undefined for an answer that it does not understand. What is not had
 * whole is no list: the first page that fails is the answer.
 */
export async function readPages<Line, Place>(
  first: Place,
  ask: (place: Place) => Promise<Called>,
  read: (json: unknown, place: Place) => ListPage<Line, Place> | undefined,
): Promise<{ is: 'lines'; lines: Line[] } | NotOk> {
  const lines: Line[] = []
  for (let place: Place | undefined = first; place !== undefined; ) {
    const answer: Called = await ask(place)
    if (answer.is !== 'ok') return answer
    const page: ListPage<Line, Place> | undefined = read(answer.json, place)
    if (!page) return { is: 'failed', sent: true, why: 'answer not understood' }
    lines.push(...page.lines)
    place = page.next
  }
  return { is: 'lines', lines }
}
