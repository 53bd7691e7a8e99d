import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { articleValue, createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, untilFirstLookMs, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'
for (const { engine, skip } of engines) {
  describe(`a recharge on ${engine}`, { skip }, () => {
    let world: World
    after(() => world?.end())

    test('ten units are bought, paid, credited once, with a receipt and a line in the history', async () => {
      world = await createWorld({ engine })
      const visitor = createVisitor(world.url)
      const home = await visitor.signIn(delautre)
      assert.match(home.html, /49,60/)

      const window = await visitor.get('/recharge')
      const article = articleValue(window, 10)
      const summary = await visitor.submit(window, '/recharge', { article, method: 'ogone', terms: 'yes' })
      assert.doesNotMatch(summary.html, /gp4_/, 'only an order has a number')
      assert.match(summary.html, /Commander avec obligation de paiement \(10,00\s€\)/)
      assert.match(summary.html, /1,64\s€/)

      const pay = await visitor.submit(summary, '/orders')
      const bank = await visitor.submit(pay, '/simulated/ogone')
      assert.match(bank.html, /Banque de démonstration/)
      await answerAs(visitor, bank)
      await world.settle()
      const home2 = await visitor.get('/')
      assert.match(home2.html, /59,60/)
      assert.match(home2.html, /Reçu 2026-000912/)
      assert.equal(await world.balanceOf(delautre), 5960)
      assert.deepEqual((await world.check()).problems, [])
    })

    test('the order’s page tells it step by step, and the receipt repeats the figures', async () => {
      const visitor = createVisitor(world.url)
      await visitor.signIn(delautre)
      const home = await visitor.get('/')
      const receipt = await visitor.get(/href="(\/receipts\/rct_[^"]+)"/.exec(home.html)?.[1] ?? '')
      assert.match(receipt.html, /8,36\s€/)
      assert.match(receipt.html, /1,64\s€/)
      const order = await visitor.get(/href="(\/orders\/ord_[^"]+)"/.exec(receipt.html)?.[1] ?? '')
      assert.match(order.html, /Votre compte est crédité\./)
      assert.equal(order.html.match(/<li class="done">/g)?.length, 5)
      assert.match(order.html, /VISA 1111/)
      const pdf = await visitor.send(/href="(\/receipts\/[^"]+\.pdf)"/.exec(receipt.html)?.[1] ?? '')
      assert.equal(pdf.headers.get('content-type'), 'application/pdf')
    })

    test('a confirmation with the receipt and the accepted terms lies in the demonstration’s mail', async () => {
      const visitor = createVisitor(world.url)
      const mails = await visitor.get('/demo/mail')
      const mail = await visitor.get(/href="(\/demo\/mail\/[^"]+)"/.exec(mails.html)?.[1] ?? '')
      assert.match(mail.html, /Votre compte est crédité de 10,00\sunités/)
      assert.match(mail.html, /recu-2026-000912\.pdf/)
      assert.match(mail.html, /conditions-generales-de-vente-1\.txt/)
    })
  })

  describe(`a recharge by PayPal on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
      visitor = createVisitor(world.url)
      await visitor.signIn(delautre)
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })
    const paypal = () => world.simulator('paypal').books()

    test('approved at PayPal, captured on the return, credited once though the webhooks came twice', async () => {
      const page = await orderTo(visitor, 10, 'paypal')
      assert.match(page.html, /PayPal de démonstration/)
      const order = await answerAs(visitor, page, { notice: 'twice' })
      await world.settle()
      assert.match((await visitor.get(order.url)).html, /Votre compte est crédité\./)
      assert.equal(await world.balanceOf(delautre), 5960)
      assert.equal(paypal().at(-1)?.status, 'paid')
    })

    test('the tab is closed at PayPal: the webhook leads to the capture, and without one the poller does [N22] [case 19]', async () => {
      const before = await world.balanceOf(delautre)
      await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { return: 'no' })
      await world.settle()
      assert.equal(await world.balanceOf(delautre), before + 500)
      await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { return: 'no', notice: 'never' })
      await world.settle()
      assert.equal(await world.balanceOf(delautre), before + 500, 'approved is not paid')
      world.clock.move(untilFirstLookMs)
      await world.settle()
      assert.equal(await world.balanceOf(delautre), before + 1000)
    })

    test('refused at PayPal, then paid by card without a new order', async () => {
      const before = await world.balanceOf(delautre)
      const order = await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { outcome: 'refuse' })
      await world.settle() // The webhook may have asked before the return did, and still wait for its answer.
      const refused = await visitor.get(order.url)
      assert.match(refused.html, /a refusé le paiement/)
      const summary = await visitor.get(/href="([^"]*\/summary\?method=ogone[^"]*)"/.exec(refused.html)?.[1] ?? '')
      const bank = await visitor.submit(await visitor.submit(summary, '/payments'), '/simulated/ogone')
      const paid = await answerAs(visitor, bank)
      assert.equal(paid.url, order.url)
      await world.settle()
      assert.equal(await world.balanceOf(delautre), before + 500)
    })

    test('cancelled at PayPal: the attempt is closed at once, and honoured when it is approved after all [R03]', async () => {
      const before = await world.balanceOf(delautre)
      const order = await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { outcome: 'cancel' })
      assert.match((await visitor.get(order.url)).html, /Le paiement n’a pas été fait\./)
      const { reference } = paypal().at(-1) ?? {}
      world.simulator('paypal').script({ fault: 'pay', ...(reference && { reference }) })
      await world.settle()
      assert.match((await visitor.get(order.url)).html, /Votre compte est crédité\./)
      assert.equal(await world.balanceOf(delautre), before + 500)
    })

    test('approved in a second tab after another attempt has paid: no money is taken', async () => {
      const before = await world.balanceOf(delautre)
      const order = await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { outcome: 'cancel' })
      const first = paypal().at(-1)
      const summary = await visitor.get(`${order.url}/summary?method=ogone`)
      await answerAs(visitor, await visitor.submit(await visitor.submit(summary, '/payments'), '/simulated/ogone'))
      await world.settle()
      world.simulator('paypal').script({ fault: 'pay', ...(first && { reference: first.reference }) })
      await world.settle()
      assert.equal(paypal().find((each) => each.reference === first?.reference)?.status, 'open')
      assert.equal(await world.balanceOf(delautre), before + 500)
    })

    test('pending at PayPal, decided later: the page waits, then tells [R04] [case 44]', async () => {
      const before = await world.balanceOf(delautre)
      const order = await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { outcome: 'pend' })
      await world.settle()
      assert.match((await visitor.get(order.url)).html, /n’a pas encore répondu/)
      const { reference } = paypal().at(-1) ?? {}
      world.simulator('paypal').script({ fault: 'settle', ...(reference && { reference }) })
      await world.settle()
      assert.equal(await world.balanceOf(delautre), before + 500)
    })

    test('a notice that lies about the amount is not believed: PayPal itself is asked [N07] [N23]', async () => {
      const before = await world.balanceOf(delautre)
      await answerAs(visitor, await orderTo(visitor, 5, 'paypal'), { notice: 'wrong-amount' })
      await world.settle()
      assert.equal(await world.balanceOf(delautre), before + 500)
    })

    test('another amount captured than was asked is held, not credited [N07]', async () => {
      const before = await world.balanceOf(delautre)
      world.simulator('paypal').script({ fault: 'charge-amount', value: '400' })
      const order = await answerAs(visitor, await orderTo(visitor, 5, 'paypal'))
      await world.settle()
      assert.match((await visitor.get(order.url)).html, /data-situation="held"/)
      assert.equal(await world.balanceOf(delautre), before)
    })
  })
}
