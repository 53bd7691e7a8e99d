import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR, nowOf } from '../../src/kit/clock.ts'
import { newToken } from '../../src/kit/id.ts'
import { findPayment, type Payment } from '../../src/payments/payment.ts'
import { openDiscrepanciesOf } from '../../src/reconciliation/discrepancies.ts'
import { reconcile } from '../../src/reconciliation/reconcile.ts'
import { decideReviewItem } from '../../src/review/decide-item.ts'
import { countReviewItems } from '../../src/review/review-items.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`what becomes of a decision that somebody else carries out, on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      buyer = createVisitor(world.url)
      await buyer.signIn(login)
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    const open = async (path: string) => (await manager.get(path)).html
    const decide = async (path: string, choice: string) =>
      manager.submit(await manager.get(path), path, { choice, why: 'appel de l’étudiante' })
    const choicesOn = async (path: string) =>
      [...(await open(path)).matchAll(/name="choice" value="(\w+)"/g)].map(([, value]) => value)
    const statusOf = async ({ id }: Payment) => (await findPayment(world.db, id))?.status
    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    const simulated = ({ gatewayId, reference }: Payment) =>
      world
        .simulator(gatewayId)
        .books()
        .find((each) => each.reference === reference)

    /** PayPal takes less than was asked. */
    async function tookLess(): Promise<Payment> {
      world.simulator('paypal').script({ fault: 'charge-amount', value: '800' })
      return buy(world, buyer, { number: 10, method: 'paypal' })
    }
    /** The bank has taken what was asked, and its notice says another sum; the payer's return asks nobody before it. */
    const saidMore = () => buy(world, buyer, { number: 10, controls: { notice: 'wrong-amount', return: 'no' } })

    test('giving back is refused: the words stand on the list, the matter and the order, and it is decided anew', async () => {
      const payment = await tookLess()
      const path = `/desk/payments/${payment.id}`
      world.simulator('paypal').script({ fault: 'refund-refused', reference: payment.reference })
      const done = await decide(path, 'give_back')
      assert.match(done.html, /C’est décidé, et noté au journal d’audit\. L’exécution est en cours/)
      await world.settle()
      const words = /plus assez d’argent sur notre compte chez le prestataire/
      const desk = await open('/desk')
      assert.match(desk, /Remboursement refusé/)
      for (const page of [desk, await open(path), await open(`/desk/orders/${payment.orderId}`)])
        assert.match(page, words)
      assert.deepEqual(await choicesOn(path), ['ask_again', 'credit', 'give_back', 'keep'])
      await decide(path, 'give_back')
      await world.settle()
      assert.equal(await statusOf(payment), 'returned')
      const settled = await open(path)
      assert.match(settled, /Cette somme a été rendue/)
      assert.match(settled, /PayPal a rendu 8,00\s€/)
      await healthy()
    })

    test('while the money is on its way nothing is offered, and everybody sees that it is', async () => {
      const payment = await tookLess()
      const path = `/desk/payments/${payment.id}`
      const decision = { choice: 'give_back', by: 'per_manager', why: 'test', key: newToken(100) }
      const item = { kind: 'held_payment', id: payment.id } as const
      const shop = { ...world.app.shop, withdrawal: world.config.withdrawal }
      assert.equal((await decideReviewItem(shop, { ...item, ...decision })).is, 'under_way')
      assert.deepEqual(await choicesOn(path), [])
      assert.match(await open('/desk'), /Remboursement en cours/)
      for (const page of [await open(path), await open(`/desk/orders/${payment.orderId}`)])
        assert.match(page, /Le remboursement de 8,00\s€ part vers PayPal/)
      await world.settle()
      assert.equal(await statusOf(payment), 'returned')
    })

    test('a notice said too much: the bank’s own figure stands beside it, and is what is credited', async () => {
      const payment = await saidMore()
      const path = `/desk/payments/${payment.id}`
      assert.match(await open(path), /Alice MARTIN reçoit 11,00\sunités/)
      const asked = await decide(path, 'ask_again')
      assert.match(asked.html, /Somme selon la banque, redemandée[\s\S]{0,80}10,00\s€/)
      assert.match(asked.html, /Alice MARTIN reçoit 10,00\sunités/)
      assert.match(asked.html, /La banque annonce 11,00\s€, la commande est de 10,00\s€/)
      const balance = await world.balanceOf(login)
      await decide(path, 'credit')
      await world.settle()
      assert.equal(await world.balanceOf(login), balance + 1000)
      const file = await open(`/desk/orders/${payment.orderId}`)
      assert.doesNotMatch(file, /desk\/contradictions/, 'the other figure was decided with it')
      const receipt = world.db.selectFrom('receipt').select('amountMinor').where('paymentId', '=', payment.id)
      assert.equal((await receipt.executeTakeFirstOrThrow()).amountMinor, 1000)
      await healthy()
    })

    test('a notice said too much: giving that back is refused, giving back what was paid is done', async () => {
      const payment = await saidMore()
      const path = `/desk/payments/${payment.id}`
      await decide(path, 'give_back')
      await world.settle()
      assert.match(await open(path), /Le remboursement de 11,00\s€ n’a pas eu lieu\. Aucun motif en clair\./)
      await decide(path, 'ask_again')
      assert.match(await open(path), /10,00\s€ repartiront sur le moyen de paiement d’origine/)
      await decide(path, 'give_back')
      await world.settle()
      assert.deepEqual([await statusOf(payment), simulated(payment)?.refundedMinor], ['returned', 1000])
      await healthy()
    })

    test('the bank does not answer: that is said, and the figures stay', async () => {
      const payment = await saidMore()
      const path = `/desk/payments/${payment.id}`
      world.simulator('ogone').script({ fault: 'query-down', reference: payment.reference })
      const asked = await decide(path, 'ask_again')
      assert.match(asked.html, /pas de réponse/)
      assert.match(asked.html, /Alice MARTIN reçoit 11,00\sunités/)
    })

    test('the daily list says otherwise of the same money: one case, with that figure, ended with it', async () => {
      const { shop } = world.app
      const payment = await saidMore()
      const path = `/desk/payments/${payment.id}`
      world.clock.move(HOUR)
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      const before = await countReviewItems(world.db, nowOf(world.clock))
      await reconcile(shop, 'ogone', 'worker')
      assert.equal((await openDiscrepanciesOf(world.db, payment.id)).length, 1)
      assert.equal(await countReviewItems(world.db, nowOf(world.clock)), before, 'no second case')
      assert.match(await open(path), /Somme selon sa liste du jour[\s\S]{0,200}10,00\s€/)
      await decide(path, 'ask_again')
      await decide(path, 'credit')
      await world.settle()
      assert.deepEqual(await openDiscrepanciesOf(world.db, payment.id), [])
      world.clock.move(HOUR)
      await reconcile(shop, 'ogone', 'worker')
      assert.deepEqual(await openDiscrepanciesOf(world.db, payment.id), [], 'and it does not come back')
      await healthy()
    })
  })
}
