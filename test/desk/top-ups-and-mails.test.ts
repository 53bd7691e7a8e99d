import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import type { Outcome } from '../../src/printing/print-system.ts'
import { engines } from '../support/databases.ts'
import { fakePrintSystem } from '../support/fake-print-system.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const uncertain: Outcome = { is: 'uncertain', why: 'no answer' }
const refused: Outcome = { is: 'refused', why: 'account closed', notReached: false }

for (const { engine, skip } of engines) {
  describe(`credit and letters that did not arrive, on ${engine}`, { skip }, () => {
    const outcomes: Outcome[] = []
    const fake = fakePrintSystem(outcomes)
    let mailWorks = false
    let world: World
    let buyer: Visitor
    let manager: Visitor
    let support: Visitor
    before(async () => {
      const send = async () =>
        mailWorks ? ({ is: 'sent' } as const) : { is: 'failed' as const, why: '550 no such box', forGood: true }
      world = await createWorld({ engine, printSystem: fake.system, mail: { send } })
      const passwordHash = await hashPassword('demonstration')
      const helper = {
        login: 'support@example.org',
        name: 'Sam',
        email: 'support@example.org',
        language: 'fr' as const,
      }
      await world.app.database.transact((tx) => createPerson(tx, { ...helper, passwordHash, roles: ['support'] }))
      const signedIn = async (who: string) => {
        const visitor = createVisitor(world.url)
        await visitor.signIn(who)
        return visitor
      }
      buyer = await signedIn(login)
      manager = await signedIn('admin@example.org')
      support = await signedIn('support@example.org')
    })
    after(() => world?.end())

    const healthy = async () => assert.deepEqual((await world.check()).problems, [])
    async function soldWith(outcome: Outcome) {
      outcomes.push(outcome)
      const payment = await buy(world, buyer, { number: 10 })
      return world.db.selectFrom('topUp').selectAll().where('paymentId', '=', payment.id).executeTakeFirstOrThrow()
    }
    const statusOf = async (topUp: { id: string }) =>
      (await world.db.selectFrom('topUp').select('status').where('id', '=', topUp.id).executeTakeFirstOrThrow()).status
    const decide = async (path: string, choice: string, who = manager) =>
      who.submit(await who.get(path), path, { choice, why: 'vu sur place' })

    test('uncertain credit: somebody who saw it says so; nothing is sent a second time', async () => {
      const balance = await world.balanceOf(login)
      const topUp = await soldWith(uncertain)
      assert.equal(await statusOf(topUp), 'uncertain')
      assert.match((await manager.get('/desk')).html, /n’a pas confirmé le crédit de 10,00\sunités/)
      const page = await manager.get(`/desk/top-ups/${topUp.id}`)
      assert.doesNotMatch(page.html, /value="send_again"/, 'an uncertain credit is never sent again by hand')
      const calls = fake.calls.length
      await decide(`/desk/top-ups/${topUp.id}`, 'is_there')
      await world.settle()
      assert.deepEqual([await statusOf(topUp), fake.calls.length], ['applied', calls])
      assert.equal(await world.balanceOf(login), balance + 1000)
      await healthy()
    })

    test('uncertain credit: asked again, and absent by the system’s own word, it is sent once more', async () => {
      const topUp = await soldWith(uncertain)
      fake.state.found = 'absent'
      await decide(`/desk/top-ups/${topUp.id}`, 'ask_again')
      fake.state.found = 'cannot_tell'
      await world.settle()
      assert.equal(await statusOf(topUp), 'applied')
      assert.equal(fake.calls.filter((call) => call.topUpId === topUp.id).length, 2)
      await healthy()
    })

    test('refused credit: sent again after the account was opened, or given up and its money refunded', async () => {
      const again = await soldWith(refused)
      await decide(`/desk/top-ups/${again.id}`, 'send_again')
      await world.settle()
      assert.equal(await statusOf(again), 'applied')
      const parked = await soldWith(refused)
      await decide(`/desk/top-ups/${parked.id}`, 'park')
      assert.equal(await statusOf(parked), 'parked')
      const balance = await world.balanceOf(login)
      const path = `/desk/orders/${parked.orderId}/refunds`
      const sure = await manager.submit(await manager.get(path), path, { amount: '10,00', reason: 'compte fermé' })
      assert.match(sure.html, /garde son solde actuel/)
      await manager.submit(sure, path, { sure: 'yes' })
      await world.settle()
      const order = await world.db
        .selectFrom('orders')
        .select('status')
        .where('id', '=', parked.orderId)
        .executeTakeFirst()
      assert.equal(order?.status, 'refunded')
      assert.equal(await world.balanceOf(login), balance, 'what was never credited is not taken back')
      await healthy()
    })

    test('money given back before its credit was sent: the credit is not sent any more', async () => {
      const topUp = await soldWith(refused)
      const path = `/desk/orders/${topUp.orderId}/refunds`
      const part = await manager.submit(await manager.get(path), path, { amount: '4,00', reason: 'x' })
      const whole = await manager.submit(await manager.submit(part, path, { sure: 'yes' }), path, {
        amount: '10,00',
        reason: 'x',
      })
      await manager.submit(whole, path, { sure: 'yes' })
      await world.settle()
      assert.equal(await statusOf(topUp), 'parked')
      await healthy()
    })

    test('a letter that was given up: support sends it again, a manager sees it gone', async () => {
      mailWorks = false
      await buy(world, buyer, { number: 5 })
      const mail = await world.db
        .selectFrom('mail')
        .selectAll()
        .where('status', '=', 'failed')
        .executeTakeFirstOrThrow()
      assert.match(
        (await support.get('/desk')).html,
        /Un courriel n’a pas pu partir\. Le serveur du destinataire refuse cette adresse\./,
      )
      assert.match((await support.get(`/desk/mails/${mail.id}`)).html, /Pour l’assistance.*550 no such box/s)
      mailWorks = true
      await decide(`/desk/mails/${mail.id}`, 'send_again', support)
      await world.settle()
      const sent = await world.db.selectFrom('mail').selectAll().where('id', '=', mail.id).executeTakeFirst()
      assert.equal(sent?.status, 'sent')
      const other = await world.db.selectFrom('mail').selectAll().where('status', '=', 'failed').executeTakeFirst()
      if (other) await decide(`/desk/mails/${other.id}`, 'keep', support)
    })
  })
}
