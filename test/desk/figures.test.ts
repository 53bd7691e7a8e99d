import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { countEnded, takingsOf, timesToCredit } from '../../src/finance/figures.ts'
import { credit } from '../../src/kit/amount.ts'
import { HOUR, later, nowOf, SECOND } from '../../src/kit/clock.ts'
import { localDay, startOfDay } from '../../src/kit/day.ts'
import { boughtWallet, givenWallet, issuedAccount, reservedAccount, usedAccount } from '../../src/ledger/account.ts'
import { creditInCirculation } from '../../src/ledger/balance.ts'
import { readCirculation } from '../../src/ledger/circulation.ts'
import { postTransfers } from '../../src/ledger/transfer.ts'
import { formatFigure } from '../../src/messages/format.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { createPerson } from '../../src/people/person.ts'
import { unitsPerLine } from '../../src/web/desk/figures/day-chart.tsx'
import { daysOf, readDailyEnds, readDailyTakings, readFigures } from '../../src/web/desk/figures/figures-query.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createSettlementLoad, paidFact, type Sold } from '../support/settlement-load.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const paris = 'Europe/Paris'

test('a period begins today, on Monday, on the first', () => {
  assert.deepEqual(daysOf('today', '2026-11-25'), { from: '2026-11-25', to: '2026-11-25' })
  assert.deepEqual(daysOf('week', '2026-11-25'), { from: '2026-11-23', to: '2026-11-25' })
  assert.deepEqual(daysOf('week', '2026-11-23'), { from: '2026-11-23', to: '2026-11-23' })
  assert.deepEqual(daysOf('week', '2026-11-01'), { from: '2026-10-26', to: '2026-11-01' })
  assert.deepEqual(daysOf('month', '2026-11-25'), { from: '2026-11-01', to: '2026-11-25' })
})

test('the highest bar fits below the third line, whatever it is', () => {
  for (const [most, step] of [
    [0, 1],
    [3, 1],
    [4, 2],
    [58_800, 20_000],
    [60_000, 20_000],
    [60_001, 50_000],
  ] as const)
    assert.equal(unitsPerLine(most), step)
})

for (const { engine, skip } of engines) {
  describe(`the overview’s figures on ${engine}`, { skip }, () => {
    let world: World
    let load: Awaited<ReturnType<typeof createSettlementLoad>>
    before(async () => {
      // The night in which summer time ends: Sunday has 25 hours.
      world = await createWorld({ engine, start: '2026-10-24T10:00:00.000Z' })
      load = await createSettlementLoad(world.app, 1)
    })
    after(() => world?.end())
    const sellOne = async (): Promise<Sold> => (await load.sell(1))[0] ?? assert.fail()
    const settleAs = (sold: Sold, change: object) =>
      world.app.database.transact((tx) =>
        settlePayments(tx, [{ ...paidFact(sold.payment, tx.now), ...change }], world.app.shop),
      )

    test('days are those of the site: 23:30 and 00:30 fall apart, and the long Sunday is one day', async () => {
      for (const instant of [
        '2026-10-24T21:30:00.000Z', // Saturday 23:30
        '2026-10-24T22:30:00.000Z', // Sunday 00:30
        '2026-10-25T00:30:00.000Z', // Sunday 02:30
        '2026-10-25T01:30:00.000Z', // Sunday 02:30 again
        '2026-10-25T22:30:00.000Z', // Sunday 23:30
        '2026-10-25T23:30:00.000Z', // Monday 00:30
      ]) {
        const sold = await sellOne()
        world.clock.set(instant)
        await load.settle([sold])
      }
      const days = await readDailyTakings(world.db, nowOf(world.clock), paris)
      assert.equal(days.length, 30)
      const counts = days.slice(-3).map(({ day, takings }) => [day, takings.get('EUR')?.orders])
      assert.deepEqual(counts, [
        ['2026-10-24', 1],
        ['2026-10-25', 4],
        ['2026-10-26', 1],
      ])
      assert.equal(days.at(-2)?.takings.get('EUR')?.received.minor, 4 * 2000)
    })

    test('each figure is what its link shows', async () => {
      const today = localDay(nowOf(world.clock), paris)
      const refused = await sellOne()
      await settleAs(refused, { kind: 'refused', operation: 'no' })
      await settleAs(await sellOne(), { kind: 'pending', operation: 'wait' })
      const figures = await readFigures(world.db, daysOf('today', today), paris)
      const desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
      const rows = async (query: string) =>
        ((await desk.get(`${routes.deskOrders}?${query}`)).html.match(/href="\/desk\/orders\/ord_/g) ?? []).length
      assert.equal(figures.takings.get('EUR')?.orders, await rows(`by=paid&from=${today}&to=${today}`))
      assert.equal(figures.refused, await rows(`state=refused&from=${today}&to=${today}`))
      assert.equal(figures.refused, 1)
      assert.equal(figures.pending.count, await rows('state=being_confirmed'))
      assert.equal(figures.cancelled, 0)
    })

    test('a partial refund counts on the day of its credit note, and never lessens what was received', async () => {
      const sold = await sellOne()
      await load.settle([sold])
      world.clock.move(24 * HOUR)
      await settleAs(sold, {
        about: 'refund',
        kind: 'refunded',
        operation: 'back',
        amount: { minor: 500, unit: 'EUR' },
      })
      const days = await readDailyTakings(world.db, nowOf(world.clock), paris)
      const last = days.slice(-2).map(({ takings }) => takings.get('EUR'))
      assert.deepEqual(
        last.map((each) => each?.received.minor),
        [4000, 0],
      )
      assert.deepEqual(
        last.map((each) => each?.refunded.minor),
        [0, 500],
      )
    })

    test('from payment to credit: the median and the 99th of a hundred', async () => {
      world.clock.move(24 * HOUR)
      const since = nowOf(world.clock)
      for (const [index, sold] of (await load.sell(100)).entries())
        await settleAs(sold, { occurredAt: later(since, -SECOND * (index + 1)) })
      const span = { since, until: startOfDay('2027-01-01', paris) }
      assert.deepEqual(await timesToCredit(world.db, span), { count: 100, medianMs: 50 * SECOND, p99Ms: 99 * SECOND })
      assert.equal(await timesToCredit(world.db, { since: span.until, until: span.until }), undefined)
    })

    test('refusals and cancellations stand on the day of their order, each order once, and the file says the same', async () => {
      const before = (await readDailyEnds(world.db, nowOf(world.clock), paris)).at(-1)
      const end = async (kind: 'refused' | 'cancelled') => {
        const sold = await sellOne()
        await settleAs(sold, { kind })
        return sold
      }
      await end('refused')
      await end('refused')
      await end('cancelled')
      const days = await readDailyEnds(world.db, nowOf(world.clock), paris)
      assert.equal(days.length, 30)
      const today = days.at(-1)
      assert.deepEqual(
        [(today?.refused ?? 0) - (before?.refused ?? 0), (today?.cancelled ?? 0) - (before?.cancelled ?? 0)],
        [2, 1],
      )
      const desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
      const file = await desk.send(`${routes.deskRefusals}?as=csv_plain`)
      assert.match(file.html, /^Jour;Refus;Abandons\r\n/)
      assert.ok(file.html.includes(`${today?.day};${today?.refused};${today?.cancelled}\r\n`))
      const { html } = await desk.get(routes.desk)
      assert.match(html, /Commandes avec un refus par jour/)
      assert.match(html, /Le jour qui en compte le plus est le/)
    })

    test('nothing in a span is nothing, not a fall', async () => {
      const empty = { since: '2020-01-01T00:00:00.000Z', until: '2020-01-02T00:00:00.000Z' }
      assert.deepEqual(await takingsOf(world.db, [empty]), [new Map()])
      assert.equal(await countEnded(world.db, empty, 'refused'), 0)
    })

    test('credit in circulation is what was issued, less what was used and set aside, and says who holds it', async () => {
      const login = 'e.fabre@example.org'
      const wish = { login, name: 'Ève FABRE', email: login, passwordHash: '' }
      const person = await world.app.database.transact((tx) => createPerson(tx, { ...wish, language: 'fr' }))
      const move = (from: string, to: string, minor: number) =>
        world.app.database.transact((tx) =>
          postTransfers(tx, [
            {
              key: `move ${from} ${to}`,
              from,
              to,
              amount: credit(minor),
              cause: 'move',
              mode: 'demo',
              occurredAt: tx.now,
            },
          ]),
        )
      const before = await readCirculation(world.db, 50)
      await move(issuedAccount, givenWallet(person.id), 700)
      await move(boughtWallet(person.id), usedAccount('copy'), 950)
      const debtor = await readCirculation(world.db, 50)
      assert.equal(debtor.givenMinor, before.givenMinor + 700)
      assert.equal(debtor.holders, before.holders, 'who is below zero holds nothing')
      assert.deepEqual(debtor.belowZero, { count: 1, minor: -250 })
      await move(issuedAccount, boughtWallet(person.id), 5000)
      await move(boughtWallet(person.id), reservedAccount('rfd_1'), 400)
      const { issuedMinor, used, reservedMinor, boughtMinor, givenMinor, largest } = await readCirculation(world.db, 50)
      const usedMinor = used.reduce((sum, { minor }) => sum + minor, 0)
      assert.equal(issuedMinor - usedMinor - reservedMinor, boughtMinor + givenMinor)
      assert.equal(reservedMinor, 400)
      const { total } = await creditInCirculation(world.db)
      assert.equal(boughtMinor + givenMinor, total.minor, 'the figure of the overview')
      const held = largest.reduce((sum, { minor }) => sum + minor, 0)
      assert.equal(held, total.minor, 'the holders have all of it')
      const desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
      const { html } = await desk.get(routes.deskCirculation)
      assert.match(html, new RegExp(`Crédit en circulation</dt><dd>${formatFigure(total, 'fr')}\\sunités`))
      assert.match(html, /Mis de côté pour un remboursement<\/dt><dd>−4,00/)
      assert.match(html, /<a href="\/desk\/orders\?q=e\.fabre%40example\.org">Ève FABRE/)
    })

    test('the page: what waits stands first, the period is in the URL, chart and table say the same', async () => {
      const desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
      const { html } = await desk.get(`${routes.desk}?period=month`)
      assert.ok(html.indexOf('À décider') < html.indexOf('Encaissé'))
      assert.match(html, /aria-current="true">Ce mois-ci/)
      assert.equal(html.match(/<rect (?:class="open" )?x=/g)?.length, 60, 'thirty days of each of the two charts')
      assert.match(html, /Crédit en circulation<\/dt><dd><a href="\/desk\/circulation">/)
      const file = await desk.send(`${routes.deskFigures}?as=csv_plain`)
      assert.match(file.headers.get('content-type') ?? '', /^text\/csv/)
      assert.match(file.html, /^Jour;Devise;Commandes;Encaissé;Avoirs;Remboursé\r\n/)
      assert.match(file.html, /\r\n2026-10-25;EUR;4;80,00;0;0,00\r\n/)
      for (const period of ['', 'year', '__proto__', 'x'.repeat(5000)])
        assert.match((await desk.get(`${routes.desk}?period=${period}`)).html, /aria-current="true">Aujourd’hui/)
    })
  })
}
