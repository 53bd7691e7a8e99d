import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { handClock } from '../../src/kit/clock.ts'
import { creditInCirculation } from '../../src/ledger/balance.ts'
import { readCirculation } from '../../src/ledger/circulation.ts'
import { engines, freshPlace } from '../support/databases.ts'
import { createWorld, type World } from '../support/world.ts'

/** More wallets than are read at once, an odd number of them before the first person with two. */
const people = 2_501

for (const { engine, skip } of engines) {
  describe(`credit in circulation, with many people, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
      await world.db.deleteFrom('balance').execute()
      const names = Array.from({ length: people }, (_, index) => `per_${String(index).padStart(6, '0')}`)
      const person = { theme: 'automatic' as const, language: 'fr' as const, createdAt: '2026-01-01T00:00:00.000Z' }
      const rest = { email: null, emailKey: null, disabledAt: null, ...person }
      for (const some of [names.slice(0, 1_300), names.slice(1_300)])
        await world.db
          .insertInto('person')
          .values(some.map((id) => ({ id, login: id, loginKey: id, name: id, ...rest })))
          .execute()
      const rows = names.flatMap((id, index) => [
        { account: `wallet:${id}:bought`, unit: 'credit', minor: boughtOf(index) },
        ...(index === 0 ? [] : [{ account: `wallet:${id}:given`, unit: 'credit', minor: index % 10 }]),
      ])
      for (let start = 0; start < rows.length; start += 1_000)
        await world.db
          .insertInto('balance')
          .values(rows.slice(start, start + 1_000))
          .execute()
      await world.db
        .insertInto('balance')
        .values([
          { account: 'reserved:rfd_1', unit: 'credit', minor: 30 },
          { account: 'reserved:rfd_2', unit: 'credit', minor: 12 },
          { account: 'issued', unit: 'credit', minor: -1_000 },
        ])
        .execute()
    })
    after(() => world?.end())

    const boughtOf = (index: number) => (index % 100 === 7 ? -5_000 : index)
    const heldBy = (index: number) => boughtOf(index) + (index === 0 ? 0 : index % 10)

    test('both pots of a person count together, wherever a part ends', async () => {
      const all = Array.from({ length: people }, (_, index) => heldBy(index))
      const below = all.filter((minor) => minor < 0)
      const found = await world.app.database.snapshot((db) => readCirculation(db, 3))
      assert.equal(found.holders, all.filter((minor) => minor > 0).length)
      assert.deepEqual(found.belowZero, { count: below.length, minor: below.reduce((a, b) => a + b, 0) })
      assert.deepEqual([found.issuedMinor, found.reservedMinor], [1_000, 42])
      const largest = all.toSorted((a, b) => b - a).slice(0, 3)
      assert.deepEqual(
        found.largest.map(({ minor }) => minor),
        largest,
      )
      assert.match(found.largest[0]?.name ?? '', /^per_00/)
    })

    test('the sum of all wallets is carried over from before it was kept', async () => {
      const place = await freshPlace(engine)
      const database = openDatabase(place, handClock('2026-11-24T09:00:00.000Z'))
      await migrate(database, '0029-queries.sql')
      await database.transact(async (tx) => {
        await sql`insert into chain_head (chain, seq, hash) values ('books', 3, 'h'), ('evidence', 1, 'e')`.execute(tx)
        await sql`insert into balance (account, unit, minor) values ('wallet:per_1:bought', 'credit', 700),
          ('wallet:per_1:given', 'credit', 50), ('wallet:per_2:bought', 'credit', -200), ('issued', 'credit', -550)`.execute(
          tx,
        )
      })
      await migrate(database)
      const { bought, given } = await creditInCirculation(database.db)
      assert.deepEqual([bought.minor, given.minor], [500, 50])
      const heads = await database.db.selectFrom('chainHead').select(['seq', 'boughtMinor']).orderBy('seq').execute()
      assert.deepEqual(
        heads.filter(({ seq }) => seq === 3),
        [{ seq: 3, boughtMinor: 500 }],
      )
      await database.close()
      await place.remove()
    })
  })
}
