import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { currentVersions } from '../../src/catalogue/article-version.ts'
import { DAY } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

/** The desk's pages with tables that say an amount or offer an act. */
const pages: string[] = [
  routes.desk,
  routes.deskOrders,
  routes.deskArticles,
  routes.deskVat,
  routes.deskPeople,
  routes.deskAudit,
  routes.deskTerms,
  routes.deskClosings,
  routes.deskReconciliation,
  routes.deskBrandVersions,
  routes.deskRoles,
  routes.deskLimits,
  routes.deskBrand,
]
/** Its tables are those of who edits beside somebody else. */
const withoutTable = /\/desk\/articles\/art_[^/]+$/

describe('the desk’s tables on a telephone', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  let page: Page
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
    const buyer = createVisitor(world.url)
    await buyer.signIn('a.martin@example.org')
    await buy(world, buyer, { number: 10 })
    world.simulator('paypal').script({ fault: 'charge-amount', value: '800' })
    await buy(world, buyer, { number: 10, method: 'paypal' })
    world.clock.move(DAY)
    await world.app.worker.runNow(['closings'])
    const manager = createVisitor(world.url)
    await manager.signIn('admin@example.org')
    await manager.submit(await manager.get(routes.deskVat), routes.deskVat, { code: 'fr-2.1', rate: '2,1' })
    await manager.submit(await manager.get(routes.deskReconciliation), routes.deskReconciliation)
    const [article] = await currentVersions(world.db)
    const buyerId = (await world.person('a.martin@example.org')).id
    const path = routes.deskArticle.replace(':articleId', article?.articleId ?? '')
    await manager.submit(await manager.get(path), path, { price: '5,50', vat: 'fr-20' })
    await manager.submit(await manager.get(routes.deskLimits), routes.deskLimits, { ordersPerDay: '30' })
    pages.push(path, `${path}/history`, routes.deskPerson.replace(':personId', buyerId), `${routes.deskClosings}/1`)
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } })
    page = await context.newPage()
    await page.goto(`${world.url}/sign-in?to=/desk`)
    await page.fill('[name=login]', 'admin@example.org')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`${world.url}/**`)
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  /** Cells with an amount or something to press that lie outside, without scrolling sideways. */
  const outside = (): Promise<string[]> =>
    page.$$eval('table.data td.end, table.data td:has(a, button), table.data th:has(a)', (cells) =>
      cells.flatMap((cell) => {
        const { left, right, width } = cell.getBoundingClientRect()
        return width > 0 && (left < 0 || right > window.innerWidth) ? [(cell.textContent ?? '').trim()] : []
      }),
    )

  test('every amount and every act lies in sight', async () => {
    const found: Record<string, string[]> = {}
    for (const path of pages) {
      await page.goto(world.url + path)
      assert.ok(page.url().startsWith(world.url + path), path)
      await page.$$eval('details', (folds) => {
        for (const fold of folds) fold.setAttribute('open', '')
      })
      if (!withoutTable.test(path)) assert.ok((await page.locator('table.data').count()) > 0, `${path} has a table`)
      const sideways = await page.$$eval('section.scroll', (all) =>
        all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map((each) => each.ariaLabel ?? ''),
      )
      if (sideways.length > 0) found[`${path} sideways`] = sideways
      const cells = await outside()
      if (cells.length > 0) found[path] = cells
    }
    assert.deepEqual(found, {})
  })

  test('a cell that lies outside is found', async () => {
    await page.goto(world.url + routes.deskOrders)
    await page.$$eval('table.data td.end', (cells) => {
      for (const cell of cells as HTMLElement[]) cell.style.translate = '400px'
    })
    assert.notDeepEqual(await outside(), [])
  })
})
