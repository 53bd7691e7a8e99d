import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handClock, MINUTE } from '../../../kit/clock.ts'
import type { HttpAnswer } from '../../../kit/http/http-client.ts'
import { memoryLog } from '../../../kit/log.ts'
import { createSparingFetch } from './sparing-fetch.ts'

function create() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const seen = { fetched: [] as string[], text: 'good', status: 200 }
  const unprovenHttp = {
    async send({ url }: { url: string }): Promise<HttpAnswer> {
      seen.fetched.push(url)
      return { is: 'answer', status: seen.status, headers: new Headers(), text: seen.text }
    },
  }
  const http = { send: async () => assert.fail('not by the line of the provider’s own calls') }
  const fetchText = createSparingFetch('x', ['https://x.example'], { http, unprovenHttp, clock, log: memoryLog() })
  return { clock, seen, fetchText }
}

test('one address is asked for once a minute, whatever it answered', async () => {
  const { clock, seen, fetchText } = create()
  seen.status = 404
  assert.deepEqual(await Promise.all([fetchText('a'), fetchText('a')]), [undefined, undefined])
  seen.status = 200
  assert.equal(await fetchText('a'), undefined)
  clock.move(MINUTE)
  assert.equal(await fetchText('a'), 'good')
  assert.equal(seen.fetched.length, 2)
})

test('a dozen at once, then one every five seconds; more than a few waiting is refused; too much is none', async () => {
  const { clock, seen, fetchText } = create()
  await Promise.all(Array.from({ length: 40 }, (_, index) => fetchText(`burst${index}`)))
  assert.equal(seen.fetched.length, 5, 'one under way, four waiting')
  for (let index = 0; index < 40; index += 1) await fetchText(`more${index}`)
  assert.equal(seen.fetched.length, 12)
  clock.move(10_000)
  for (let index = 0; index < 40; index += 1) await fetchText(`later${index}`)
  assert.equal(seen.fetched.length, 14)
  clock.move(MINUTE)
  seen.text = 'x'.repeat(64 * 1024 + 1)
  assert.equal(await fetchText('huge'), undefined)
})
