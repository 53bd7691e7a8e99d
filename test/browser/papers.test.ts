import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { getDocumentProxy } from 'unpdf'
import { openDatabase } from '../../src/db/database.ts'
import { closeDue } from '../../src/finance/closing.ts'
import { amount } from '../../src/kit/amount.ts'
import { HOUR, handClock, later, nowOf } from '../../src/kit/clock.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { signIn } from './walk-states.ts'

const login = 'a.martin@example.org'

describe('papers in a real browser', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  let orderId: string
  let papers: { id: string; kind: string }[]
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
    const visitor = createVisitor(world.url)
    await visitor.signIn(login)
    const payment = await buy(world, visitor, { number: 10 })
    orderId = payment.orderId
    const wish = { paymentId: payment.id, amount: amount(300, 'EUR'), reason: 'Feuille coincée', belowZero: false }
    await askForRefund(world.app.shop, { ...wish, by: 'per_manager', key: 'papers' })
    await world.settle()
    papers = await world.db.selectFrom('receipt').select(['id', 'kind']).orderBy('kind').execute()
    const tomorrow = openDatabase(world.place, handClock(later(nowOf(world.clock), 30 * HOUR)))
    await closeDue(tomorrow, world.config.timeZone).finally(() => tomorrow.close())
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  async function visit(who: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage()
    await signIn(world, page, who, 'fr')
    return page
  }

  test('receipt, credit note and order print on one sheet each', async () => {
    const page = await visit(login)
    assert.deepEqual(
      papers.map(({ kind }) => kind),
      ['credit_note', 'receipt'],
    )
    for (const path of [`/orders/${orderId}`, ...papers.map(({ id }) => `/receipts/${id}`)]) {
      await page.goto(world.url + path)
      assert.equal(await sheetsOf(page), 1, path)
    }
    await page.context().close()
  })

  test('a day’s closing and the list of closings print on one sheet each', async () => {
    const page = await visit('admin@example.org')
    const { number } = await world.db.selectFrom('closing').select('number').orderBy('number').executeTakeFirstOrThrow()
    for (const path of ['/desk/closings', `/desk/closings/${number}`]) {
      await page.goto(world.url + path)
      assert.equal(await sheetsOf(page), 1, path)
    }
    await page.context().close()
  })

  test('the button on the receipt prints it, and so does the one on the order', async () => {
    const page = await visit(login)
    await page.addInitScript('window.printed = 0; window.print = () => { window.printed += 1 }')
    const printed = () => page.evaluate<number>('window.printed')
    const receipt = papers.find(({ kind }) => kind === 'receipt')?.id
    await page.goto(`${world.url}/receipts/${receipt}`)
    assert.equal(await printed(), 0)
    await page.click('[data-print]')
    assert.equal(await printed(), 1)
    await page.goto(`${world.url}/orders/${orderId}`)
    await page.click('text=Imprimer le reçu')
    await page.waitForURL('**#print')
    await page.waitForFunction('window.printed === 1')
    await page.context().close()
  })

  test('the number is copied where a script runs, and no button stands there without one', async () => {
    const page = await visit(login)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${world.url}/orders/${orderId}`)
    await page.click('[data-copy]')
    await page.waitForSelector('[data-copy]:text("Numéro copié")')
    const { number } = await world.db.selectFrom('orders').select('number').executeTakeFirstOrThrow()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), number)
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await signIn(world, plain, login, 'fr')
    await plain.goto(`${world.url}/orders/${orderId}`)
    assert.equal(await plain.locator('[data-copy]').isVisible(), false)
    await plain.goto(`${world.url}/receipts/${papers[0]?.id}`)
    assert.equal(await plain.locator('[data-print]').isVisible(), false)
    assert.equal(await plain.locator('[data-without-script]').isVisible(), true)
  })
})

/** How many sheets of A4 the page takes, as the browser prints it. */
async function sheetsOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
  return (await getDocumentProxy(Uint8Array.from(pdf))).numPages
}
