import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { articleValue, createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'
type Controls = { outcome?: string; notice?: string; return?: string }

/** From the shop window to the bank's page. */
export async function orderTo(visitor: Visitor, number: number): Promise<Page> {
  const window = await visitor.get('/recharge')
  const article = articleValue(window, number)
  const summary = await visitor.submit(window, '/recharge', { article, method: 'ogone', terms: 'yes' })
  const pay = await visitor.submit(summary, '/orders')
  return visitor.submit(pay, '/simulated/ogone')
}

export const answerAs = (visitor: Visitor, bank: Page, controls: Controls = {}): Promise<Page> =>
  visitor.submit(bank, '/pay', { outcome: 'accept', notice: 'once', return: 'yes', ...controls })

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
      assert.match(summary.html, /gp4_<wbr\/>v\.delautre<wbr\/>@cartadis\.com34530/)
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
}
