import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { amount } from '../../src/kit/amount.ts'
import { type Payment, paymentsOfOrder } from '../../src/payments/payment.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { engines } from '../support/databases.ts'
import { answerAs, buy, orderTo } from '../support/shopping.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`a manager decides, on ${engine}`, { skip }, () => {
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

    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    const statusOf = async (payment: Payment) =>
      (await world.db.selectFrom('payment').select('status').where('id', '=', payment.id).executeTakeFirst())?.status
    const open = (path: string): Promise<Page> => manager.get(path)
    const decide = async (path: string, choice: string, why = 'appel de l’étudiante') =>
      manager.submit(await open(path), path, { choice, why })
    const audit = async (act: string) =>
      (await world.db.selectFrom('auditEntry').selectAll().where('act', '=', act).execute()).at(-1)

    /** PayPal captures less than was asked: held. */
    async function heldForAmount(): Promise<Payment> {
      world.simulator('paypal').script({ fault: 'charge-amount', value: '800' })
      return buy(world, buyer, { number: 10, method: 'paypal' })
    }

    /** Two tabs, both paid: the second is held. */
    async function paidTwice(): Promise<Payment> {
      const order = await answerAs(buyer, await orderTo(buyer, 10), { outcome: 'refuse' })
      await world.settle()
      const orderId = new URL(order.url).pathname.split('/').at(-1) ?? ''
      const again = await buyer.get(`/orders/${orderId}/summary?method=ogone`)
      const page = await buyer.submit(await buyer.submit(again, '/payments'), '/simulated/ogone')
      const [first] = await paymentsOfOrder(world.db, orderId)
      await answerAs(buyer, page)
      world.simulator('ogone').script({ fault: 'pay', reference: first?.reference ?? '' })
      await world.settle()
      return world.db
        .selectFrom('payment')
        .selectAll()
        .where('orderId', '=', orderId)
        .where('status', '=', 'held')
        .executeTakeFirstOrThrow()
    }

    test('a held payment stands first on the desk, in words and figures', async () => {
      const payment = await heldForAmount()
      const desk = await open('/desk')
      assert.match(desk.html, /Montant inattendu/)
      assert.match(desk.html, /PayPal annonce 8,00\s€, la commande est de 10,00\s€\./)
      assert.match(desk.html, new RegExp(`/desk/payments/${payment.id}`))
      const page = await open(`/desk/payments/${payment.id}`)
      assert.match(page.html, /Alice MARTIN reçoit 8,00\sunités sur son compte/)
    })

    test('credited to the person: a sale of what came, with a receipt, once', async () => {
      const balance = await world.balanceOf(login)
      const payment = await heldForAmount()
      const done = await decide(`/desk/payments/${payment.id}`, 'credit')
      assert.match(done.html, /C’est décidé/)
      await world.settle()
      assert.equal(await statusOf(payment), 'succeeded')
      assert.equal(await world.balanceOf(login), balance + 800)
      const receipt = await world.db
        .selectFrom('receipt')
        .selectAll()
        .where('paymentId', '=', payment.id)
        .executeTakeFirstOrThrow()
      assert.deepEqual([receipt.amountMinor, receipt.vatMinor], [800, 131])
      const order = await buyer.get(`/orders/${payment.orderId}`)
      assert.match(order.html, /Le crédit de 8,00\sunités a été ajouté à votre compte/)
      const again = await manager.post(`/desk/payments/${payment.id}`, { csrf: '', choice: 'credit' })
      assert.equal(again.status, 403)
      assert.match((await open(`/desk/payments/${payment.id}`)).html, /plus rien à décider/)
      assert.equal((await audit('credit held payment'))?.about, payment.orderId)
      await healthy()
    })

    test('a payment that came twice is given back: money returns, the account and the first sale stay', async () => {
      const payment = await paidTwice()
      const balance = await world.balanceOf(login)
      await decide(`/desk/payments/${payment.id}`, 'give_back')
      await world.settle()
      assert.equal(await statusOf(payment), 'returned')
      assert.equal(await world.balanceOf(login), balance)
      const back = world
        .simulator('ogone')
        .books()
        .find((each) => each.reference === payment.reference)
      assert.equal(back?.refundedMinor, 1000)
      const notes = await world.db.selectFrom('receipt').select('id').where('paymentId', '=', payment.id).execute()
      assert.deepEqual(notes, [], 'what was never sold has no credit note')
      await healthy()
    })

    test('a payment that came twice is credited as well: a second sale of the same order', async () => {
      const payment = await paidTwice()
      const balance = await world.balanceOf(login)
      await decide(`/desk/payments/${payment.id}`, 'credit')
      await world.settle()
      assert.equal(await world.balanceOf(login), balance + 1000)
      const receipts = await world.db
        .selectFrom('receipt')
        .select('id')
        .where('orderId', '=', payment.orderId)
        .execute()
      assert.equal(receipts.length, 2)
      await healthy()
    })

    test('left as it is: it leaves the list, stays held, and can be decided later', async () => {
      const payment = await heldForAmount()
      await decide(`/desk/payments/${payment.id}`, 'keep', 'on attend la banque')
      assert.doesNotMatch((await open('/desk')).html, new RegExp(payment.id))
      assert.equal(await statusOf(payment), 'held')
      await decide(`/desk/payments/${payment.id}`, 'give_back')
      await world.settle()
      assert.equal(await statusOf(payment), 'returned')
      await healthy()
    })

    test('without a choice or a reason nothing happens, and what was typed is kept', async () => {
      const payment = await heldForAmount()
      const path = `/desk/payments/${payment.id}`
      const nothing = await manager.submit(await open(path), path, { why: 'parce que' })
      assert.equal(nothing.status, 422)
      assert.match(nothing.html, /Choisissez ce qu’il faut faire/)
      assert.match(nothing.html, /value="parce que"/)
      const silent = await manager.submit(nothing, path, { choice: 'credit', why: '  ' })
      assert.equal(silent.status, 422)
      assert.match(silent.html, /Indiquez pourquoi/)
      assert.match(silent.html, /value="credit" checked/)
      const long = await manager.submit(silent, path, { choice: 'credit', why: 'x'.repeat(201) })
      assert.match(long.html, /200 caractères au plus/)
      const unknown = await manager.submit(silent, path, { choice: 'steal', why: 'x' })
      assert.equal(unknown.status, 422)
      assert.equal(await statusOf(payment), 'held')
    })

    test('two managers at once: the second sees what the first decided, and nothing is done twice', async () => {
      const payment = await heldForAmount()
      const path = `/desk/payments/${payment.id}`
      const other = createVisitor(world.url)
      await other.signIn('admin@example.org')
      const [mine, theirs] = [await open(path), await other.get(path)]
      await manager.submit(mine, path, { choice: 'give_back', why: 'un' })
      const late = await other.submit(theirs, path, { choice: 'credit', why: 'deux' })
      assert.equal(late.status, 422)
      assert.match(late.html, /Quelqu’un d’autre a décidé entre-temps/)
      await world.settle()
      assert.equal(await statusOf(payment), 'returned')
      await healthy()
    })

    test('money in another currency, or of another merchant, is only kept', async () => {
      const payment = await buy(world, buyer, { number: 10, controls: { outcome: 'pend' } })
      const { reference, account, mode } = payment
      const common = {
        gatewayId: 'ogone',
        source: 'notice',
        about: 'payment',
        kind: 'paid',
        operation: 'op',
        reference,
      } as const
      const said = { account, mode, amount: amount(1000, 'USD'), occurredAt: payment.startedAt, detail: '' }
      await world.app.database.transact((tx) => settlePayments(tx, [{ ...common, ...said }], world.app.shop))
      const page = await open(`/desk/payments/${payment.id}`)
      const offered = [...page.html.matchAll(/name="choice" value="(\w+)"/g)].map(([, value]) => value)
      assert.deepEqual(offered, ['ask_again', 'keep'])
      const { fields } = readForm(page, '/desk/payments')
      const forced = await manager.post(`/desk/payments/${payment.id}`, { ...fields, choice: 'credit', why: 'x' })
      assert.equal(forced.status, 422)
      await healthy()
    })

    test('a refund is shown in words before it is done: too much, no reason, below zero, a double click', async () => {
      const payment = await buy(world, buyer, { number: 10, method: 'paypal' })
      const path = `/desk/orders/${payment.orderId}/refunds`
      const form = await open(path)
      assert.match(form.html, /value="10,00"/)
      const much = await manager.submit(form, path, { amount: '10,01', reason: 'erreur' })
      assert.equal(much.status, 422)
      assert.match(much.html, /Vous pouvez rembourser 10,00\s€ au plus/)
      assert.match(much.html, /value="erreur"/)
      for (const bad of ['', 'dix', '-1', '1e3', '0', '1 000,00'])
        assert.equal((await manager.submit(form, path, { amount: bad, reason: 'x' })).status, 422, bad)
      assert.match((await manager.submit(form, path, { amount: '5,00' })).html, /Indiquez pourquoi/)
      const balance = await world.balanceOf(login)
      const sure = await manager.submit(form, path, { amount: '4.00', reason: 'erreur de montant' })
      assert.match(sure.html, /4,00\s€ repartiront par PayPal/)
      assert.match(sure.html, /Alice MARTIN aura 4,00\sunités de moins/)
      assert.equal(await world.balanceOf(login), balance, 'nothing has happened yet')
      const clicks = await Promise.all([1, 2].map(() => manager.submitOnly(sure, path, { sure: 'yes' })))
      assert.deepEqual(
        clicks.map(({ status }) => status),
        [303, 303],
      )
      await world.settle()
      assert.equal(await world.balanceOf(login), balance - 400)
      const refunds = await world.db.selectFrom('refund').selectAll().where('orderId', '=', payment.orderId).execute()
      assert.deepEqual(
        refunds.map((refund) => [refund.status, refund.amountMinor]),
        [['done', 400]],
      )
      assert.match((await open(path)).html, /value="6,00"/)
      await healthy()
    })

    test('a gateway that goes silent in the middle of a refund: on the desk, found by asking, never sent twice', async () => {
      const payment = await buy(world, buyer, { number: 10, method: 'paypal' })
      for (const fault of ['refund-lost-after', 'notice-drop'])
        world.simulator('paypal').script({ fault, reference: payment.reference })
      const path = `/desk/orders/${payment.orderId}/refunds`
      const sure = await manager.submit(await open(path), path, { amount: '10,00', reason: 'retour' })
      await manager.submitOnly(sure, path, { sure: 'yes' })
      await world.app.worker.runNow(['refunds'])
      const refund = await world.db
        .selectFrom('refund')
        .selectAll()
        .where('orderId', '=', payment.orderId)
        .executeTakeFirstOrThrow()
      assert.equal(refund.status, 'uncertain')
      assert.match((await open('/desk')).html, /PayPal n’a pas confirmé le remboursement de 10,00\s€/)
      await decide(`/desk/refunds/${refund.id}`, 'ask_again')
      await world.settle()
      const order = await world.db
        .selectFrom('orders')
        .select('status')
        .where('id', '=', payment.orderId)
        .executeTakeFirst()
      assert.equal(order?.status, 'refunded')
      assert.equal(
        world
          .simulator('paypal')
          .books()
          .find((each) => each.reference === payment.reference)?.refundedMinor,
        1000,
      )
      await healthy()
    })

    for (const [choice, status, back] of [
      ['happened', 'done', 0],
      ['did_not_happen', 'refused', 1000],
    ] as const) {
      test(`a refund no machine can learn about, ${choice}: a person who looked says so`, async () => {
        const payment = await buy(world, buyer, { number: 10 })
        const balance = await world.balanceOf(login)
        world.simulator('ogone').script({ fault: 'refund-lost-before', reference: payment.reference })
        const path = `/desk/orders/${payment.orderId}/refunds`
        const sure = await manager.submit(await open(path), path, { amount: '10,00', reason: 'retour' })
        await manager.submitOnly(sure, path, { sure: 'yes' })
        await world.app.worker.runNow(['refunds'])
        const refunds = await world.db.selectFrom('refund').selectAll().where('paymentId', '=', payment.id).execute()
        await decide(`/desk/refunds/${refunds[0]?.id}`, choice, 'vu au guichet de la banque')
        const [refund] = await world.db.selectFrom('refund').selectAll().where('paymentId', '=', payment.id).execute()
        assert.equal(refund?.status, status)
        assert.equal(await world.balanceOf(login), balance - 1000 + back)
        await healthy()
      })
    }

    test('a puzzling notice is read again, or set aside', async () => {
      const payment = await buy(world, buyer, { number: 10 })
      const puzzle = (key: string) => ({
        id: `ntc_${engine}${key}`,
        gatewayId: 'ogone',
        noticeKey: key,
        method: 'POST',
        headers: '{}',
        query: '',
        body: Buffer.from(`orderID=${payment.reference}`),
        receivedAt: payment.startedAt,
        repeats: 0,
        status: 'puzzling' as const,
        why: 'a riddle',
        tryAt: payment.startedAt,
        orderId: null,
      })
      await world.db
        .insertInto('notice')
        .values([puzzle('one'), puzzle('two')])
        .execute()
      assert.match(
        (await open('/desk')).html,
        /Une notification pour «.\S.*\S.» n’a pas pu être comprise\. Aucun motif en clair/,
      )
      assert.match((await open(`/desk/notices/ntc_${engine}one`)).html, new RegExp(`orderID=${payment.reference}`))
      await decide(`/desk/notices/ntc_${engine}one`, 'read_again')
      await world.settle()
      const read = await world.db.selectFrom('notice').selectAll().where('noticeKey', '=', 'one').executeTakeFirst()
      assert.equal(read?.status, 'rejected', 'its bytes carry no signature: now it is known')
      await decide(`/desk/notices/ntc_${engine}two`, 'keep')
      assert.doesNotMatch((await open('/desk')).html, /a riddle/)
    })

    test('what does not exist is not found', async () => {
      for (const path of [
        'payments/pay_x',
        'top-ups/top_x',
        'refunds/rfd_x',
        'notices/ntc_x',
        'mails/mai_x',
        'orders/ord_x/refunds',
      ])
        assert.equal((await open(`/desk/${path}`)).status, 404, path)
    })
  })
}
