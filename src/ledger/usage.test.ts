import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../../test/support/databases.ts'
import { createWorld, type World } from '../../test/support/world.ts'
import { credit } from '../kit/amount.ts'
import { nowOf } from '../kit/clock.ts'
import { boughtWallet, givenWallet, issuedAccount, type PrintCategory, usedAccount } from './account.ts'
import { walletOf } from './balance.ts'
import { type NewTransfer, postTransfers } from './transfer.ts'
import { recordUsage, type Usage, usageCauses, usageSince } from './usage.ts'

for (const { engine, skip } of engines) {
  describe(`what people print, on ${engine}`, { skip }, () => {
    let world: World
    let personId: string
    before(async () => {
      world = await createWorld({ engine })
      personId = (await world.person('admin@example.org')).id
    })
    after(() => world?.end())

    const post = (...transfers: Array<Pick<NewTransfer, 'key' | 'from' | 'to' | 'amount' | 'cause'>>) =>
      world.app.database.transact((tx) =>
        postTransfers(
          tx,
          transfers.map((each) => ({ ...each, mode: 'demo', occurredAt: tx.now })),
        ),
      )
    const use = (category: PrintCategory, minor: number, over: Partial<Usage> = {}) => {
      const what = { device: 'hall', document: 'thesis.pdf', colour: false, mode: 'demo' as const, pages: 2 }
      const usage = { ...what, personId, category, cost: credit(minor), occurredAt: nowOf(world.clock), ...over }
      return world.app.database.transact((tx) => recordUsage(tx, usage, 'Europe/Paris'))
    }
    const wallet = async () => {
      const { bought, given } = await walletOf(world.db, personId)
      return [bought.minor, given.minor]
    }

    test('given credit is spent first, then bought credit, and nothing beyond what is there', async () => {
      const cause = { from: issuedAccount, cause: 'start' }
      await post(
        { ...cause, key: 'demo:start:bought', to: boughtWallet(personId), amount: credit(100) },
        { ...cause, key: 'demo:start:given', to: givenWallet(personId), amount: credit(30) },
      )
      await use('print', 20)
      assert.deepEqual(await wallet(), [100, 10])
      await use('copy', 50, { colour: true })
      assert.deepEqual(await wallet(), [60, 0])
      const shares = await usageSince(world.db, { personId, from: '2026-11' })
      await assert.rejects(use('scan', 61), { code: 'conflict' })
      assert.deepEqual(await wallet(), [60, 0])
      assert.deepEqual(await usageSince(world.db, { personId, from: '2026-11' }), shares)
      const costs = shares.map(({ category, pages, cost }) => [category, pages, cost.minor])
      assert.deepEqual(costs.filter(([, pages]) => pages !== 0).toSorted(), [
        ['copy', 2, 50],
        ['print', 2, 20],
      ])
      assert.ok(costs.some(([category, pages, cost]) => category === 'scan' && pages === 0 && cost === 0))
    })

    test('a debit rests on its entry: none, another wallet, another kind and another key are each named [I9]', async () => {
      const id = await use('print', 10)
      const from = boughtWallet(personId)
      const common = { cause: id, from, to: usedAccount('print'), amount: credit(1) }
      const wrong = {
        'usage:usg_none:bought': { ...common, cause: 'usg_none' },
        [`usage:${id}:given`]: common,
        [`usage:${id}:twice`]: common,
      }
      await post(...Object.entries(wrong).map(([key, each]) => ({ ...each, key })))
      const rows = await world.db.selectFrom('transfer').selectAll().where('key', 'like', 'usage:%').execute()
      const right = rows.find(({ key }) => key === `usage:${id}:bought`)
      assert.ok(right)
      const found = await usageCauses.findWrong(world.db, rows)
      assert.deepEqual(
        [...found].toSorted(),
        [
          [`usage:${id}:given`, `does not fit usage ${id}`],
          [`usage:${id}:twice`, `does not fit usage ${id}`],
          ['usage:usg_none:bought', 'debits for nothing that was printed'],
        ].toSorted(),
      )
      const elsewhere = [{ ...right, toAccount: usedAccount('fax') }]
      assert.deepEqual([...(await usageCauses.findWrong(world.db, elsewhere)).keys()], [right.key])
    })
  })
}
