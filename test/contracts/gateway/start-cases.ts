import assert from 'node:assert/strict'
import type { PaymentToStart } from '../../../src/gateways/gateway.ts'
import { amount } from '../../../src/kit/amount.ts'
import { HOUR } from '../../../src/kit/clock.ts'
import { newToken } from '../../../src/kit/id.ts'
import { articleValue, readForm } from '../../support/visitor.ts'
import { buyer, type Case, type Harness } from './harness.ts'

const toStart = (over: Partial<PaymentToStart> = {}): PaymentToStart => ({
  paymentId: 'pay_1',
  reference: newToken(136).slice(0, 28),
  key: newToken(100),
  amount: amount(1000, 'EUR'),
  description: 'Recharger le compte',
  orderNumber: `n-${newToken(40)}`,
  shopName: 'Université Montclar',
  language: 'fr',
  payer: { email: buyer, name: 'Alice' },
  returnUrl: 'https://shop.example/returns/token',
  cancelUrl: 'https://shop.example/returns/token?cancelled=1',
  ...over,
})

/** What the provider was asked for, by its own books, once the payer has opened its page. */
async function askedOf(harness: Harness, payment: PaymentToStart): Promise<string> {
  const way = await harness.gateway.startPayment(payment)
  if (way.do === 'refused' || way.do === 'unknown') return way.do
  if (way.do === 'post') assert.doesNotMatch(await harness.open(way), /<h1>Error/)
  const found = harness
    .simulator()
    .books()
    .filter(({ reference }) => reference === payment.reference)
  assert.equal(found.length, 1, 'one object at the provider')
  return `${found[0]?.amount.minor} ${found[0]?.amount.unit}`
}

const gatewayObjects = (harness: Harness): number => harness.simulator().books().length

export const startCases: readonly Case[] = [
  {
    id: 'S01',
    says: 'the intent is stored before the provider hears of it, the way to it before the browser is sent',
    async run(harness) {
      const order = await harness.place()
      const payment = await harness.intend(order)
      let before = ''
      const restore = harness.replace((real) => ({
        async startPayment(asked) {
          const row = await harness.reread(payment)
          before = `${row.status} ${row.goTo} ${asked.reference === row.reference} ${asked.amount.minor}`
          return real.startPayment(asked)
        },
      }))
      const way = await harness.start(order, payment)
      restore()
      assert.equal(before, 'started null true 1000')
      const row = await harness.reread(payment)
      assert.deepEqual(JSON.parse(row.goTo ?? ''), way, 'and the same way is told again')
      const to = way.do === 'go_to' ? way.url : way.do === 'post' ? way.form.action : ''
      assert.ok(harness.world.app.site.formOrigins.includes(new URL(to).origin), 'a host of the list')
      if (way.do === 'go_to') assert.ok(row.attemptRef && to.includes(row.attemptRef))
    },
  },
  {
    id: 'S02',
    cases: [22],
    says: 'a double click, a second tab and a refresh: one attempt, one object at the provider',
    async run(harness) {
      const visitor = harness.stranger()
      await visitor.signIn(buyer)
      const window = await visitor.get('/recharge')
      const choice = { article: articleValue(window, 10), method: harness.driver.id, terms: 'yes' }
      const summary = await visitor.submit(window, '/recharge', choice)
      const form = readForm(summary, '/orders')
      const [payments, objects] = [await countPayments(harness), gatewayObjects(harness)]
      const click = () => visitor.send(form.action, { method: 'POST', body: new URLSearchParams(form.fields) })
      const answers = await Promise.all([click(), click(), click(), click()])
      assert.equal(new Set(answers.map(({ location }) => location)).size, 1)
      const pay = answers[0]?.location ?? ''
      for (let tab = 0; tab < 2; tab += 1) {
        const page = await visitor.send(pay)
        if (page.status === 200) await visitor.submit(page, `/simulated/${harness.driver.id}`)
      }
      assert.equal(await countPayments(harness), payments + 1)
      assert.equal(gatewayObjects(harness), objects + 1)
    },
  },
  {
    id: 'S03',
    cases: [41],
    says: 'the answer of “create” is lost after it was done: the same key finds it, one object, the payer goes on',
    async run(harness) {
      const objects = gatewayObjects(harness)
      harness.simulator().script({ fault: 'create-lost-after' })
      const sold = await harness.sell()
      assert.equal(sold.way.do, 'go_to')
      assert.equal(gatewayObjects(harness), objects + 1)
      await harness.happens(sold, 'pay')
      await harness.settle()
      await harness.creditedOnce(sold)
    },
  },
  {
    id: 'S04',
    cases: [41],
    says: 'lost before it was done: repeated, and it works',
    async run(harness) {
      harness.simulator().script({ fault: 'create-cut-before' })
      const sold = await harness.sell()
      assert.equal(sold.way.do, 'go_to')
    },
  },
  {
    id: 'S05',
    cases: [41],
    says: 'the answer is never heard and the key is too old: given up, and money that comes all the same is found',
    async run(harness) {
      harness.simulator().script({ fault: 'create-lost-after', times: 2 })
      const sold = await harness.sell()
      assert.deepEqual(sold.way, { do: 'unavailable' })
      assert.equal(await harness.statusOf(sold), 'pending')
      await harness.happens(sold, 'pay')
      await harness.settle()
      await harness.creditedOnce(sold, 'found by our reference')
      harness.simulator().script({ fault: 'create-cut-before', times: 2 })
      const never = await harness.sell()
      harness.world.clock.move(7 * HOUR)
      await harness.settle()
      assert.equal(await harness.statusOf(never), 'expired')
    },
  },
  {
    id: 'S06',
    cases: [43],
    says: 'each refusal and each broken answer of “create” has its meaning, and no secret is in any word of it',
    async run(harness) {
      const meanings = {
        invalid: 'refused',
        forbidden: 'refused',
        conflict: 'unavailable',
        limit: 'unavailable',
        down: 'unavailable',
        busy: 'unavailable',
        html: 'unavailable',
        truncated: 'unavailable',
        huge: 'unavailable',
        redirect: 'unavailable',
      }
      for (const [name, expected] of Object.entries(meanings)) {
        harness
          .simulator()
          .script({ fault: `create-${name}`, times: expected === 'refused' || name === 'limit' ? 1 : 2 })
        const { way } = await harness.sell()
        assert.equal(way.do, expected, name)
        // Each good answer in between keeps the pause of a failing provider away.
        assert.equal((await harness.sell()).way.do, 'go_to', `after ${name}`)
      }
      harness.simulator().script({ fault: 'create-unauthorised' })
      assert.equal((await harness.sell()).way.do, 'go_to', 'a token that is no longer good is renewed once')
    },
  },
  {
    id: 'S07',
    cases: [30],
    says: 'amounts arrive as they were asked, to the cent; nothing and less than nothing are refused by us',
    async run(harness) {
      for (const minor of [1, 99, 100, 999_999])
        assert.equal(await askedOf(harness, toStart({ amount: amount(minor, 'EUR') })), `${minor} EUR`)
      for (const minor of [0, -1])
        assert.equal(await askedOf(harness, toStart({ amount: amount(minor, 'EUR') })), 'refused', String(minor))
      for (const [minor, unit] of [
        [500, 'JPY'],
        [50_000, 'HUF'],
        [1_500, 'KWD'],
      ] as const) {
        const asked = await askedOf(harness, toStart({ amount: amount(minor, unit) }))
        assert.ok([`${minor} ${unit}`, 'refused'].includes(asked), `${unit}: ${asked}`)
      }
    },
  },
  {
    id: 'S08',
    says: 'accents, emoji, quotes, separators, line ends and endless texts: encoded or cut, never a field of their own',
    async run(harness) {
      const nasty = [
        'Crédit «été» 😀 œuvre',
        `"><script>alert('x')</script>`,
        'a&AMOUNT=1&ORDERID=x|b+c*d=e;f',
        'one\r\nAMOUNT=1\r\n\r\ntwo',
        'é'.repeat(2_000),
      ]
      for (const text of nasty) {
        const payer = { name: text, email: `${'x'.repeat(70)}@example.org` }
        const wish = toStart({ description: text, shopName: text, payer })
        assert.equal(await askedOf(harness, wish), '1000 EUR', text.slice(0, 20))
      }
    },
  },
  {
    id: 'S09',
    says: 'a link to another host, without https, with a user name or another port is not followed',
    async run(harness) {
      const { origin } = new URL(harness.world.url)
      for (const link of [
        'https://evilpaypal.com/checkoutnow?token=X',
        'https://www.paypal.com.evil.example/checkoutnow?token=X',
        `http://user@${new URL(origin).host}/checkoutnow?token=X`,
        'http://127.0.0.1:1/checkoutnow?token=X',
        'javascript:alert(1)',
      ]) {
        harness.simulator().script({ fault: 'create-foreign-link', value: link })
        const sold = await harness.sell()
        assert.deepEqual(sold.way, { do: 'unavailable' }, link)
        assert.ok(harness.alerts().some((line) => line.includes(sold.payment.id)))
      }
    },
  },
]

const countPayments = async (harness: Harness): Promise<number> =>
  (await harness.world.db.selectFrom('payment').select('id').execute()).length
