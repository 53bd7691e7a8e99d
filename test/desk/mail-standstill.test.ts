import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR } from '../../src/kit/clock.ts'
import type { SendOutcome } from '../../src/mail/mail.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`the mail server refuses our account, on ${engine}`, { skip }, () => {
    let answer: SendOutcome = { is: 'held', trouble: 'sign_in', why: '535 5.7.8' }
    let world: World
    let buyer: Visitor
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine, mail: { send: async () => answer } })
      buyer = createVisitor(world.url)
      manager = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    const path = '/desk/mail-standstill/account'
    /** A job that was woken takes one letter; the next turn takes the others. */
    const untilSent = async () => {
      await world.settle()
      await world.settle()
    }
    const statuses = async () => (await world.db.selectFrom('mail').select('status').execute()).map((row) => row.status)

    test('three letters wait and the desk says once what is wrong, since when and what to do', async () => {
      for (const number of [5, 10, 10]) await buy(world, buyer, { number })
      assert.deepEqual(await statuses(), ['queued', 'queued', 'queued'])
      const { html } = await manager.get('/desk')
      assert.equal(html.split('refuse notre connexion').length - 1, 1, 'one line for all of them')
      assert.match(html, /À l’arrêt depuis/)
      const page = await manager.get(path)
      assert.match(page.html, /Vérifiez l’utilisateur et le mot de passe dans SMTP_URL/)
      assert.match(page.html, /535 5\.7\.8/)
      await manager.submit(page, '/preferences', { language: 'en' })
      const english = await manager.get(path)
      assert.match(english.html, /Check the user and the password in SMTP_URL/)
      await manager.submit(english, '/preferences', { language: 'fr' })
    })

    test('days later they wait still; tried at once by hand, they go, and the desk says nothing any more', async () => {
      for (let hours = 0; hours < 72; hours += 12) {
        world.clock.move(12 * HOUR)
        await world.settle()
      }
      assert.deepEqual(await statuses(), ['queued', 'queued', 'queued'])
      await manager.signIn('admin@example.org')
      answer = { is: 'sent' }
      await manager.submit(await manager.get(path), path, { choice: 'try_now', why: 'mot de passe remis' })
      await untilSent()
      assert.deepEqual(await statuses(), ['sent', 'sent', 'sent'])
      assert.doesNotMatch((await manager.get('/desk')).html, /refuse notre connexion|À l’arrêt depuis/)
      assert.match((await manager.get(path)).html, /Le courriel repart/)
      const audit = await world.db.selectFrom('auditEntry').select('act').where('act', '=', 'try mail now').execute()
      assert.equal(audit.length, 1)
    })

    test('letters that are not passed on stand as another line, and no other address is a page', async () => {
      answer = { is: 'held', trouble: 'relay', why: '550 5.7.1' }
      await buyer.signIn('a.martin@example.org')
      await buy(world, buyer, { number: 5 })
      assert.match((await manager.get('/desk')).html, /ne transmet pas certains messages/)
      const relay = '/desk/mail-standstill/relay'
      assert.match((await manager.get(relay)).html, /écrire aux adresses extérieures/)
      answer = { is: 'sent' }
      await manager.submit(await manager.get(relay), relay, { choice: 'try_now', why: 'ouvert' })
      await untilSent()
      assert.doesNotMatch((await manager.get('/desk')).html, /ne transmet pas certains messages/)
      assert.equal((await manager.get('/desk/mail-standstill/other')).status, 404)
    })
  })
}
