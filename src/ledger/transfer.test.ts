import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { engines, freshPlace, type Place } from '../../test/support/databases.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { checkBooks } from '../finance/check-books/check-books.ts'
import { amount, credit } from '../kit/amount.ts'
import { handClock } from '../kit/clock.ts'
import { boughtWallet, givenWallet, issuedAccount, usedAccount } from './account.ts'
import { walletOf } from './balance.ts'
import { readCirculation } from './circulation.ts'
import { readHistory } from './history.ts'
import { type NewTransfer, postTransfers } from './transfer.ts'

const now = '2026-11-24T09:00:00.000Z'
const one = (key: string, minor: number, over: Partial<NewTransfer> = {}): NewTransfer => ({
  key: `demo:${key}`,
  from: issuedAccount,
  to: boughtWallet('per_a'),
  amount: credit(minor),
  cause: key,
  mode: 'demo',
  occurredAt: now,
  ...over,
})

for (const { engine, skip } of engines) {
  describe(`the books on ${engine}`, { skip }, () => {
    let place: Place
    let database: Database
    before(async () => {
      place = await freshPlace(engine)
      database = openDatabase(place, handClock(now))
      await migrate(database)
    })
    after(async () => {
      await database?.close()
      await place?.remove()
    })
    const post = (...transfers: NewTransfer[]) => database.transact((tx) => postTransfers(tx, transfers))

    test('before anything was sold no credit is anywhere', async () => {
      const used = ['print', 'copy', 'fax', 'scan'].map((category) => ({ category, minor: 0 }))
      const nothing = { issuedMinor: 0, used, reservedMinor: 0, boughtMinor: 0, givenMinor: 0 }
      const nobody = { holders: 0, belowZero: { count: 0, minor: 0 }, largest: [] }
      assert.deepEqual(await readCirculation(database.db, 5), { ...nothing, ...nobody })
    })

    test('the same key with the same content changes nothing', async () => {
      assert.equal((await post(one('a', 500))).length, 1)
      assert.equal((await post(one('a', 500), one('a', 500))).length, 0)
      assert.equal((await walletOf(database.db, 'per_a')).total.minor, 500)
    })

    test('the same key with other content is refused and says what differs', async () => {
      await assert.rejects(post(one('a', 501)), /key demo:a came back with other content: amount 500 \/ 501/)
      const changes: ReadonlyArray<[Partial<NewTransfer>, RegExp]> = [
        [{ to: givenWallet('per_a') }, /to wallet:per_a:bought \/ wallet:per_a:given$/],
        [{ from: boughtWallet('per_b') }, /content: from issued \/ wallet:per_b:bought$/],
        [{ amount: amount(500, 'EUR') }, /content: unit credit \/ EUR$/],
        [{ cause: 'b' }, /content: cause a \/ b$/],
        [{ mode: 'live' }, /content: mode demo \/ live$/],
        [{ cause: 'b', mode: 'live' }, /content: cause a \/ b, mode demo \/ live$/],
      ]
      for (const [over, said] of changes) await assert.rejects(post(one('a', 500, over)), said)
    })

    test('a list with one bad transfer posts none of it', async () => {
      await assert.rejects(post(one('b', 100), one('c', 0)), /moves nothing/)
      assert.equal((await walletOf(database.db, 'per_a')).total.minor, 500)
    })

    test('two units never mix: each sums to zero by itself [I1]', async () => {
      await post(one('money', 1000, { from: 'gateway:x', to: 'sales:y', amount: amount(1000, 'EUR') }))
      assert.deepEqual((await checkBooks(database.db)).problems, [])
    })

    test('history carries the balance after each line, whatever pots a cause touches', async () => {
      const line = { kind: 'recharge' as const, detail: { title: 'x' } }
      await post(
        one('h1', 1000, { to: boughtWallet('per_h'), cause: 'order1', line }),
        one('h2', 100, { to: givenWallet('per_h'), cause: 'order1', line }),
        one('h3', 300, { from: boughtWallet('per_h'), to: usedAccount('print'), cause: 'use1' }),
      )
      const { entries } = await readHistory(database.db, { personId: 'per_h', limit: 10 })
      assert.deepEqual(
        entries.map((entry) => [entry.deltaMinor, entry.balanceMinor]),
        [
          [-300, 800],
          [1100, 1100],
        ],
      )
    })

    for (const table of [
      'transfer',
      'history_entry',
      'status_change',
      'receipt',
      'payment_fact',
      'audit_entry',
      'article_version',
    ]) {
      test(`${table} refuses UPDATE and DELETE [case 62]`, async () => {
        if (table === 'transfer' || table === 'history_entry') {
          await assert.rejects(sql.raw(`update ${table} set cause = 'x'`).execute(database.db), /append-only/)
          await assert.rejects(sql.raw(`delete from ${table}`).execute(database.db), /append-only/)
          return
        }
        const { rows } = await sql.raw<{ n: number }>(triggers[engine](table)).execute(database.db)
        assert.ok((rows[0]?.n ?? 0) >= 1, 'its trigger is there')
      })
    }

    test('a changed byte anywhere is found by the check [I9]', async () => {
      const copy = await freshPlace(engine)
      const other = openDatabase(copy, handClock(now))
      await migrate(other)
      await other.transact((tx) => postTransfers(tx, [one('t1', 100), one('t2', 200)]))
      await sql
        .raw(engine === 'sqlite' ? 'drop trigger transfer_no_update' : 'drop trigger transfer_no_change on transfer')
        .execute(other.db)
      await sql.raw(`update transfer set amount_minor = 999 where key = 'demo:t1'`).execute(other.db)
      const { problems } = await checkBooks(other.db)
      assert.ok(
        problems.some((problem) => problem.includes('transfer 1: (demo:t1) was changed')),
        problems.join('\n'),
      )
      await other.close()
      await copy.remove()
    })

    test('any list in any order, cut into any batches, repeated at will, leaves sums at zero [I1]', async () => {
      const transfer = fc.record({
        key: fc.nat(30),
        person: fc.constantFrom('p', 'q'),
        given: fc.boolean(),
        back: fc.boolean(),
      })
      let round = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(transfer, { minLength: 1, maxLength: 6 }), { maxLength: 4 }),
          async (batches) => {
            round += 1
            for (const batch of batches) {
              await post(
                ...batch.map(({ key, person, given, back }) => {
                  const wallet = given ? givenWallet(`${person}${round}`) : boughtWallet(`${person}${round}`)
                  const name = `${round}/${key}/${person}/${given}/${back}`
                  return back
                    ? one(name, 1 + key, { from: wallet, to: issuedAccount })
                    : one(name, 1 + key, { from: issuedAccount, to: wallet })
                }),
              )
            }
            assert.deepEqual((await checkBooks(database.db)).problems, [])
          },
        ),
        { numRuns: 25 },
      )
    })

    test('writers at once never break the chain', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, index) => post(one(`race${index}`, index + 1))))
      assert.deepEqual((await checkBooks(database.db)).problems, [])
    })
  })
}

const triggers = {
  sqlite: (table: string) => `select count(*) as n from sqlite_master where type = 'trigger' and tbl_name = '${table}'`,
  postgres: (table: string) =>
    `select count(*) as n from pg_trigger where tgrelid = '${table}'::regclass and not tgisinternal`,
}
