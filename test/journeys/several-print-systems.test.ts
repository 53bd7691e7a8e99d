import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openPrintAccount } from '../../src/credit/print-account.ts'
import { MINUTE } from '../../src/kit/clock.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import type { PrintSystem } from '../../src/printing/print-system.ts'
import { engines } from '../support/databases.ts'
import { fakeAccountSystem } from '../support/fake-print-system.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const people = ['lea', 'noe', 'mia', 'tom', 'zoe']
const wordless: PrintSystem = { id: 'wordless', title: 'Print shop wordless', balances: 'theirs' }

for (const { engine, skip } of engines) {
  describe(`several print systems at once, on ${engine}`, { skip }, () => {
    let world: World
    let north: ReturnType<typeof fakeAccountSystem>
    let south: ReturnType<typeof fakeAccountSystem>
    const visitors = new Map<string, Visitor>()
    before(async () => {
      world = await createWorld({
        engine,
        // A page's patience that is at its end at once: what is silent never answers in time.
        patience: () => AbortSignal.timeout(1),
        printSystems(clock) {
          north = fakeAccountSystem('north', { clock, logins: ['lea', 'zoe'] })
          south = fakeAccountSystem('south', { clock, logins: ['noe'] })
          return [north.system, south.system, wordless]
        },
      })
      const passwordHash = await hashPassword('demonstration')
      await world.app.database.transact(async (tx) => {
        const at: Record<string, string> = { lea: 'north', noe: 'south', mia: 'wordless', tom: 'south', zoe: 'gone' }
        for (const login of people) {
          const email = `${login}@example.org`
          const person = await createPerson(tx, { login, name: login, email, language: 'en', passwordHash })
          await openPrintAccount(tx, { personId: person.id, printSystem: at[login] ?? '' })
        }
      })
      for (const login of people) {
        const visitor = createVisitor(world.url)
        await visitor.signIn(login)
        visitors.set(login, visitor)
      }
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })
    const at = (login: string): Visitor => visitors.get(login) as Visitor
    const home = async (login: string) => (await at(login).get('/')).html
    const figure = (html: string) => /<p class="numeral[^"]*">([^<]*)</.exec(html)?.[1]

    test('each person’s credit goes to the system of their account, and is shown as that one says it', async () => {
      await buy(world, at('lea'), { number: 10 })
      await buy(world, at('noe'), { number: 5 })
      assert.deepEqual([north.added(), south.added()], [1000, 500])
      north.prints('lea', 40)
      const page = await home('lea')
      assert.equal(figure(page), '9.60')
      assert.match(page, /As shown by Print shop north on/)
      assert.equal(figure(await home('noe')), '5.00')
      const tops = await world.db.selectFrom('topUp').select(['printSystem', 'status']).orderBy('id').execute()
      assert.deepEqual(tops, [
        { printSystem: 'north', status: 'applied' },
        { printSystem: 'south', status: 'applied' },
      ])
    })

    test('one does not answer: its people see what was read before, and when; the others notice nothing', async () => {
      for (const mood of ['silent', 'broken'] as const) {
        north.state.mood = mood
        world.clock.move(MINUTE)
        const page = await home('lea')
        assert.equal(figure(page), '9.60', mood)
        assert.match(page, /Print shop north is not answering at the moment. This is what it showed on/)
        assert.equal(figure(await home('noe')), '5.00')
        assert.match((await at('lea').get('/recharge')).html, /is not answering at the moment/)
      }
    })

    test('it is not asked again for a while, so that the next pages do not wait', async () => {
      const asked = north.state.asked
      await home('lea')
      await at('lea').get('/recharge')
      assert.equal(north.state.asked, asked)
    })

    test('its people still pay; the credit waits, arrives once, and the page says the balance again', async () => {
      const payment = await buy(world, at('lea'), { number: 10 })
      const order = `/orders/${payment.orderId}`
      assert.match((await at('lea').get(order)).html, /data-situation="crediting"/)
      north.state.mood = 'answers'
      world.clock.move(2 * MINUTE)
      await world.settle()
      assert.equal(north.added(), 2000)
      const page = (await at('lea').get(order)).html
      assert.match(page, /data-situation="credited"/)
      assert.match(page, /19\.60/)
    })

    test('after a restart nothing was read yet: the page says that, and stays usable', async () => {
      await world.restart()
      north.state.mood = 'silent'
      const page = await home('lea')
      assert.equal(figure(page), '–')
      assert.match(page, /is not answering at the moment. You can carry on/)
      assert.match(page, /This list shows what went through this shop; it does not include your printing/)
      assert.match((await at('lea').get('/history')).html, /Top-up by/)
      assert.doesNotMatch((await at('lea').get('/recharge')).html, /New balance/)
      north.state.mood = 'answers'
      world.clock.move(MINUTE)
    })

    test('a system that tells nothing, one that knows nobody of that login, and one that is gone', async () => {
      assert.match(await home('mia'), /Print shop wordless does not provide this/)
      assert.match(await home('tom'), /Print shop south has no account with this username/)
      assert.match(await home('zoe'), /held by “gone”, which is no longer connected to this shop/)
      const payment = await buy(world, at('mia'), { number: 5 })
      assert.match((await at('mia').get(`/orders/${payment.orderId}`)).html, /data-situation="crediting"/)
    })

    test('the desk sees each account as its system says it', async () => {
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      const page = async (login: string) => (await manager.get(`/desk/people/${(await world.person(login)).id}`)).html
      assert.match(await page('noe'), /5,00[^<]*<.*Lu chez Print shop south le/s)
      assert.match(await page('mia'), /Print shop wordless ne donne pas cette information/)
    })

    test('an account stays where it is: credit that was sold is nowhere else', async () => {
      const { id: personId } = await world.person('lea')
      const move = world.app.database.transact((tx) => openPrintAccount(tx, { personId, printSystem: 'south' }))
      await assert.rejects(move, /the account is at north/)
    })
  })
}
