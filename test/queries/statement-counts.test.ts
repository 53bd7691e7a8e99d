import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { storeNotices } from '../../bench/settlements.ts'
import { processNotices } from '../../src/payments/intake/process-notices.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { articleValue, createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { pagesWritten } from './pages-written.ts'
import { statementsOf } from './statements.ts'

type Cost = { statements: number; pages: number }

/**
 * What each step may cost on SQLite: statements, those of the transaction itself among them, and pages of 4 KiB written
 * into the log. Whoever needs more says why in the commit that raises a number here; whoever needs less lowers it.
 */
const most: Readonly<Record<string, Cost>> = {
  'the home page': { statements: 10, pages: 0 },
  'the shop window': { statements: 7, pages: 0 },
  'the choice and its summary': { statements: 21, pages: 0 },
  'the order button, to the provider’s page': { statements: 36, pages: 26 },
  'the return, which asks the provider and settles': { statements: 58, pages: 42 },
  'the order’s page': { statements: 12, pages: 0 },
  'what the worker does then': { statements: 46, pages: 18 },
  'a settlement from its notice': { statements: 38, pages: 50 },
  'sixty-four settlements from their notices': { statements: 38, pages: 217 },
}

describe('what SQLite is asked for, and what it writes', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world?.end())

  async function costOf(act: () => Promise<unknown>): Promise<Cost> {
    let pages = 0
    const seen = await statementsOf(async () => {
      pages = await pagesWritten(world.place.dataDir, act)
    })
    return { statements: seen.filter(({ sql }) => !sql.startsWith('pragma')).length, pages }
  }

  async function keeps<Result>(step: string, act: () => Promise<Result>): Promise<Result> {
    let result: Result | undefined
    const cost = await costOf(async () => {
      result = await act()
    })
    const { statements, pages } = most[step] ?? { statements: 0, pages: 0 }
    assert.ok(
      cost.statements <= statements && cost.pages <= pages,
      `${step}: ${cost.statements} statements and ${cost.pages} pages, at most ${statements} and ${pages}`,
    )
    return result as Result
  }

  test('a home page and a whole checkout', async () => {
    const buyer = createVisitor(world.url)
    await buyer.signIn('a.martin@example.org')
    // The first one of a shop fills what later ones find filled.
    await answerAs(buyer, await orderTo(buyer, 10), { notice: 'never' })
    await world.settle()
    await keeps('the home page', () => buyer.get('/'))
    const ordered = await buy(buyer)
    assert.match(ordered.html, /Créditée|Compte crédité|crédité/)
    await keeps('what the worker does then', () => world.settle())
  })

  async function buy(buyer: Visitor): Promise<Page> {
    const window = await keeps('the shop window', () => buyer.get('/recharge'))
    const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
    const summary = await keeps('the choice and its summary', () => buyer.submit(window, '/recharge', choice))
    const ask = () => buyer.submit(summary, '/orders')
    const pay = await keeps('the order button, to the provider’s page', ask)
    const bank = await buyer.submit(pay, '/simulated/ogone')
    const answer = () => answerAs(buyer, bank, { notice: 'never' })
    const back = await keeps('the return, which asks the provider and settles', answer)
    return keeps('the order’s page', () => buyer.get(back.url))
  }

  test('a settlement, and sixty-four at once', async () => {
    // The first of each fills indexes that later ones find filled.
    for (const count of [1, 64]) {
      await storeNotices(world, count)
      await processNotices(world.app.shop)
    }
    await storeNotices(world, 1)
    await keeps('a settlement from its notice', () => processNotices(world.app.shop))
    await storeNotices(world, 64)
    const many = () => processNotices(world.app.shop)
    assert.equal(await keeps('sixty-four settlements from their notices', many), 64)
  })

  test('a statement more is counted, and a page more', async () => {
    const cost = await costOf(async () => {
      await world.app.database.transact((tx) =>
        tx.insertInto('site').values({ name: 'counted', value: 'here' }).execute(),
      )
    })
    assert.deepEqual(cost, { statements: 3, pages: 1 })
  })
})
