import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { articlesInForce } from '../../src/catalogue/article.ts'
import { termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import { HOUR, nowOf } from '../../src/kit/clock.ts'
import { type OrderFilter, type OrderPage, searchOrders, type Turn } from '../../src/order-history/search-orders.ts'
import type { Order } from '../../src/orders/order.ts'
import { nextOrderNumber, placeOrder } from '../../src/orders/place-order.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { getGateway } from '../../src/payments/shop.ts'
import { createPayment } from '../../src/payments/start-payment.ts'
import { changeProfile, createPerson, type Person } from '../../src/people/person.ts'
import { renewPersonKeys } from '../../src/people/person-key.ts'
import { engines } from '../support/databases.ts'
import { paidFact } from '../support/settlement-load.ts'
import { createWorld, type World } from '../support/world.ts'

const everything: OrderFilter = { text: '', by: 'placed' }

for (const { engine, skip } of engines) {
  describe(`the order search on ${engine}`, { skip }, () => {
    let world: World
    const sold: Array<{ order: Order; payment: Payment; person: Person }> = []
    before(async () => {
      world = await createWorld({ engine })
      const people = [
        { login: 'h.lefevre@example.org', name: 'Hélène LE FÈVRE', email: 'helene@perso.example' },
        { login: 'E20231234', name: 'Łukasz Nowak', email: 'lukasz@example.org' },
        { login: '100%_sure', name: 'Zoé O’Neil', email: 'zoe@example.org' },
      ]
      for (const each of people) {
        const wish = { ...each, language: 'fr' as const, passwordHash: '' }
        const person = await world.app.database.transact((tx) => createPerson(tx, wish))
        for (let count = 0; count < 3; count += 1) sold.push({ ...(await sell(person)), person })
      }
    })
    after(() => world?.end())

    /** One order of ten units an hour, with an open attempt. */
    async function sell(person: Person, gatewayId = 'ogone'): Promise<{ order: Order; payment: Payment }> {
      world.clock.move(HOUR)
      const { database, shop } = world.app
      const now = nowOf(world.clock)
      const article = (await articlesInForce(database.db, now)).find((each) => each.number === 10)
      const terms = await termsInForce(database.db, now)
      assert.ok(article && terms)
      return database.transact(async (tx) => {
        const pattern = 'gp4_{login}{number}'
        const number = await nextOrderNumber(tx, { pattern, login: person.login, mode: 'demo', timeZone: 'UTC' })
        const wish = {
          personId: person.id,
          key: number,
          takeNumber: async () => number,
          article,
          terms,
          immediateUse: false,
        }
        const { order } = await placeOrder(tx, { ...wish, language: 'fr', mode: 'demo' })
        return { order, payment: await createPayment(tx, { order, gateway: getGateway(shop, gatewayId), key: number }) }
      })
    }
    const search = (filter: Partial<OrderFilter>, turn?: Turn, limit = 50): Promise<OrderPage> =>
      searchOrders(world.db, { filter: { ...everything, ...filter }, limit, turn })
    const numbersOf = ({ orders }: OrderPage) => orders.map(({ number }) => number)
    const find = async (text: string) => numbersOf(await search({ text }))
    const soldTo = (login: string) => sold.filter(({ person }) => person.login === login).reverse()
    const numbersSoldTo = (login: string) => soldTo(login).map(({ order }) => order.number)

    test('by number: whole, its beginning, its last digits, and in small letters', async () => {
      const [first] = sold
      assert.ok(first)
      const { number } = first.order
      assert.deepEqual(await find(number), [number])
      assert.deepEqual(await find(`  ${number}\t`), [number])
      assert.deepEqual(await find('gp4_h.lefevre'), numbersSoldTo('h.lefevre@example.org'))
      assert.deepEqual(await find('34530'), ['gp4_h.lefevre@example.org34530'])
      assert.deepEqual(await find('example.org34530'), ['gp4_h.lefevre@example.org34530'])
      assert.deepEqual(await find('34533'), ['gp4_E20231234-34533'], 'a login that ends in digits hides nothing')
      assert.deepEqual(await find('530'), [], 'three digits are everybody’s')
    })

    test('by person: login, address, name, a word of it, with or without accents and capitals', async () => {
      const helene = numbersSoldTo('h.lefevre@example.org')
      for (const text of [
        'h.lefevre@example.org',
        'H.LEF',
        'helene@perso.example',
        'HELENE@',
        'hélène le f',
        'Fevre',
        'FÈV',
      ])
        assert.deepEqual(await find(text), helene, text)
      assert.deepEqual(await find('e2023'), numbersSoldTo('E20231234'))
      assert.deepEqual(await find('lukasz'), numbersSoldTo('E20231234'), 'ł is typed as l')
      assert.deepEqual(await find('neil'), numbersSoldTo('100%_sure'))
      assert.deepEqual(await find('lène'), [], 'a beginning is needed')
    })

    test('a name that was changed is found by the new one alone', async () => {
      const person = soldTo('E20231234')[0]?.person
      assert.ok(person)
      const rename = (name: string) =>
        world.app.database.transact((tx) => changeProfile(tx, { personId: person.id, name }))
      await rename('Luc Berger')
      assert.deepEqual(await find('berger'), numbersSoldTo('E20231234'))
      assert.deepEqual(await find('nowak'), [])
      await rename('Łukasz Nowak')
    })

    test('whom an older program wrote is found after the next start, as others are', async () => {
      const person = soldTo('h.lefevre@example.org')[0]?.person
      assert.ok(person)
      await world.db.deleteFrom('personKey').where('personId', '=', person.id).execute()
      await world.db.insertInto('personKey').values({ key: 'hélène le fèvre', personId: person.id }).execute()
      await world.db.deleteFrom('site').where('name', '=', 'way of person keys').execute()
      assert.deepEqual(await find('fevre'), [])
      await world.restart()
      for (const text of ['fevre', 'HELENE LE F', 'h.lef'])
        assert.deepEqual(await find(text), numbersSoldTo('h.lefevre@example.org'), text)
      assert.equal(await renewPersonKeys(world.app.database), 0, 'once is enough')
    })

    test('by what the gateway says, by receipt, and by every id of ours', async () => {
      const [{ order, payment } = assert.fail()] = sold
      await world.app.database.transact((tx) =>
        settlePayments(tx, [{ ...paidFact(payment, tx.now), operation: '3014512287' }], world.app.shop),
      )
      await world.db
        .updateTable('payment')
        .set({ attemptRef: '5O190127TN364715T' })
        .where('id', '=', payment.id)
        .execute()
      const receipt = await world.db.selectFrom('receipt').selectAll().executeTakeFirstOrThrow()
      const topUp = await world.db.selectFrom('topUp').selectAll().executeTakeFirstOrThrow()
      const mail = await world.db.selectFrom('mail').selectAll().executeTakeFirstOrThrow()
      const texts = [payment.reference, '3014512287', '5O190127TN364715T', '5o190127tn364715t', receipt.number]
      const ids = [order.id, payment.id, receipt.id, topUp.id, mail.id]
      for (const text of [...texts, ...ids]) assert.deepEqual(await find(text), [order.number], text)
      assert.deepEqual(await find(order.personId), numbersSoldTo('h.lefevre@example.org'))
      for (const text of ['ord_nothing', 'rfd_nothing', 'ntc_nothing', 'per_nothing', 'xyz_nothing'])
        assert.deepEqual(await find(text), [], text)
    })

    test('% and _ are signs like any other, and no text breaks the question', async () => {
      assert.deepEqual(await find('100%_'), numbersSoldTo('100%_sure'))
      const texts = ['%', '_', '%%', 'gp4%', "'", "' or 1=1 --", '\\', '"', '\u{10ffff}', '(', '[a-z]', 'é'.repeat(254)]
      for (const text of texts) assert.deepEqual(await find(text), [], text)
    })

    test('orders that were there before the column: their number is turned round by the migration itself', async () => {
      const text = readFileSync(new URL('../../src/db/migrations/0010-search.sql', import.meta.url), 'utf8')
      const [statement] = /update orders set number_reversed[^;]+/.exec(text) ?? assert.fail()
      await world.db.updateTable('orders').set({ numberReversed: '' }).execute()
      assert.deepEqual(await find('34530'), [])
      await sql.raw(statement).execute(world.db)
      assert.deepEqual(await find('34530'), ['gp4_h.lefevre@example.org34530'])
    })

    test('paging by key: every order once, forwards and back, though new ones come meanwhile', async () => {
      const all = numbersOf(await search({}))
      assert.equal(all.length, 9)
      const first = await search({}, undefined, 4)
      assert.equal(first.newer, undefined)
      assert.ok(first.older)
      const { order: late } = await sell((sold[0] ?? assert.fail()).person)
      const second = await search({}, { to: 'older', from: first.older }, 4)
      const third = await search({}, { to: 'older', from: second.older ?? assert.fail() }, 4)
      assert.deepEqual([first, second, third].flatMap(numbersOf), all)
      assert.equal(third.older, undefined)
      const back = await search({}, { to: 'newer', from: third.newer ?? assert.fail() }, 4)
      assert.deepEqual(numbersOf(back), numbersOf(second))
      const top = await search({}, { to: 'newer', from: first.newer ?? back.newer ?? assert.fail() }, 4)
      assert.deepEqual(numbersOf(top), numbersOf(first))
      assert.deepEqual(numbersOf(await search({}, { to: 'newer', from: top.newer ?? assert.fail() }, 4)), [late.number])
    })

    test('filters: state, gateway, price, days; with a text and without', async () => {
      const [paid] = sold
      assert.ok(paid)
      assert.deepEqual(numbersOf(await search({ state: 'credited' })), [paid.order.number])
      assert.deepEqual(numbersOf(await search({ state: 'credited', by: 'paid' })), [paid.order.number])
      assert.equal(numbersOf(await search({ state: 'to_pay' })).length, 9)
      assert.equal(numbersOf(await search({ state: 'to_pay', text: 'h.lefevre' })).length, 3)
      assert.equal(numbersOf(await search({ gatewayId: 'ogone' })).length, 10)
      assert.equal(numbersOf(await search({ gatewayId: 'paypal' })).length, 0)
      assert.equal(numbersOf(await search({ priceMinor: 1000, text: 'nowak' })).length, 3)
      assert.equal(numbersOf(await search({ priceMinor: 999 })).length, 0)
      const { placedAt } = sold[4]?.order ?? assert.fail()
      assert.equal(numbersOf(await search({ since: placedAt })).length, 6)
      assert.equal(numbersOf(await search({ until: placedAt })).length, 4)
      assert.deepEqual(numbersOf(await search({ since: placedAt, until: placedAt })), [])
    })

    test('states of an attempt: refused, cancelled, waiting for the bank, held', async () => {
      const ends = { refused: 'refused', cancelled: 'cancelled', being_confirmed: 'pending' } as const
      for (const [index, [state, kind]] of Object.entries(ends).entries()) {
        const { order, payment } = sold[index + 3] ?? assert.fail()
        const fact = { ...paidFact(payment, nowOf(world.clock)), kind, operation: `${kind}-1` }
        await world.app.database.transact((tx) => settlePayments(tx, [fact], world.app.shop))
        assert.deepEqual(numbersOf(await search({ state: state as 'refused' })), [order.number], state)
        assert.deepEqual(numbersOf(await search({ state: state as 'refused', text: 'gp4_' })), [order.number], state)
      }
      const { order, payment } = sold[7] ?? assert.fail()
      const wrong = { ...paidFact(payment, nowOf(world.clock)), amount: { minor: 900, unit: 'EUR' } }
      await world.app.database.transact((tx) => settlePayments(tx, [wrong], world.app.shop))
      assert.deepEqual(numbersOf(await search({ state: 'held' })), [order.number])
      assert.deepEqual(numbersOf(await search({ state: 'charged_back' })), [])
    })
  })
}
