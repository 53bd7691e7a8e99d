import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { credit } from '../../src/kit/amount.ts'
import { DAY } from '../../src/kit/clock.ts'
import { recordUsage } from '../../src/ledger/usage.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const immediately = { immediate: 'yes' }

for (const { engine, skip } of engines) {
  describe(`withdrawals at the desk, on ${engine}`, { skip }, () => {
    let world: World
    let manager: Visitor
    let passwordHash: string
    let count = 0
    before(async () => {
      world = await createWorld({ engine })
      passwordHash = await hashPassword('demonstration')
    })
    after(() => world?.end())
    beforeEach(async () => {
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })

    type Buyer = { login: string; name: string; id: string; visitor: Visitor }
    async function newBuyer(): Promise<Buyer> {
      count += 1
      const login = `buyer${count}@example.org`
      const wish = { login, name: `Ana Ruiz ${count}`, email: login, language: 'fr' as const, passwordHash }
      const { id } = await world.app.database.transact((tx) => createPerson(tx, wish))
      const visitor = createVisitor(world.url)
      await visitor.signIn(login)
      return { login, name: wish.name, id, visitor }
    }
    const print = (buyer: Buyer, minor: number) =>
      world.app.database.transact((tx) =>
        recordUsage(
          tx,
          {
            personId: buyer.id,
            category: 'print',
            pages: 1,
            colour: false,
            cost: credit(minor),
            device: 'BU-1',
            document: 'cours',
            occurredAt: tx.now,
            mode: 'demo',
          },
          'Europe/Paris',
        ),
      )
    const orderOf = (payment: Payment) =>
      world.db.selectFrom('orders').selectAll().where('id', '=', payment.orderId).executeTakeFirstOrThrow()
    const rowOf = (id: string) =>
      world.db.selectFrom('withdrawal').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    const lettersTo = (to: string) =>
      world.db.selectFrom('capturedMail').selectAll().where('toAddress', '=', to).orderBy('id').execute()

    /** Declares by the form and gives back the case's page at the desk. */
    async function declare(visitor: Visitor, typed: Record<string, string>): Promise<string> {
      const confirmation = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', typed)
      await visitor.submit(confirmation, '/withdrawal/confirmation')
      await world.settle()
      const newest = world.db.selectFrom('withdrawal').select('id').orderBy('id', 'desc').limit(1)
      return `/desk/withdrawals/${(await newest.executeTakeFirstOrThrow()).id}`
    }
    const declareOrder = async (buyer: Buyer, payment: Payment) =>
      declare(buyer.visitor, { contract: (await orderOf(payment)).number })
    const choicesOn = (page: Page) =>
      [...page.html.matchAll(/name="choice" value="([^"]+)"/g)].map(([, value]) => value)
    const decide = async (path: string, choice: string, why = 'vu') => {
      const decided = await manager.submit(await manager.get(path), path, { choice, why })
      await world.settle()
      return decided
    }

    test('[WDR-3] ten bought, three used, withdrawn on day 13: seven go back, and the books stand at zero', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      await print(buyer, 300)
      world.clock.move(13 * DAY)
      await buyer.visitor.signIn(buyer.login)
      await manager.signIn('admin@example.org')
      const path = await declareOrder(buyer, payment)
      const list = await manager.get('/desk')
      assert.match(list.html, /Quelqu’un renonce à sa commande\. À rembourser au plus tard le 21\sdécembre\s2026/)
      const page = await manager.get(path)
      assert.match(page.html, /Accepter et rembourser 7,00\s€/)
      assert.match(page.html, /respecté/)
      assert.deepEqual(choicesOn(page), ['refund 700', 'refuse', 'close'])
      await decide(path, 'refund 700')
      const refund = await world.db
        .selectFrom('refund')
        .selectAll()
        .where('paymentId', '=', payment.id)
        .executeTakeFirst()
      assert.deepEqual([refund?.status, refund?.amountMinor, refund?.boughtMinor], ['done', 700, 700])
      assert.equal(await world.balanceOf(buyer.login), 0)
      assert.match((await manager.get(path)).html, /plus rien à décider/)
      assert.doesNotMatch((await manager.get('/desk')).html, new RegExp(path))
      const told = (await lettersTo(buyer.login)).map(({ subject }) => subject)
      assert.ok(told.includes('Votre rétractation est acceptée'), told.join())
      const letter = (await lettersTo(buyer.login)).find(({ subject }) => subject === 'Votre rétractation est acceptée')
      assert.match(letter?.text ?? '', /7,00\s€/)
      const acts = await world.db.selectFrom('auditEntry').selectAll().where('act', '=', 'accept withdrawal').execute()
      assert.equal(acts.length, 1)
      await healthy()
    })

    test('[WDR-3] [case 37] given credit is not paid out: it goes back with its share of the money', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 20, ticks: immediately })
      await print(buyer, 420)
      const path = await declareOrder(buyer, payment)
      // 21 units for 20,00 €; 16,80 are left: 16,00 € of it.
      await decide(path, 'refund 1600')
      assert.equal(await world.balanceOf(buyer.login), 0)
      await healthy()
    })

    test('[WDR-3] of two orders the first is used first', async () => {
      const buyer = await newBuyer()
      const first = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      world.clock.move(60_000)
      const second = await buy(world, buyer.visitor, { number: 5, ticks: immediately })
      await print(buyer, 1200)
      const [one, two] = [await declareOrder(buyer, first), await declareOrder(buyer, second)]
      const nothing = await manager.get(one)
      assert.deepEqual(choicesOn(nothing), ['refuse', 'close'], 'nothing is left of the first')
      assert.deepEqual(choicesOn(await manager.get(two)), ['refund 300', 'refuse', 'close'])
      await decide(two, 'refund 300')
      assert.equal(await world.balanceOf(buyer.login), 0)
      await decide(one, 'close', 'tout avait servi')
      await healthy()
    })

    test('[WDR-3] without the wish for immediate use nothing is charged, and the balance is not pushed below zero', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10 })
      await print(buyer, 300)
      const path = await declareOrder(buyer, payment)
      assert.match((await manager.get(path)).html, /3,00\sunités, n’est pas dû/)
      await decide(path, 'refund 1000')
      assert.equal(await world.balanceOf(buyer.login), 0)
      assert.equal((await orderOf(payment)).status, 'refunded')
      await healthy()
    })

    test('what was shown is what is given back: printed meanwhile, the choice is no longer offered', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      const path = await declareOrder(buyer, payment)
      const seen = await manager.get(path)
      await print(buyer, 100)
      const late = await manager.submit(seen, path, { choice: 'refund 1000', why: 'vu' })
      assert.equal(late.status, 422)
      assert.deepEqual(choicesOn(late), ['refund 900', 'refuse', 'close'])
      assert.equal((await rowOf(path.split('/').at(-1) ?? '')).status, 'received')
    })

    test('two who decide at once ask for one refund', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      const path = await declareOrder(buyer, payment)
      const pages = [await manager.get(path), await manager.get(path)]
      await Promise.all(pages.map((page) => manager.submit(page, path, { choice: 'refund 1000', why: 'vu' })))
      await world.settle()
      const refunds = await world.db.selectFrom('refund').selectAll().where('paymentId', '=', payment.id).execute()
      assert.deepEqual(
        refunds.map(({ status, amountMinor }) => [status, amountMinor]),
        [['done', 1000]],
      )
      await healthy()
    })

    test('a refusal goes to the person with the reason that was written', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      const path = await declareOrder(buyer, payment)
      await decide(path, 'refuse', 'le délai était dépassé de trois semaines')
      const letter = (await lettersTo(buyer.login)).at(-1)
      assert.equal(letter?.subject, 'Votre rétractation est refusée')
      assert.match(letter?.text ?? '', /pour ce motif\s: le délai était dépassé de trois semaines/)
      assert.equal(await world.balanceOf(buyer.login), 1000)
      assert.match((await buyer.visitor.get(`/orders/${payment.orderId}`)).html, /Rétractation refusée/)
      assert.match((await manager.get(`/desk/orders/${payment.orderId}`)).html, /Rétractation refusée/)
    })

    test('an unknown contract is a case: found, tied, decided; no sum is told to an address that is not the account’s', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      const { number } = await orderOf(payment)
      const stranger = createVisitor(world.url)
      const email = `elsewhere${count}@example.org`
      const path = await declare(stranger, { name: 'Ana R.', contract: 'ma recharge de 10 €', email })
      assert.match((await manager.get('/desk')).html, /nomme une commande à retrouver/)
      const page = await manager.get(path)
      assert.deepEqual(choicesOn(page), ['refuse', 'close'])
      const unknown = await manager.submit(page, `${path}/order`, { number: 'gp4_nobody1' })
      assert.match(unknown.html, /Aucune commande ne porte ce numéro/)
      const tied = await manager.submit(unknown, `${path}/order`, { number })
      assert.match(tied.html, /est rattachée à la commande/)
      assert.match(tied.html, new RegExp(buyer.name))
      await decide(path, 'refund 1000')
      const letter = (await lettersTo(email)).at(-1)
      assert.equal(letter?.subject, 'Votre rétractation est acceptée')
      assert.ok(!/10,00/.test(letter?.text.split('Bonjour')[1] ?? '10,00'))
      await healthy()
    })

    test('the right number and another name: whoever decides sees whose order it is', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10 })
      const { number } = await orderOf(payment)
      const path = await declare(createVisitor(world.url), { name: 'Zoé', contract: number, email: 'zoe@example.org' })
      assert.match((await manager.get(path)).html, new RegExp(`commande de ${buyer.name}.: le nom saisi est autre`))
    })

    test('a refund that the bank refuses opens the case again, and another can be asked for', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10, ticks: immediately })
      const path = await declareOrder(buyer, payment)
      world.simulator('ogone').script({ fault: 'refund-refused', reference: payment.reference })
      await decide(path, 'refund 1000')
      const page = await manager.get(path)
      assert.match(page.html, /la banque a refusé le remboursement/)
      assert.deepEqual(choicesOn(page), ['refund 1000', 'close'])
      assert.match(
        (await manager.get('/desk')).html,
        /Le prestataire de paiement a refusé le remboursement d’une rétractation/,
      )
      await decide(path, 'refund 1000')
      assert.match((await manager.get(path)).html, /plus rien à décider/)
      assert.equal(await world.balanceOf(buyer.login), 0)
      await healthy()
    })

    test('[WDR-5] four days before the end of the law’s time the case stands out, and past it says so', async () => {
      const buyer = await newBuyer()
      const payment = await buy(world, buyer.visitor, { number: 10 })
      const path = await declareOrder(buyer, payment)
      const rowOnDesk = async () => {
        await manager.signIn('admin@example.org')
        const rows = (await manager.get('/desk')).html.split('<tr>')
        return rows.find((row) => row.includes(path)) ?? ''
      }
      world.clock.move(9 * DAY)
      assert.match(await rowOnDesk(), /class="state care"/)
      world.clock.move(DAY)
      assert.match(await rowOnDesk(), /class="state bad"/, 'on the tenth day it stands out')
      world.clock.move(5 * DAY)
      await manager.signIn('admin@example.org')
      assert.match((await manager.get(path)).html, /Le délai de la loi est dépassé/)
    })

    test('the list and its file: what was typed is text there too', async () => {
      const path = await declare(createVisitor(world.url), {
        name: '=HYPERLINK("x")',
        contract: 'a;b',
        email: `list${count}@example.org`,
      })
      const list = await manager.get('/desk/withdrawals')
      assert.match(list.html, /À décider/)
      assert.match(list.html, new RegExp(path))
      const csv = await manager.get('/desk/withdrawals.csv?as=csv_plain')
      assert.match(csv.html, /^Déclarée le;À rembourser avant le;État;Commande;Nom;Contrat indiqué;Courriel/)
      assert.match(csv.html, /;À décider;;/)
      assert.match(csv.html, /;Remboursé;\d/)
      assert.ok(csv.html.includes(`"'=HYPERLINK(""x"")";"a;b"`))
    })
  })
}
