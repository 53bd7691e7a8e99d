import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { storeNotices } from '../../bench/settlements.ts'
import { processNotices } from '../../src/payments/intake/process-notices.ts'
import { answerAs } from '../support/shopping.ts'
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
  // One of them for the lowest price before a reduction.
  'the shop window': { statements: 8, pages: 0 },
  'the choice and its summary': { statements: 21, pages: 0 },
  'the order button, to the provider’s page': { statements: 35, pages: 26 },
  'the return, which asks the provider and settles': { statements: 50, pages: 41 },
  'the order’s page': { statements: 12, pages: 0 },
  // The letter has its logo and both its forms, which the demonstration keeps whole.
  'what the worker does then': { statements: 48, pages: 22 },
  'a settlement from its notice': { statements: 30, pages: 41 },
  // SQLite takes the longest lists in parts of sixty-four rows.
  'sixty-four settlements from their notices': { statements: 36, pages: 180 },
}

const rounds = 4

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

  /** Of each step the cheapest so far: now and then a page is full and becomes two, which says nothing of the step. */
  const least = new Map<string, Cost>()

  async function counted<Result>(step: string, act: () => Promise<Result>): Promise<Result> {
    let result: Result | undefined
    const { statements, pages } = await costOf(async () => {
      result = await act()
    })
    const before = least.get(step) ?? { statements, pages }
    least.set(step, {
      statements: Math.min(before.statements, statements),
      pages: Math.min(before.pages, pages),
    })
    return result as Result
  }

  function assertKept(): void {
    for (const [step, { statements, pages }] of least) {
      const allowed = most[step] ?? { statements: 0, pages: 0 }
      assert.ok(
        statements <= allowed.statements && pages <= allowed.pages,
        `${step}: ${statements} statements and ${pages} pages, at most ${allowed.statements} and ${allowed.pages}`,
      )
    }
    least.clear()
  }

  test('a home page and a whole checkout', async () => {
    least.clear()
    const buyer = createVisitor(world.url)
    await buyer.signIn('a.martin@example.org')
    for (let round = 0; round < rounds; round += 1) {
      await counted('the home page', () => buyer.get('/'))
      assert.match((await buy(buyer)).html, /Créditée/)
      await counted('what the worker does then', () => world.settle())
      // A shop where nobody has bought yet asks for less.
      if (round === 0) least.clear()
    }
    assertKept()
  })

  async function buy(buyer: Visitor): Promise<Page> {
    const window = await counted('the shop window', () => buyer.get('/recharge'))
    const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
    const summary = await counted('the choice and its summary', () => buyer.submit(window, '/recharge', choice))
    const ask = () => buyer.submit(summary, '/orders')
    const pay = await counted('the order button, to the provider’s page', ask)
    const bank = await buyer.submit(pay, '/simulated/ogone')
    const answer = () => answerAs(buyer, bank, { notice: 'never' })
    const back = await counted('the return, which asks the provider and settles', answer)
    return counted('the order’s page', () => buyer.get(back.url))
  }

  test('a settlement, and sixty-four at once', async () => {
    least.clear()
    for (const [count, step] of [
      [1, 'a settlement from its notice'],
      [64, 'sixty-four settlements from their notices'],
    ] as const)
      for (let round = 0; round < rounds; round += 1) {
        await storeNotices(world, count)
        assert.equal(await counted(step, () => processNotices(world.app.shop)), count)
      }
    assertKept()
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
