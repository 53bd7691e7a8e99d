import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../support/databases.ts'
import { campaignOn } from './run-campaigns.ts'

const say = () => {}

for (const { engine, skip } of engines) {
  const nodes = engine === 'sqlite' ? 'one node' : 'three nodes'
  test(`kills, freezes and cuts under load on ${engine} with ${nodes}: the bank’s books are ours`, {
    skip,
  }, async () => {
    const report = await campaignOn(engine, { rounds: 3, seed: 11, say })
    assert.deepEqual(report.problems, [])
    assert.equal(Object.values(report.fired).length, 3)
    assert.ok(report.paid > 0 && report.credited > 0, 'nothing was sold: this says nothing')
  })
}
