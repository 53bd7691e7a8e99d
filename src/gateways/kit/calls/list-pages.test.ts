import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../../kit/clock.ts'
import { readPages, windowsOf } from './list-pages.ts'
import type { Called } from './rest-client.ts'

test('a span in windows: each as long as is allowed, the last one to its end', () => {
  const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T00:00:00.000Z`
  assert.deepEqual(windowsOf({ from: day(1), to: day(6) }, 2 * DAY), [
    { from: day(1), to: day(3) },
    { from: day(3), to: day(5) },
    { from: day(5), to: day(6) },
  ])
  assert.deepEqual(windowsOf({ from: day(1), to: day(1) }, DAY), [])
})

test('pages one after the other, by number or by cursor; a page that fails is the answer', async () => {
  const asked: string[] = []
  const pages: Record<string, Called> = {
    a: { is: 'ok', status: 200, json: { lines: [1, 2], next: 'b' } },
    b: { is: 'ok', status: 200, json: { lines: [3], next: 'c' } },
    c: { is: 'ok', status: 200, json: { lines: [] } },
  }
  const read = (broken: Record<string, Called> = {}) =>
    readPages(
      'a',
      async (place) => {
        asked.push(place)
        return { ...pages, ...broken }[place] ?? { is: 'failed', sent: true, why: 'no page' }
      },
      (json) => (json === null ? undefined : (json as { lines: number[]; next: string | undefined })),
    )
  assert.deepEqual(await read(), { is: 'lines', lines: [1, 2, 3] })
  assert.deepEqual(asked, ['a', 'b', 'c'])
  const refused: Called = { is: 'refused', status: 403, issue: 'NO' }
  assert.deepEqual(await read({ b: refused }), refused)
  assert.equal((await read({ c: { is: 'ok', status: 200, json: null } })).is, 'failed', 'half a list is none')
})
