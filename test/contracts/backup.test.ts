import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createApp } from '../../src/app.ts'
import { backUp, verifyBackup } from '../../src/backup/back-up.ts'
import { BadBackup } from '../../src/backup/backup-file.ts'
import { restore } from '../../src/backup/restore.ts'
import { openDatabase } from '../../src/db/database.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import { engines, freshPlace, type Place } from '../support/databases.ts'
import { createSettlementLoad } from '../support/settlement-load.ts'
import { answerAs, buy, orderTo } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const buyer = 'v.delautre@cartadis.com'

for (const { engine, skip } of engines) {
  describe(`back-up and restore on ${engine}`, { skip }, () => {
    let world: World
    let other: Place
    const file = (name: string) => join(world.place.dataDir, name)
    before(async () => {
      world = await createWorld({ engine })
      other = await freshPlace(engine)
    })
    after(async () => {
      await world?.end()
      await other?.remove()
    })

    test('while the program writes: one state, whole, and its books hold', async () => {
      const load = await createSettlementLoad(world.app, 8)
      let isDone = false
      const writing = (async () => {
        while (!isDone) await load.round()
      })()
      await backUp(world.app.database, file('busy'), undefined).finally(() => {
        isDone = true
      })
      await writing
      const place = await freshPlace('sqlite')
      const copy = openDatabase(place, world.clock)
      await restore(copy, file('busy'), undefined)
      assert.deepEqual((await copy.snapshot(checkBooks)).problems, [])
      await copy.close()
      await place.remove()
    })

    test('an encrypted back-up holds nothing that can be read, and opens with its passphrase alone [case 62]', async () => {
      await backUp(world.app.database, file('closed'), 'a passphrase of the tests')
      const bytes = readFileSync(file('closed'))
      for (const canary of [login, 'Alice MARTIN', 'DELAUTRE', 'receipt']) assert.ok(!bytes.includes(canary), canary)
      await assert.rejects(verifyBackup(file('closed'), undefined), BadBackup)
      await assert.rejects(verifyBackup(file('closed'), 'another one'), BadBackup)
      assert.ok((await verifyBackup(file('closed'), 'a passphrase of the tests')).counts.person)
      bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1
      writeFileSync(file('changed'), bytes)
      await assert.rejects(verifyBackup(file('changed'), 'a passphrase of the tests'), BadBackup)
      writeFileSync(file('cut'), readFileSync(file('busy')).subarray(0, -50))
      await assert.rejects(verifyBackup(file('cut'), undefined), BadBackup)
    })

    test('a database that holds something is not overwritten', async () => {
      await assert.rejects(restore(world.app.database, file('busy'), undefined), /not empty/)
    })

    test('restored to an older point: books equal the bank’s, nothing is credited twice [case 58]', async () => {
      const visitor = createVisitor(world.url)
      await visitor.signIn(buyer)
      const before = await buy(world, visitor, { number: 10 })
      const bank = await orderTo(visitor, 20)
      const begun = await world.db
        .selectFrom('payment')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      const balance = await world.balanceOf(buyer)
      const captured = () =>
        world
          .simulator('ogone')
          .books()
          .filter(({ status }) => status === 'paid')
          .reduce((sum, each) => sum + each.amount.minor, 0)
      const capturedBefore = captured()
      await backUp(world.app.database, file('point'), undefined)

      await answerAs(visitor, bank)
      await world.settle()
      const lost = await buy(world, visitor, { number: 50 })
      const lastNumber =
        (await world.db.selectFrom('receipt').select('value').orderBy('value', 'desc').execute())[0]?.value ?? 0

      const copy = openDatabase(other, world.clock)
      await restore(copy, file('point'), undefined)
      await copy.close()
      const outside = { ...world.outside }
      const place = { dataDir: other.dataDir, databaseUrl: other.databaseUrl }
      const app = await createApp({ ...world.config, ...place, headsFile: join(other.dataDir, 'heads') }, outside)
      try {
        const one = (id: string) =>
          app.database.db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
        await app.worker.runNow(['payments of ogone'])
        assert.equal((await one(before.id))?.status, 'succeeded')
        assert.equal((await one(begun.id))?.status, 'succeeded', 'asked for again and credited, whatever was listed')
        assert.equal(await one(lost.id), undefined)
        await app.worker.runNow(['notices', 'reconciliation'])
        const wallet = await app.database.db
          .selectFrom('balance')
          .selectAll()
          .where('account', 'like', 'wallet:%')
          .execute()
        const { id } = await world.person(buyer)
        const now = wallet.filter(({ account }) => account.includes(id)).reduce((sum, { minor }) => sum + minor, 0)
        assert.equal(now, balance + 2100, 'once')
        const cases = await app.database.db.selectFrom('difference').selectAll().execute()
        assert.deepEqual(
          cases.map(({ kind, listedMinor }) => [kind, listedMinor]),
          [['unknown_payment', lost.capturedMinor]],
        )
        const [stranger] = cases
        for (const known of [lost.reference, lost.paidAt?.slice(0, 10)])
          assert.ok(stranger?.detail.includes(known ?? '?'), `${stranger?.detail} names ${known}`)
        assert.equal(captured() - capturedBefore, begun.amountMinor + lost.capturedMinor)
        const next = await app.database.db.selectFrom('receipt').select('value').orderBy('value', 'desc').execute()
        assert.ok((next[0]?.value ?? 0) > lastNumber, 'no number is given twice')
        assert.deepEqual((await app.database.snapshot(checkBooks)).problems, [])
        await app.worker.runNow(['payments of ogone', 'reconciliation'])
        assert.deepEqual((await app.database.snapshot(checkBooks)).problems, [])
      } finally {
        await app.stop()
      }
    })
  })
}
