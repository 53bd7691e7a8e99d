import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../../test/support/eventually.ts'
import { createThread } from './thread.ts'

const file = new URL('../../test/support/doubling.thread.ts', import.meta.url)

test('jobs of a thread come back each to who asked; what a job throws is thrown, and the others go on', async () => {
  const thread = createThread<number, number>(file, { idleMs: 60_000 })
  const answers = await Promise.allSettled([1, 13, 2].map((job) => thread.ask(job)))
  const told = answers.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))
  assert.deepEqual(told, [2, 'RangeError: no thirteen', 4])
})

test('a thread that dies takes what it was asked for with it, and the next job has a new one', async () => {
  const thread = createThread<number, number>(file, { idleMs: 60_000 })
  const [dies, behind] = await Promise.allSettled([thread.ask(666), thread.ask(1)])
  assert.equal(dies?.status, 'rejected')
  assert.equal(behind?.status, 'rejected')
  assert.equal(await thread.ask(21), 42)
})

test('a thread ends that nobody asks, and the next job has a new one', async () => {
  const thread = createThread<number, number>(file, { idleMs: 0 })
  const first = await thread.ask(0)
  await eventually('another thread', async () => (await thread.ask(0)) !== first)
})

test('what cannot be sent to a thread is an error of its asking', async () => {
  const thread = createThread<unknown, number>(file, { idleMs: 60_000 })
  await assert.rejects(
    thread.ask(() => 1),
    /could not be cloned/,
  )
  assert.equal(await thread.ask(4), 8)
})
