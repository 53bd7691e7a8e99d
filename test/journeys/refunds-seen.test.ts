import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { amount } from '../../src/kit/amount.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import { deliverRefunds, lookUpRefunds } from '../../src/payments/refunds/deliver-refunds.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { answerAs, buy, orderTo } from '../support/shopping.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, untilFirstLookMs, type World } from '../support/world.ts'

const login = 'v.delautre@cartadis.com'
let clicks = 0

for (const { engine, skip } of engines) {
  describe(`what a person sees of a refund on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
      visitor = createVisitor(world.url)
      await visitor.signIn(login)
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })

    const ask = (payment: Payment, minor: number) =>
      askForRefund(world.app.shop, {
        paymentId: payment.id,
        amount: amount(minor, 'EUR'),
        reason: 'Erreur d’article',
        by: 'per_manager',
        key: `seen ${clicks++}`,
        belowZero: false,
      })
    const send = () => deliverRefunds(world.app.shop)
    const script = (fault: string, { reference }: Payment) => world.simulator('ogone').script({ fault, reference })
    const orderPage = (payment: Payment) => visitor.get(`/orders/${payment.orderId}`)
    const words = ({ html }: Page) =>
      html
        .replace(/<[^>]+>/g, ' ')
        .replace(/&nbsp;|\u00a0|\u202f/g, ' ')
        .replace(/\s+/g, ' ')

    test('in parts: under way, done with its credit note, then the whole', async () => {
      const payment = await buy(world, visitor, { number: 10 })
      await ask(payment, 400)
      const underWay = words(await orderPage(payment))
      assert.match(underWay, /Un remboursement est en cours\./)
      assert.match(underWay, /Remboursement de 4,00 € en cours/)
      assert.doesNotMatch(underWay, /Votre compte est crédité\./, 'the credit of it is set aside already')
      assert.match(words(await visitor.get('/')), /Remboursement Remboursement en cours Erreur d’article −4,00/)

      await send()
      const parted = await orderPage(payment)
      assert.match(words(parted), /Cette commande est remboursée en partie\./)
      assert.match(words(parted), /Remboursement de 4,00 € .*avoir n°.A2026-\d{6}/)
      assert.match(words(parted), /Déjà rendu −4,00 €/)
      assert.equal(parted.html.match(/Avoir A2026-\d{6}/g)?.length, 2, 'the paper and its file')
      const home = await visitor.get('/')
      assert.match(words(home), /Avoir A2026-\d{6}/)
      const note = await visitor.get(/href="(\/receipts\/[^"]+)">Avoir/.exec(home.html)?.[1] ?? '')
      assert.match(words(note), /Avoir Numéro A2026-\d{6}/)
      assert.match(words(note), /Rendu par/)

      await ask(payment, 600)
      await send()
      const whole = words(await orderPage(payment))
      assert.match(whole, /Cette commande est remboursée\./)
      assert.match(whole, /Déjà rendu −10,00 €/)
      assert.match(whole, /Imprimer le reçu/, 'the receipt of the sale stays, it answers for the sale')
    })

    test('refused by the provider: said, with the credit back; asked again and lost on the way, then found', async () => {
      const payment = await buy(world, visitor, { number: 10 })
      script('refund-refused', payment)
      await ask(payment, 1000)
      await send()
      const refused = words(await orderPage(payment))
      assert.match(refused, /Votre compte est crédité\./)
      assert.match(refused, /Un remboursement n’a pas abouti/)
      assert.match(refused, /Remboursement de 10,00 € non abouti/)
      assert.match(words(await visitor.get('/')), /Remboursement non abouti, crédit rendu Erreur d’article \+10,00/)

      // Two of one instant have no order.
      world.clock.move(1_000)
      script('refund-lost-after', payment)
      await ask(payment, 1000)
      await send()
      assert.match(words(await orderPage(payment)), /la banque ne l’a pas encore confirmé/)
      world.clock.move(untilFirstLookMs)
      await lookUpRefunds(world.app.shop)
      const done = words(await orderPage(payment))
      assert.match(done, /Cette commande est remboursée\./)
      assert.doesNotMatch(done, /Un remboursement n’a pas abouti/, 'what was refused first has been made good')
    })

    test('made at the provider’s own desk: its words are no reason to show to a person', async () => {
      const payment = await buy(world, visitor, { number: 10 })
      world.simulator('ogone').script({ fault: 'refund-here', reference: payment.reference, value: '300' })
      await world.settle()
      world.clock.move(untilFirstLookMs)
      await world.settle()
      const page = await orderPage(payment)
      assert.match(words(page), /Cette commande est remboursée en partie\./)
      const refund = await world.db
        .selectFrom('refund')
        .selectAll()
        .where('paymentId', '=', payment.id)
        .executeTakeFirstOrThrow()
      assert.notEqual(refund.reason, '')
      const { id } = await world.db
        .selectFrom('receipt')
        .select('id')
        .where('refundId', '=', refund.id)
        .executeTakeFirstOrThrow()
      const note = await visitor.get(`/receipts/${id}`)
      assert.match(words(note), /Annule le reçu 2026-\d{6} à hauteur de ce montant\./)
      assert.doesNotMatch(words(note), /Motif/)
      assert.ok(!words(await visitor.get('/')).includes(refund.reason))
    })

    test('money that was held and given back: on its way, then back, and the order may still be paid', async () => {
      world.simulator('paypal').script({ fault: 'charge-amount', value: '400' })
      await answerAs(visitor, await orderTo(visitor, 10, 'paypal'))
      await world.settle()
      const held = await world.db
        .selectFrom('payment')
        .selectAll()
        .where('status', '=', 'held')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      assert.match(words(await orderPage(held)), /Un point est à vérifier/)
      await ask(held, held.capturedMinor)
      const underWay = words(await orderPage(held))
      assert.match(underWay, /Un remboursement est en cours\./)
      assert.doesNotMatch(underWay, /Rien n’a été débité/)
      await send()
      assert.equal((await findPayment(world.db, held.id))?.status, 'returned')
      const back = await orderPage(held)
      assert.match(words(back), /Votre paiement vous a été rendu\./)
      assert.doesNotMatch(words(back), /Rien n’a été débité/)
      assert.match(back.html, /\/summary\?method=ogone/)
    })

    test('the letter with the receipt is told as it is: on its way, gone, or failed', async () => {
      const payment = await buy(world, visitor, { number: 5 })
      assert.match(words(await orderPage(payment)), /Le reçu est parti à \S+@/)
      const mail = world.db.updateTable('mail').where('orderId', '=', payment.orderId)
      await mail.set({ status: 'failed' }).execute()
      assert.match(words(await orderPage(payment)), /Le courriel avec le reçu n’a pas pu partir/)
    })
  })
}
