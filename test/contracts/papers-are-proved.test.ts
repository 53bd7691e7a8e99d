import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { checkReceipts } from '../../src/receipts/check-receipts.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

for (const { engine, skip } of engines) {
  test(`numbers and figures of receipts are proved by their own room, on ${engine}`, { skip }, async () => {
    const world = await createWorld({ engine })
    try {
      const visitor = createVisitor(world.url)
      await visitor.signIn('a.martin@example.org')
      for (const number of [10, 5, 20]) await buy(world, visitor, { number })
      const run = (statement: string) => sql.raw(statement).execute(world.db)
      const told = async () => (await checkReceipts(world.db)).map(({ table, what }) => `${table} ${what}`)
      assert.deepEqual(await told(), [])
      await run(engine === 'sqlite' ? 'drop trigger receipt_no_update' : 'drop trigger receipt_no_change on receipt')

      await run("update counter set value = 9 where series like 'receipt:%'")
      assert.deepEqual(await told(), ['counter is 9, the last receipt has 914'])
      await run("update counter set value = 914 where series like 'receipt:%'")

      await run('update receipt set value = 915 where value = 914')
      assert.deepEqual(await told(), [
        'receipt has 3 numbers between 912 and 915',
        'counter is 914, the last receipt has 915',
      ])
      await run('update receipt set value = 914 where value = 915')

      await run('update receipt set vat_minor = vat_minor + 1 where value = 913')
      assert.deepEqual(await told(), [
        'receipt is of 500 with 84 of VAT, its transfers of 500 with 83',
        'receipt content says 500 with 83 of VAT, its columns otherwise',
      ])
      await run('update receipt set vat_minor = vat_minor - 1 where value = 913')
      assert.deepEqual((await world.check()).problems, [])

      await run("update counter set value = 9 where series like 'receipt:%'")
      assert.ok((await world.check()).problems.some((problem) => problem.endsWith('is 9, the last receipt has 914')))
    } finally {
      await world.end()
    }
  })
}
