import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handClock, SECOND } from '../../../kit/clock.ts'
import { createTokenKeeper } from './token-keeper.ts'

function create() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const seen = { fetched: 0, isGiven: true }
  const tokenOf = createTokenKeeper(async () => {
    seen.fetched += 1
    await new Promise(setImmediate)
    return seen.isGiven ? { token: `t${seen.fetched}`, lifeSeconds: 100 } : undefined
  }, clock)
  return { clock, seen, tokenOf }
}

test('one token for all, renewed once when a tenth of its life is left, whatever is done to the clock', async () => {
  const { clock, tokenOf } = create()
  assert.deepEqual(await Promise.all([tokenOf(), tokenOf(), tokenOf()]), ['t1', 't1', 't1'])
  clock.move(89 * SECOND)
  clock.jump(-1_000 * SECOND)
  assert.equal(await tokenOf(), 't1')
  clock.move(SECOND)
  assert.deepEqual(await Promise.all([tokenOf(), tokenOf()]), ['t2', 't2'])
})

test('a token that was refused is renewed once for all; an older one than what is kept is not', async () => {
  const { seen, tokenOf } = create()
  await tokenOf()
  assert.deepEqual(await Promise.all([tokenOf({ insteadOf: 't1' }), tokenOf({ insteadOf: 't1' })]), ['t2', 't2'])
  assert.equal(await tokenOf({ insteadOf: 't1' }), 't2', 'somebody has renewed it meanwhile')
  assert.equal(await tokenOf({ insteadOf: 'any' }), 't3')
  seen.isGiven = false
  assert.equal(await tokenOf({ insteadOf: 't3' }), undefined)
  assert.equal(await tokenOf(), 't3', 'what is kept may be good for others')
})
