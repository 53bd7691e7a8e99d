import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { backUp } from '../../src/backup/back-up.ts'
import { restore } from '../../src/backup/restore.ts'
import { openDatabase } from '../../src/db/database.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import { asClosing, closeDue, closingHash } from '../../src/finance/closing.ts'
import { appendHead, checkHeads, headKey } from '../../src/finance/signed-heads.ts'
import { HOUR, toMs } from '../../src/kit/clock.ts'
import { linkHash } from '../../src/ledger/chain.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { engines, freshPlace } from '../support/databases.ts'
import { createSettlementLoad, paidFact } from '../support/settlement-load.ts'
import { createWorld, type World } from '../support/world.ts'

const paris = 'Europe/Paris'

for (const { engine, skip } of engines) {
  describe(`closings on ${engine}`, { skip }, () => {
    let world: World
    let load: Awaited<ReturnType<typeof createSettlementLoad>>
    before(async () => {
      // Before the night in which summer time ends: Sunday has 25 hours.
      world = await createWorld({ engine, start: '2026-10-24T10:00:00.000Z' })
      load = await createSettlementLoad(world.app, 1)
    })
    after(() => world?.end())

    const sellAt = async (instant: string) => {
      const [sold] = await load.sell(1)
      assert.ok(sold)
      world.clock.set(instant)
      await load.settle([sold])
      return sold
    }
    const close = () => closeDue(world.app.database, paris)
    const closings = async () =>
      (await world.db.selectFrom('closing').selectAll().orderBy('number').execute()).map(asClosing)
    const named = async () => (await closings()).map(({ kind, period }) => `${kind} ${period}`)
    const find = async (period: string) =>
      (await closings()).find((each) => each.period === period) ?? assert.fail(`no ${period}`)
    /** The demonstration has issued receipts before: numbers are counted from there. */
    let earlier = 0
    const receipts = async (period: string) =>
      (await find(period)).totals.papers.map(({ first, last, count }) => [first - earlier, last - earlier, count])

    test('a day is closed after its end and a pause, and not before', async () => {
      await sellAt('2026-10-24T21:59:00.000Z')
      world.clock.set('2026-10-24T22:09:59.999Z')
      assert.equal(await close(), 0)
      world.clock.set('2026-10-24T22:10:00.000Z')
      assert.equal(await close(), 1)
      assert.equal(await close(), 0, 'once')
      assert.deepEqual(await named(), ['day 2026-10-24'])
      const [paper] = (await find('2026-10-24')).totals.papers
      assert.deepEqual([paper?.count, paper?.first], [1, paper?.last])
      earlier = (paper?.first ?? 0) - 1
    })

    test('a sale at 00:20 is of the new day, the long Sunday has 25 hours', async () => {
      await sellAt('2026-10-24T22:20:00.000Z')
      await sellAt('2026-10-25T22:59:00.000Z')
      world.clock.set('2026-10-25T23:10:00.000Z')
      assert.equal(await close(), 1)
      const { fromAt, untilAt, totals, perpetual } = await find('2026-10-25')
      assert.equal(toMs(untilAt) - toMs(fromAt), 25 * HOUR)
      assert.deepEqual(await receipts('2026-10-25'), [[2, 3, 2]])
      assert.deepEqual(totals.vat, [
        { code: 'fr-20', unit: 'EUR', netMinor: 3334, vatMinor: 666, backNetMinor: 0, backVatMinor: 0 },
      ])
      assert.deepEqual(perpetual, { EUR: { soldMinor: 6000, backMinor: 0 } })
    })

    test('after a long stop each missed day is closed with its own date, empty ones and the month too', async () => {
      world.clock.set('2026-11-03T11:00:00.000Z')
      assert.equal(await close(), 8)
      const days = ['26', '27', '28', '29', '30', '31'].map((day) => `day 2026-10-${day}`)
      const after = ['month 2026-10', 'day 2026-11-01', 'day 2026-11-02']
      assert.deepEqual((await named()).slice(2), [...days, ...after])
      assert.deepEqual((await find('2026-10-28')).totals.accounts, [])
      assert.deepEqual(await receipts('2026-10'), [[1, 3, 3]])
      assert.equal((await find('2026-10')).perpetual.EUR?.soldMinor, 6000)
    })

    test('what is given back adds to what left: the perpetual totals never fall', async () => {
      const sold = await sellAt('2026-12-31T22:30:00.000Z')
      const back = {
        about: 'refund' as const,
        kind: 'refunded' as const,
        operation: 'back',
        amount: { minor: 500, unit: 'EUR' },
      }
      await world.app.database.transact((tx) =>
        settlePayments(tx, [{ ...paidFact(sold.payment, tx.now), ...back }], world.app.shop),
      )
      world.clock.set('2026-12-31T23:10:00.000Z')
      await close()
      assert.deepEqual((await named()).slice(-3), ['day 2026-12-31', 'month 2026-12', 'year 2026'])
      assert.deepEqual((await find('2026')).perpetual, { EUR: { soldMinor: 8000, backMinor: 500 } })
      assert.equal((await find('2026')).totals.papers.find(({ series }) => /^credit_note/.test(series))?.count, 1)
    })

    test('several nodes at once close each day once', async () => {
      world.clock.set('2027-01-10T11:00:00.000Z')
      const other = await world.anotherProcess()
      try {
        await Promise.all([close(), closeDue(other.database, paris), close()])
      } finally {
        await other.stop()
      }
      const found = await named()
      assert.equal(found.at(-1), 'day 2027-01-09')
      assert.equal(new Set(found).size, found.length)
      assert.deepEqual((await world.check()).problems, [])
    })

    test('the shop moves to another time zone: no hour is missing, none is there twice', async () => {
      world.clock.set('2027-01-11T12:00:00.000Z')
      await closeDue(world.app.database, 'Pacific/Noumea')
      const days = (await closings()).filter(({ kind }) => kind === 'day')
      for (const [index, day] of days.entries()) assert.equal(day.fromAt, days[index - 1]?.untilAt ?? day.fromAt)
      assert.equal(days.at(-1)?.untilAt, '2027-01-10T13:00:00.000Z')
      assert.deepEqual((await world.check()).problems, [])
    })

    test('a signed head names the last closing', async () => {
      await world.app.worker.runNow(['heads'])
      const line = readFileSync(world.config.headsFile, 'utf8').trim().split('\n').at(-1) ?? ''
      const last = (await closings()).at(-1)
      assert.equal(JSON.parse(line).head.closing.hash, last?.hash)
      const check = async (text: string) =>
        (await checkHeads(world.db, text, headKey(world.config.headsSecret))).wrong.map(({ table }) => table)
      assert.deepEqual(await check(line), [])
      assert.deepEqual(await check(line.replace('"period":"2027', '"period":"2028')), ['heads'])
      await removeGuards(world)
      await inVain(async (problems) => {
        await sql`delete from closing where number = (select max(number) from closing)`.execute(problems.db)
        const { wrong } = await checkHeads(problems.db, line, headKey(world.config.headsSecret))
        assert.deepEqual(
          wrong.map(({ table }) => table),
          ['closing'],
        )
      })
    })

    test('a closing that is changed, with a right hash too, or removed: its place is named', async () => {
      for (const change of [
        sql`update closing set totals = replace(totals, '3334', '3000') where period = '2026-10-25'`,
        sql`update closing set perpetual = replace(perpetual, '6000', '4000') where period = '2026-10'`,
        sql`update closing set books_seq = books_seq - 1 where period = '2026-10-25'`,
        sql`update closing set totals = 'no JSON' where period = '2026-10-25'`,
        sql`delete from closing where period = '2026-10-28'`,
      ])
        await inVain(async ({ db }) => {
          await change.execute(db)
          const { wrong } = await checkBooks(db)
          assert.ok(wrong.some(({ table, row }) => table === 'closing' && /\(|^\d+$/.test(row)))
        })
    })

    test('a closing written anew, with right hashes to the end: the rows say otherwise', async () => {
      await inVain(async ({ db }) => {
        let previousHash = '0'.repeat(64)
        for (const { hash: _, ...row } of await db.selectFrom('closing').selectAll().orderBy('number').execute()) {
          const content = { ...row, totals: row.totals.replace('3334', '3000'), previousHash }
          previousHash = closingHash(content)
          const forged = { ...content, hash: previousHash }
          await db.updateTable('closing').set(forged).where('number', '=', row.number).execute()
        }
        const { problems } = await checkBooks(db)
        assert.ok(problems.some((problem) => /^closing \d+ \(day 2026-10-25\): totals are not what/.test(problem)))
      })
    })

    test('a transfer dated back into a closed day, under a right hash, is named with the closing', async () => {
      await inVain(async ({ db }) => {
        const last = await db
          .selectFrom('transfer')
          .selectAll()
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow()
        const { hash: previousHash, ...rest } = last
        const link = { ...rest, seq: last.seq + 1, key: 'forged', postedAt: '2026-10-25T10:00:00.000Z', previousHash }
        await db
          .insertInto('transfer')
          .values({ ...link, hash: linkHash(link) })
          .execute()
        const { problems } = await checkBooks(db)
        assert.ok(problems.some((problem) => /^transfer \d+ \(forged\): says 2026-10-25.*2026-10-25\)/.test(problem)))
      })
    })

    test('a head from the time that a restore lost is named with that restore', async () => {
      const place = await freshPlace(engine)
      const file = join(world.place.dataDir, 'copy')
      await backUp(world.app.database, file, undefined)
      world.clock.move(HOUR)
      await sellAt('2027-01-11T15:00:00.000Z')
      await world.app.worker.runNow(['heads'])
      world.clock.move(HOUR)
      const other = openDatabase(place, world.clock)
      const key = headKey(world.config.headsSecret)
      try {
        await restore(other, file, undefined)
        await appendHead(other, { mode: 'demo', file: world.config.headsFile, key })
        const lines = readFileSync(world.config.headsFile, 'utf8').trim().split('\n')
        assert.equal(JSON.parse(lines.at(-1) ?? '').head.restored.restoredAt, '2027-01-11T16:00:00.000Z')
        const { wrong } = await checkHeads(other.db, lines.join('\n'), key)
        assert.ok(wrong.length > 0)
        for (const { what } of wrong) assert.match(what, /restored on 2027-01-11T16.* to its state of 2027-01-11T12/)
        assert.deepEqual((await checkHeads(other.db, lines.at(-1) ?? '', key)).wrong, [])
      } finally {
        await other.close()
        await place.remove()
      }
    })

    /** Whatever is done is taken back. */
    async function inVain(
      act: (found: { db: Parameters<Parameters<typeof world.app.database.transact>[0]>[0] }) => Promise<void>,
    ) {
      const done = new Error('taken back')
      const attempt = world.app.database.transact(async (tx) => {
        await act({ db: tx })
        throw done
      })
      await assert.rejects(attempt, (error) => {
        if (error !== done) throw error
        return true
      })
    }
  })
}

async function removeGuards(world: World): Promise<void> {
  const statements =
    world.app.database.engine === 'sqlite'
      ? ['drop trigger closing_no_update', 'drop trigger closing_no_delete']
      : ['drop trigger closing_no_change on closing']
  for (const statement of statements) await sql.raw(statement).execute(world.db)
}
