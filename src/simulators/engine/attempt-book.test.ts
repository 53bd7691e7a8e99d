import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, handClock } from '../../kit/clock.ts'
import { answers } from './answers.ts'
import { createBook } from './attempt-book.ts'
import { createReplays } from './replays.ts'

test('a book keeps so many attempts: the oldest make room, the latest is found', () => {
  const book = createBook<{ id: string; of: string }>(({ id }) => id, 3)
  for (const id of ['a', 'b', 'c', 'd']) book.add({ id, of: 'x' })
  assert.deepEqual(
    book.all().map(({ id }) => id),
    ['b', 'c', 'd'],
  )
  assert.equal(book.find(({ of }) => of === 'x')?.id, 'd')
  assert.deepEqual([book.get('a'), book.get('b')?.id], [undefined, 'b'])
})

test('the same key gives what the first call did, for as long as the provider keeps it', () => {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const replay = createReplays(() => clock.nowMs())
  let acts = 0
  const call = (key: string) => replay(key, HOUR, () => answers.text(200, String(++acts)))
  assert.deepEqual(
    [call('k'), call('k'), call('other')].map((each) => 'body' in each && each.body),
    ['1', '1', '2'],
  )
  clock.move(HOUR)
  assert.deepEqual(call('k'), answers.text(200, '3'))
})
