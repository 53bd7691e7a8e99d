import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { HOUR } from '../../src/kit/clock.ts'
import { engines } from '../support/databases.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const notTaken = /ce que vous venez d’envoyer n’a pas été pris en compte/
const password = 'demonstration'

for (const { engine, skip } of engines) {
  describe(`a session that ends in between, on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
    })
    beforeEach(() => {
      visitor = createVisitor(world.url)
    })
    after(() => world?.end())

    const pathOf = ({ url }: Page) => url.slice(world.url.length)
    const sessionEnds = () => world.clock.move(3 * HOUR)
    const signInOn = (page: Page) => visitor.submit(page, '/sign-in', { login, password })
    /** As a browser does it: with the page it comes from. */
    async function sendFrom(page: Page, action: string, fields: Record<string, string> = {}): Promise<Page> {
      const form = readForm(page, action)
      const body = { ...form.fields, ...fields }
      const answer = await visitor.post(new URL(form.action).pathname, body, { referer: page.url })
      return answer.location === undefined ? answer : visitor.get(answer.location)
    }

    for (const method of ['ogone', 'paypal'])
      test(`back from ${method}: what became of the payment is said, sign-in leads to the order`, async () => {
        await visitor.signIn(login)
        const bank = await orderTo(visitor, 10, method)
        visitor.cookies.delete('obole')
        const back = await answerAs(visitor, bank)
        assert.match(pathOf(back), /^\/returns\//)
        assert.doesNotMatch(back.html.replace(/<[^>]+>/g, ' '), /MARTIN|gp4_/, 'nothing of a person is shown')
        const order = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
        const way = /class="btn" href="([^"]+)"/.exec(back.html)?.[1] ?? ''
        const door = await visitor.get(way)
        assert.match(pathOf(door), /^\/sign-in\?next=/)
        const page = await signInOn(door)
        assert.equal(pathOf(page), `/orders/${order.id}`)
        await world.settle()
        assert.match((await visitor.get(pathOf(page))).html, /data-situation="credited"/)
      })

    for (const { path, action, fields } of [
      { path: '/profile', action: '/profile/email', fields: { email: 'new@example.org', emailPassword: password } },
      { path: '/recharge', action: '/recharge', fields: { terms: 'yes' } },
    ])
      test(`a form of ${path} sent too late: said, not carried out, and back on its page after sign-in`, async () => {
        await visitor.signIn(login)
        const form = await visitor.get(path)
        const before = await world.person(login)
        sessionEnds()
        const door = await sendFrom(form, action, fields)
        assert.match(pathOf(door), /^\/sign-in\?/)
        assert.match(door.html, notTaken)
        assert.deepEqual(await world.person(login), before)
        const page = await signInOn(door)
        assert.equal(pathOf(page), path)
        assert.equal((await sendFrom(page, action, fields)).status < 500, true)
      })

    test('the order button sent too late: no order, and back at the summary with its button', async () => {
      await visitor.signIn(login)
      const window = await visitor.get('/recharge')
      const article = /name="article" value="([^"]+)"/.exec(window.html)?.[1] ?? ''
      const summary = await visitor.submit(window, '/recharge', { article, method: 'paypal', terms: 'yes' })
      const count = async () => (await world.db.selectFrom('orders').select('id').execute()).length
      const before = await count()
      visitor.cookies.delete('obole')
      const door = await sendFrom(summary, '/orders')
      assert.match(door.html, notTaken)
      assert.equal(await count(), before)
      const again = await signInOn(door)
      assert.match(pathOf(again), /^\/recharge\/summary\?quote=/)
      await visitor.submitOnly(again, '/orders')
      assert.equal(await count(), before + 1)
    })

    test('where the browser does not say from which page, or names another site, sign-in leads home', async () => {
      for (const referer of ['', 'https://elsewhere.example/profile', 'nonsense']) {
        await visitor.signIn(login)
        const { csrf = '' } = readForm(await visitor.get('/profile'), '/profile').fields
        visitor.cookies.delete('obole')
        const door = await visitor.post('/profile', { csrf }, referer === '' ? {} : { referer })
        const { searchParams } = new URL(door.location ?? '', world.url)
        assert.equal(searchParams.get('next'), '/', referer)
        assert.match((await visitor.get(door.location ?? '')).html, notTaken)
      }
    })
  })
}
