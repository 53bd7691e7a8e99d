import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { signIn } from './walk-states.ts'

const login = 'v.delautre@cartadis.com'

describe('light, night and paper in a real browser', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  let receipt: string
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
    const visitor = createVisitor(world.url)
    await visitor.signIn(login)
    const { orderId } = await buy(world, visitor, { number: 5 })
    const { id } = await world.db
      .selectFrom('receipt')
      .select('id')
      .where('orderId', '=', orderId)
      .executeTakeFirstOrThrow()
    receipt = `${world.url}/receipts/${id}`
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  /** Lightness of a computed colour, from 0 to 1, as the browser itself paints it. */
  const lightness = (page: Page, selector: string, of: 'color' | 'background-color'): Promise<number> =>
    page.evaluate(
      ([where, property]) => {
        const element = document.querySelector(where ?? '')
        if (!element) throw new Error(`${where} is not on the page`)
        const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
        if (!brush) throw new Error('no canvas')
        brush.fillStyle = getComputedStyle(element).getPropertyValue(property ?? '')
        brush.fillRect(0, 0, 1, 1)
        const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data
        return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
      },
      [selector, of],
    )

  async function open(choice: 'automatic' | 'light' | 'dark'): Promise<Page> {
    await world.db.updateTable('person').set({ theme: choice }).where('loginKey', '=', login).execute()
    const page = await (await browser.newContext()).newPage()
    await signIn(world, page, login, 'fr')
    return page
  }

  for (const [choice, system] of [
    ['dark', 'light'],
    ['dark', 'dark'],
    ['automatic', 'dark'],
  ] as const) {
    test(`printed with the choice ${choice} on a ${system} system: dark ink on white paper`, async () => {
      const page = await open(choice)
      for (const url of [`${world.url}/`, receipt]) {
        await page.goto(url)
        await page.emulateMedia({ media: 'screen', colorScheme: system })
        assert.ok((await lightness(page, 'html', 'background-color')) < 0.3, 'night on the screen')
        await page.emulateMedia({ media: 'print', colorScheme: system })
        assert.ok((await lightness(page, 'html', 'background-color')) > 0.98, 'white paper')
        for (const ink of ['main h1', 'main p', 'main a', 'main td'])
          assert.ok((await lightness(page, ink, 'color')) < 0.4, `${ink} of ${url} is ink`)
      }
      await page.context().close()
    })
  }

  test('the sheet of a receipt is dimmed at night, and as bright as paper by day', async () => {
    const page = await open('automatic')
    await page.goto(receipt)
    await page.emulateMedia({ colorScheme: 'light' })
    assert.ok((await lightness(page, '.a4', 'background-color')) > 0.98)
    await page.emulateMedia({ colorScheme: 'dark' })
    const dimmed = await lightness(page, '.a4', 'background-color')
    assert.ok(dimmed > 0.8 && dimmed < 0.95, `${dimmed}`)
    assert.ok((await lightness(page, '.a4 td', 'color')) < 0.4, 'still ink on paper')
    await page.context().close()
  })

  test('bold words in a notice have the colour of its text, and long sums do not push a phone’s page wider', async () => {
    const page = await open('light')
    await page.setViewportSize({ width: 360, height: 720 })
    await page.evaluate(() => {
      document.body.classList.add('office')
      document.querySelector('main')?.insertAdjacentHTML(
        'beforeend',
        `<div class="notice care"><p>Un mot <b>gras</b>.</p></div>
         <dl class="figures">${'<div><dt>Recettes</dt><dd>123\u00a0456\u00a0789,00\u00a0€</dd></div>'.repeat(4)}</dl>
         <dl class="figures six">${'<div><dt>Recettes</dt><dd>123\u00a0456\u00a0789,00\u00a0€</dd></div>'.repeat(6)}</dl>`,
      )
    })
    assert.equal(await lightness(page, '.notice.care b', 'color'), await lightness(page, '.notice.care p', 'color'))
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360)
    await page.context().close()
  })
})
