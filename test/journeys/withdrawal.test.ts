import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DAY } from '../../src/kit/clock.ts'
import { engines } from '../support/databases.ts'
import { buy, orderTo } from '../support/shopping.ts'
import { articleValue, createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const buyerLogin = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`withdrawing from a contract, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())

    const signedIn = async (login = buyerLogin): Promise<Visitor> => {
      const visitor = createVisitor(world.url)
      await visitor.signIn(login)
      return visitor
    }
    const orderOf = (id: string) =>
      world.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const declarations = () => world.db.selectFrom('withdrawal').selectAll().orderBy('id').execute()
    const letters = () => world.db.selectFrom('capturedMail').selectAll().orderBy('id').execute()

    /** The form, the confirmation, the answer. */
    async function withdraw(visitor: Visitor, typed: { name: string; contract: string; email: string }): Promise<Page> {
      const confirmation = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', typed)
      return visitor.submit(confirmation, '/withdrawal/confirmation')
    }

    test('[WDR-4] every page leads there, signed in or not', async () => {
      const nobody = createVisitor(world.url)
      const person = await signedIn()
      for (const [visitor, path] of [
        [nobody, '/sign-in'],
        [nobody, '/terms'],
        [nobody, '/no-such-page'],
        [person, '/'],
        [person, '/recharge'],
        [person, '/profile'],
      ] as const)
        assert.match((await visitor.get(path)).html, /<a href="\/withdrawal">Renoncer au contrat ici<\/a>/, path)
    })

    test('[WDR-4] two steps, then a row, its acknowledgement with content, date and hour, and a case', async () => {
      const buyer = await signedIn()
      const payment = await buy(world, buyer, { number: 10 })
      const order = await orderOf(payment.orderId)
      const page = await buyer.get(`/orders/${order.id}`)
      assert.match(page.html, /<a href="\/withdrawal\?contract=[^"]+">renoncer au contrat ici<\/a>/)
      assert.match(page.html, /jusqu’au 8\sdécembre\s2026/)

      const form = await buyer.get(`/withdrawal?contract=${order.number}`)
      const confirmation = await buyer.submit(form, '/withdrawal')
      assert.match(confirmation.html, /<h1>Confirmer la rétractation<\/h1>/)
      assert.match(confirmation.html, /<button[^>]*>Confirmer la rétractation<\/button>/)
      assert.deepEqual(await declarations(), [], 'nothing happens before the second step')

      const received = await buyer.submit(confirmation, '/withdrawal/confirmation')
      assert.equal(received.status, 200)
      assert.match(received.html, /parvenue le 24\snovembre\s2026 à 10\sh\s00/)
      const [declared, ...others] = await declarations()
      assert.deepEqual(others, [])
      assert.equal(declared?.orderId, order.id)
      assert.equal(declared.status, 'received')

      await world.settle()
      const letter = (await letters()).at(-1)
      assert.equal(letter?.subject, 'Accusé de réception de votre rétractation')
      assert.match(letter.text, /Mardi 24\snovembre\s2026, 10\sh\s00 \(heure de Europe\/Paris\)/)
      assert.ok(letter.text.includes(`Contrat\u00a0: ${order.number}`))
      assert.match(letter.text, /Je vous notifie ma rétractation/)
      assert.match((await buyer.get(`/orders/${order.id}`)).html, /Rétractation reçue le 24\snovembre\s2026/)
      const data = JSON.parse((await buyer.get('/profile/data.json')).html) as { withdrawals: { contract: string }[] }
      assert.deepEqual(
        data.withdrawals.map(({ contract }) => contract),
        [order.number],
      )
    })

    test('[ORD-1] the summary says before the order until when, and where, one may withdraw', async () => {
      const buyer = await signedIn()
      const window = await buyer.get('/recharge')
      const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
      const summary = await buyer.submit(window, '/recharge', choice)
      assert.match(summary.html, /vous rétracter pendant 14 jours[^<]*«\sRenoncer au contrat ici\s»/)
    })

    test('[ORD-6] [WDR-4] the confirmation letter and the receipt say until when, and where', async () => {
      const buyer = await signedIn()
      const payment = await buy(world, buyer, { number: 10 })
      const { number } = await orderOf(payment.orderId)
      const receipt = await world.db
        .selectFrom('receipt')
        .select('id')
        .where('orderId', '=', payment.orderId)
        .executeTakeFirstOrThrow()
      const letter = (await letters()).findLast(({ text }) => text.includes(number))
      assert.match(letter?.text ?? '', /rétracter jusqu’au 8\sdécembre\s2026/)
      assert.ok(letter?.text.includes(`${world.url}/withdrawal?contract=${encodeURIComponent(number)}`))
      const page = await buyer.get(`/receipts/${receipt.id}`)
      assert.match(page.html, /Droit de rétractation jusqu’au 8\sdécembre\s2026/)
    })

    test('the same click twice is one declaration and one letter', async () => {
      const visitor = createVisitor(world.url)
      const typed = { name: 'Une Personne', contract: 'je ne sais plus', email: 'une.personne@example.org' }
      const before = (await declarations()).length
      const confirmation = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', typed)
      const [first, second] = await Promise.all([
        visitor.submit(confirmation, '/withdrawal/confirmation'),
        visitor.submit(confirmation, '/withdrawal/confirmation'),
      ])
      assert.equal(first?.url, second?.url)
      assert.equal((await declarations()).length, before + 1)
      const mails = await world.db.selectFrom('mail').selectAll().where('toAddress', '=', typed.email).execute()
      assert.equal(mails.length, 1)
    })

    test('nobody learns by it who ordered what: a right and a wrong name get the same page and the same letter', async () => {
      const buyer = await signedIn()
      const payment = await buy(world, buyer, { number: 10 })
      const { number, id } = await orderOf(payment.orderId)
      const person = await world.person(buyerLogin)
      const stranger = createVisitor(world.url)
      const answers: string[] = []
      const tries = [
        { name: person.name, contract: number },
        { name: 'Quelqu’un d’autre', contract: number },
        { name: person.name, contract: 'gp4_personne999' },
      ]
      for (const [index, each] of tries.entries()) {
        const page = await withdraw(stranger, { ...each, email: `autre${index}@example.org` })
        answers.push(page.html.replace(/wdr_(<wbr\/>)?\w+|[\w-]{43}/g, ''))
        assert.ok(!page.html.includes(person.email ?? ''))
      }
      assert.equal(answers[1], answers[0])
      assert.equal(answers[2], answers[0])
      const rows = (await declarations()).slice(-3)
      assert.deepEqual(
        rows.map(({ orderId }) => orderId),
        [id, null, null],
      )
      await world.settle()
      const told = (await letters()).slice(-3).map(({ text }) => text)
      const plain = (text: string | undefined) =>
        text?.replace(/^(Nom|Contrat|Adresse).*$/gm, '').replace(/wdr_\w+/g, '')
      assert.equal(plain(told[1]), plain(told[0]))
      assert.equal(plain(told[2]), plain(told[0]))
    })

    test('what is missing is said at its field; an address gets no more than a few letters an hour', async () => {
      const visitor = createVisitor(world.url)
      const empty = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', { email: 'no address' })
      assert.equal(empty.status, 422)
      for (const text of [/Indiquez votre nom/, /Indiquez le numéro de commande/, /href="#email"/])
        assert.match(empty.html, text)
      const typed = { name: 'Une Personne', contract: 'x', email: 'cible@example.org' }
      for (let count = 0; count < 5; count += 1) assert.equal((await withdraw(visitor, typed)).status, 200)
      const refused = await withdraw(visitor, typed)
      assert.equal(refused.status, 422)
      const mails = await world.db.selectFrom('mail').selectAll().where('toAddress', '=', typed.email).execute()
      assert.equal(mails.length, 5)
    })

    test('what is typed stays text, in the page and in the letter', async () => {
      const visitor = createVisitor(world.url)
      const contract = '<b>x</b> https://evil.example/'
      const page = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', {
        name: '<script>',
        contract,
        email: 'typed@example.org',
      })
      assert.ok(!page.html.includes('<script>') && !page.html.includes('<b>x</b>'))
      await visitor.submit(page, '/withdrawal/confirmation')
      await world.settle()
      const letter = (await letters()).at(-1)
      assert.ok(letter && !letter.html.includes('<b>x</b>') && !letter.html.includes('href="https://evil.example'))
    })

    test('a form without its proof or its key does nothing', async () => {
      const visitor = createVisitor(world.url)
      const before = (await declarations()).length
      const fields = { name: 'A', contract: 'B', email: 'c@example.org', key: 'k'.repeat(32) }
      assert.equal((await visitor.post('/withdrawal/confirmation', fields)).status, 403)
      const form = await visitor.get('/withdrawal')
      const csrf = /name="csrf" value="([^"]+)"/.exec(form.html)?.[1] ?? ''
      assert.equal((await visitor.post('/withdrawal/confirmation', { ...fields, key: 'short', csrf })).status, 422)
      assert.equal((await declarations()).length, before)
    })

    test('the answer’s page is read by its own mark only', async () => {
      const [declared] = await declarations()
      const visitor = createVisitor(world.url)
      assert.equal((await visitor.get(`/withdrawal/received/${declared?.id}`)).status, 404)
      assert.equal((await visitor.get(`/withdrawal/received/${declared?.id}.${'A'.repeat(43)}`)).status, 404)
    })

    test('"change" leads back to the form with what was typed', async () => {
      const visitor = createVisitor(world.url)
      const typed = { name: 'Zoé Le Goff', contract: 'gp4_zoe7', email: 'zoe@example.org' }
      const confirmation = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', typed)
      const form = await visitor.submit(
        { ...confirmation, html: confirmation.html.split('</form>')[1] + '</form>' },
        '/withdrawal',
      )
      for (const value of Object.values(typed)) assert.ok(form.html.includes(`value="${value}"`), value)
    })

    test('[WDR-1] an order leads there until the end of its last day, also before it is paid', async () => {
      const buyer = await signedIn()
      await orderTo(buyer, 10)
      const { id } = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      assert.match((await buyer.get(`/orders/${id}`)).html, /renoncer au contrat ici<\/a>/)
      const payment = await buy(world, buyer, { number: 10 })
      world.clock.move(14 * DAY + 13 * 3_600_000 + 3_599_000)
      const again = await signedIn()
      assert.match((await again.get(`/orders/${payment.orderId}`)).html, /renoncer au contrat ici<\/a>/)
      world.clock.move(1_000)
      assert.doesNotMatch((await again.get(`/orders/${payment.orderId}`)).html, /renoncer au contrat ici<\/a>/)
      assert.equal((await again.get('/withdrawal')).status, 200, 'the form itself is always there')
    })
  })
}

test('who sells to traders only switches it off: no page leads there, and none answers', async () => {
  const world = await createWorld({ config: { withdrawal: { offered: false, days: 14, chargesUse: true } } })
  try {
    const visitor = createVisitor(world.url)
    assert.doesNotMatch((await visitor.get('/terms')).html, /withdrawal/)
    assert.equal((await visitor.get('/withdrawal')).status, 404)
  } finally {
    await world.end()
  }
})
