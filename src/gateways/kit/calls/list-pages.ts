import { later, toMs } from '../../../kit/clock.ts'
import type { Span } from '../../gateway.ts'
import type { Called } from './rest-client.ts'

/** A span in windows that a provider's list allows, oldest first. */
export function windowsOf({ from, to }: Span, longestMs: number): Span[] {
  const windows: Span[] = []
  for (let start = from; start < to; start = later(start, longestMs)) {
    windows.push({ from: start, to: later(start, Math.min(longestMs, toMs(to) - toMs(start))) })
  }
  return windows
}

/**
 * Every line from the first page on; `read` says which lines a page has, and where the next one is: undefined on the
 * last. What is not had whole is no list: the first page that fails is the answer.
 */
export async function readPages<Page, Line, Place>(
  first: Place,
  ask: (place: Place) => Promise<Called<Page>>,
  read: (page: Page, place: Place) => { lines: readonly Line[]; next: Place | undefined },
): Promise<Called<Line[]>> {
  const lines: Line[] = []
  for (let place: Place | undefined = first; place !== undefined; ) {
    const answer: Called<Page> = await ask(place)
    if (answer.is !== 'ok') return answer
    const page: ReturnType<typeof read> = read(answer.value, place)
    lines.push(...page.lines)
    place = page.next
  }
  return { is: 'ok', value: lines }
}
