import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dearInputs } from './cost-growth.ts'
import { gatewayReaders } from './gateway-readers.ts'
import { textReaders } from './text-readers.ts'

describe('what reads bytes from outside costs as much as they are long, whatever they are', () => {
  for (const [name, read] of Object.entries({ ...textReaders, ...gatewayReaders }))
    test(name, async () => assert.deepEqual(await dearInputs(read), []))

  test('a reader whose cost is the square of a run of digits is caught', async () => {
    const dear = await dearInputs((text) => /\d+$/.test(`${text.slice(0, 48 * 1024)}!`))
    assert.equal(dear.length > 0, true)
  })
})
