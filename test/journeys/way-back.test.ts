import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE } from '../../src/kit/clock.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { articleValue, createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

describe('the way back', () => {
  let world: World
  let visitor: Visitor
  before(async () => {
    world = await createWorld()
    visitor = createVisitor(world.url)
    await visitor.signIn('v.delautre@cartadis.com')
  })
  after(() => world?.end())

  const toSummary = async (over: Record<string, string> = {}): Promise<Page> => {
    const window = await visitor.get('/recharge')
    const choice = { article: articleValue(window, 20), method: 'paypal', terms: 'yes', immediate: 'yes' }
    return visitor.submit(window, '/recharge', { ...choice, ...over })
  }
  /** Longer than a quote lives, and never longer than a session may rest. */
  const letTimePass = async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      world.clock.move(25 * MINUTE)
      await visitor.get('/')
    }
  }
  const backOf = ({ html }: Page) => /href="(\/recharge\?quote=[^"]+)"/.exec(html)?.[1] ?? ''

  test('from the summary every choice is kept: article, method and both boxes', async () => {
    const { fields } = readForm(await visitor.get(backOf(await toSummary())), '/recharge')
    assert.match(fields.article ?? '', /\.2000\./)
    assert.deepEqual([fields.method, fields.terms, fields.immediate], ['paypal', 'yes', 'yes'])
  })

  test('what was not ticked is not ticked on the way back, and nothing is ticked for who comes first', async () => {
    const back = readForm(await visitor.get(backOf(await toSummary({ immediate: '' }))), '/recharge')
    assert.deepEqual([back.fields.terms, back.fields.immediate], ['yes', undefined])
    const first = readForm(await visitor.get('/recharge'), '/recharge')
    assert.deepEqual([first.fields.terms, first.fields.immediate], [undefined, undefined])
  })

  test('one answer was missing: the others stay', async () => {
    const window = await visitor.get('/recharge')
    const page = await visitor.submit(window, '/recharge', { method: 'paypal', terms: 'yes', immediate: 'yes' })
    assert.equal(page.status, 422)
    const { fields } = readForm(page, '/recharge')
    assert.deepEqual([fields.method, fields.terms, fields.immediate], ['paypal', 'yes', 'yes'])
  })

  test('a summary that was open too long gives the choices back', async () => {
    const summary = await toSummary()
    await letTimePass()
    const page = await visitor.submit(summary, '/orders')
    assert.equal(page.status, 422)
    const { fields } = readForm(page, '/recharge')
    assert.match(fields.article ?? '', /\.2000\./)
    assert.deepEqual([fields.method, fields.terms, fields.immediate], ['paypal', 'yes', 'yes'])
  })

  test('back from the bank to the summary finds the order, not a page on which nothing is ordered', async () => {
    const summary = await toSummary({ method: 'ogone' })
    await visitor.submit(summary, '/orders')
    const order = await world.db.selectFrom('orders').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    assert.equal((await visitor.get(summary.url)).url, `${world.url}/orders/${order.id}`)
    await letTimePass()
    assert.equal((await visitor.get(summary.url)).url, `${world.url}/orders/${order.id}`, 'long after, too')
    const again = await visitor.submit(summary, '/orders')
    assert.equal(again.url, `${world.url}/orders/${order.id}/pay`, 'a second click goes where the first one went')
    const { count } = await world.db
      .selectFrom('orders')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('key', '=', (eb) => eb.selectFrom('orders').select('key').where('id', '=', order.id))
      .executeTakeFirstOrThrow()
    assert.equal(Number(count), 1)
  })

  test('back to the summary of another attempt finds the order as well', async () => {
    const order = await answerAs(visitor, await orderTo(visitor, 5), { outcome: 'refuse' })
    await world.settle()
    const refused = await visitor.get(order.url)
    const way = /href="([^"]*\/summary\?method=ogone[^"]*)"/.exec(refused.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const summary = await visitor.get(way)
    assert.match(summary.html, /Votre commande est gardée telle quelle/)
    await visitor.submit(summary, '/payments')
    assert.equal((await visitor.get(way)).url, order.url)
  })
})
