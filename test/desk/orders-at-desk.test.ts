import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE } from '../../src/kit/clock.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'
const at = (orderId: string, more = '') => `${routes.deskOrders}/${orderId}${more}`

for (const { engine, skip } of engines) {
  describe(`orders at the desk on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let desk: Visitor
    let orderId: string
    before(async () => {
      world = await createWorld({ engine })
      buyer = createVisitor(world.url)
      await buyer.signIn(delautre)
      desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })
    const orderIdOf = (url: string) => /ord_[0-9a-z]+/.exec(url)?.[0] ?? assert.fail(url)
    const audits = (act: string) => world.db.selectFrom('auditEntry').selectAll().where('act', '=', act).execute()

    test('a sale’s file tells everything: notice, fact, books, receipt, credit, mail', async () => {
      const order = await answerAs(buyer, await orderTo(buyer, 10), { notice: 'twice' })
      await world.settle()
      orderId = orderIdOf(order.url)
      const { html, status } = await desk.get(at(orderId))
      assert.equal(status, 200)
      for (const words of [
        'Commande passée',
        'Tentative de paiement 1 ouverte chez Ingenico ePayments \\(Ogone\\)',
        'Notification reçue.: ',
        'Reçue une fois de plus à l’identique, sans effet\\.',
        '(?:Notification signée|Réponse à notre demande)\\s:.*10,00\\s€.*Inscrit dans les comptes\\.',
        'Écritures et reçu',
        'Compte crédité',
        'Courriel préparé avec le reçu',
        'Courriel parti',
        'TVA à 19,6\\s%',
        'Compte.: DELAUTRE',
        'jusqu’au 8\\sdécembre\\s2026',
      ])
        assert.match(html, new RegExp(words, 's'), words)
      assert.match(html, /10:00:00/, 'to the second, in the site’s time zone')
    })

    test('the raw notice is there, its signature is not', async () => {
      const { html } = await desk.get(at(orderId))
      const [, raw = ''] = /<pre class="raw"[^>]*>(.*?)<\/pre>/s.exec(html) ?? []
      assert.match(raw, /POST \/notices\/ogone[\s\S]*STATUS=9[\s\S]*SHASIGN=\*\*\*/)
      const notice = await world.db
        .selectFrom('notice')
        .selectAll()
        .where('orderId', '=', orderId)
        .executeTakeFirstOrThrow()
      const signature = /SHASIGN=(\w+)/.exec(new TextDecoder().decode(notice.body))?.[1] ?? assert.fail()
      assert.ok(!html.includes(signature))
    })

    test('a notice that came after the look-up had settled still names its order', async () => {
      const page = await answerAs(buyer, await orderTo(buyer, 5), { notice: 'late' })
      world.clock.move(11 * MINUTE)
      await world.simulator('ogone').runDue()
      await world.settle()
      const notices = await world.db
        .selectFrom('notice')
        .select('id')
        .where('orderId', '=', orderIdOf(page.url))
        .execute()
      assert.equal(notices.length, 1)
    })

    test('a PayPal webhook says only "look": it is tied to its order all the same', async () => {
      const page = await answerAs(buyer, await orderTo(buyer, 5, 'paypal'), {})
      await world.settle()
      const { html } = await desk.get(at(orderIdOf(page.url)))
      assert.match(html, /Notification reçue.: PayPal/)
      assert.match(html, /paypal-transmission-sig: \*\*\*/)
      assert.doesNotMatch(html, /sb-[\w.]+@/, 'no address of a payer')
    })

    test('check again at the bank: the notice never came, the answer settles, the page says so', async () => {
      const page = await answerAs(buyer, await orderTo(buyer, 5), { notice: 'never', return: 'no' })
      assert.equal(page.status, 200)
      const open = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
      const file = await desk.get(at(open.id))
      const checked = await desk.submit(file, '/checks')
      assert.match(checked.html, /La banque confirme le paiement\./)
      assert.match(checked.html, /Réponse à notre demande/)
      assert.match(checked.html, /Redemandé au prestataire de paiement[\s\S]*Par Camille ROUX\./)
      assert.doesNotMatch(checked.html, /action="[^"]*\/checks"/, 'nothing is left to ask for')
      assert.equal((await audits('check at bank')).length, 1)
    })

    test('check again: still undecided, refused, and a bank that does not answer', async () => {
      const check = async () => {
        const open = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
        world.clock.move(MINUTE)
        return (await desk.submit(await desk.get(at(open.id)), '/checks')).html
      }
      await answerAs(buyer, await orderTo(buyer, 5), { outcome: 'pend', notice: 'never', return: 'no' })
      assert.match(await check(), /La banque n’a pas encore décidé\./)
      await answerAs(buyer, await orderTo(buyer, 5), { outcome: 'refuse', notice: 'never', return: 'no' })
      assert.match(await check(), /La banque a refusé le paiement\./)
      await orderTo(buyer, 5)
      assert.match(await check(), /Rien de nouveau/)
    })

    test('the receipt is sent again: once a minute, with one line of audit for each', async () => {
      const send = async () => desk.submit(await desk.get(at(orderId)), '/mails')
      assert.match((await send()).html, /Le courriel part à l’adresse de la personne\./)
      await send()
      const mails = () => world.db.selectFrom('mail').select('id').where('orderId', '=', orderId).execute()
      assert.equal((await mails()).length, 2)
      world.clock.move(MINUTE)
      await send()
      assert.equal((await mails()).length, 3)
      assert.equal((await audits('send receipt again')).length, 2)
      const foreign = await desk.submit(await desk.get(at(orderId)), '/mails', { receipt: 'rct_of_somebody_else' })
      assert.equal(foreign.status, 200)
      assert.equal((await mails()).length, 3, 'only papers of this order go out')
    })

    test('an order without a receipt has none to send, and what does not exist is not found', async () => {
      const open = await world.db
        .selectFrom('orders')
        .select('id')
        .where('paidAt', 'is', null)
        .executeTakeFirstOrThrow()
      const { csrf = '' } = (await formOf(desk)).fields
      assert.equal((await desk.post(at(open.id, '/mails'), { csrf })).status, 404)
      for (const id of ['ord_nothing', '%00', 'x'.repeat(150), '..%2f..'])
        for (const path of [at(id), `${routes.orders}/${id}`]) assert.equal((await desk.send(path)).status, 404, path)
      assert.equal((await desk.send(`${routes.desk}/receipts/rct_nothing`)).status, 404)
    })

    test('any receipt is read at the desk, as page and as PDF', async () => {
      const file = await desk.get(at(orderId))
      const receipt = await desk.get(/href="(\/desk\/receipts\/rct_[^"]+)"/.exec(file.html)?.[1] ?? '')
      assert.match(receipt.html, /2026-000912/)
      assert.match(receipt.html, new RegExp(`href="${at(orderId)}"`))
      const pdf = await desk.send(/href="(\/desk\/receipts\/[^"]+\.pdf)"/.exec(receipt.html)?.[1] ?? '')
      assert.equal(pdf.headers.get('content-type'), 'application/pdf')
    })

    test('support and auditor see the forms of their rights alone; a buyer sees no desk, by no address', async () => {
      const passwordHash = await hashPassword('demonstration')
      const seen = new Map<string, string>()
      for (const role of ['support', 'auditor'] as const) {
        const login = `${role}@example.org`
        const person = { login, name: role, email: login, language: 'fr' as const, passwordHash, roles: [role] }
        await world.app.database.transact((tx) => createPerson(tx, person))
        const visitor = createVisitor(world.url)
        await visitor.signIn(login)
        seen.set(role, (await visitor.get(at(orderId))).html)
      }
      assert.match(seen.get('support') ?? '', /\/mails"/)
      assert.doesNotMatch(seen.get('support') ?? '', /\/refunds"/)
      assert.doesNotMatch(seen.get('auditor') ?? '', /\/(mails|checks|refunds)"/)
      const receipt = await world.db.selectFrom('receipt').select('id').executeTakeFirstOrThrow()
      const paths = [
        at(orderId),
        `${routes.deskOrders}?q=delautre`,
        routes.deskOrdersCsv,
        routes.deskFigures,
        routes.deskAudit,
      ]
      for (const path of [...paths, `/desk/receipts/${receipt.id}`, `/desk/receipts/${receipt.id}/receipt.pdf`]) {
        const page = await buyer.send(path)
        assert.equal(page.status, 403, path)
        assert.doesNotMatch(page.html, /gp4_/, path)
      }
    })
  })
}

async function formOf(visitor: Visitor): Promise<{ fields: Record<string, string> }> {
  const page = await visitor.get('/profile')
  return { fields: { csrf: /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '' } }
}
