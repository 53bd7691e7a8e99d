import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY } from '../../../kit/clock.ts'
import { readPages, windowsOf } from './list-pages.ts'
import type { Called, NotOk } from './rest-client.ts'

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
  type Page = { lines: number[]; next: string | undefined }
  const page = (...value: [lines: number[], next?: string]): Called<Page> => ({
    is: 'ok',
    value: { lines: value[0], next: value[1] },
  })
  const pages: Record<string, Called<Page>> = { a: page([1, 2], 'b'), b: page([3], 'c'), c: page([]) }
  const read = (broken: Record<string, Called<Page>> = {}) =>
    readPages(
      'a',
      async (place) => {
        asked.push(place)
        return { ...pages, ...broken }[place] ?? assert.fail('no page')
      },
      (each) => each,
    )
  assert.deepEqual(await read(), { is: 'ok', value: [1, 2, 3] })
  assert.deepEqual(asked, ['a', 'b', 'c'])
  const refused: NotOk = { is: 'refused', status: 403, issue: 'NO' }
  assert.deepEqual(await read({ b: refused }), refused)
  const failed: NotOk = { is: 'failed', sent: true, why: 'answer not understood' }
  assert.deepEqual(await read({ c: failed }), failed, 'half a list is none')
})
