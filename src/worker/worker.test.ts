import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handClock } from '../kit/clock.ts'
import { job } from '../kit/job.ts'
import { memoryLog } from '../kit/log.ts'
import { createWorker } from './worker.ts'

test('a job that goes on failing has every turn, and is a line in the log when its failure changes', async () => {
  const log = memoryLog()
  const outcomes = ['away', 'away', 'locked', 'locked', 'works', 'works', 'away']
  let turn = 0
  const run = async () => {
    const outcome = outcomes[turn]
    turn += 1
    if (outcome !== 'works') throw new Error(outcome)
    return 0
  }
  const clock = handClock('2026-11-27T10:00:00.000Z')
  const worker = createWorker([{ name: 'payments', everyMs: 1_000, run }], { clock, log })
  for (const _ of outcomes) await worker.runNow()
  assert.equal(turn, outcomes.length)
  assert.deepEqual(
    log.lines.map((line) => (JSON.parse(line) as { event: string; error?: string }).error ?? 'works again'),
    ['Error: away', 'Error: locked', 'works again', 'Error: away'],
  )
})

test('a job that no room has told of cannot be woken', async () => {
  const woken: string[] = []
  const run = async (name: string) => Number(woken.push(name) < 0)
  const worker = createWorker(
    [
      job({ name: 'mails', everyMs: 1_000, run: () => run('mails') }),
      job({ name: `payments of ${String('ogone')}`, everyMs: 1_000, run: () => run('payments') }),
    ],
    { clock: handClock('2026-11-27T10:00:00.000Z'), log: memoryLog() },
  )
  worker.wake('mails')
  await worker.runNow(['payments of ogone'])
  // @ts-expect-error: there is none of this name
  worker.wake('mail')
  // @ts-expect-error: nor of this one
  await assert.rejects(worker.runNow(['refunds']), /there is no job refunds/)
  assert.deepEqual(woken, ['mails', 'payments'])
})
