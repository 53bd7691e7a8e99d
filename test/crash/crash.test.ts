import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashRounds } from './crash-rounds.ts'

test('kill -9 at 25 random instants under load: nothing acknowledged is lost, nothing doubled [case 14] [F18] [F19] [case 51]', async () => {
  const { acknowledged } = await crashRounds(25)
  assert.ok(acknowledged > 25, `${acknowledged} settlements is not a load`)
})
