import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { MINUTE } from '../../src/kit/clock.ts'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'
const martin = 'a.martin@example.org'

describe('in a real browser', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  const complaints: string[] = []
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  async function visit(login: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    page.on('console', (message) => {
      // A page that is not there says so in the console too; nothing else may.
      if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text())
    })
    await page.goto(`${world.url}/sign-in`)
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`${world.url}/`)
    return page
  }

  async function choose(page: Page, number: number): Promise<void> {
    await page.goto(`${world.url}/recharge`)
    await page.locator('label.article', { hasText: `Article ${number} –` }).click()
    await page.check('[name=terms]')
    await page.click('form[action="/recharge"] button.btn')
    await page.waitForURL('**/recharge/summary**')
  }

  async function toBank(page: Page): Promise<void> {
    await page.click('form[action="/orders"] button, form[action*="/payments"] button')
    await page.waitForURL('**/simulated/ogone/**')
  }

  async function answer(page: Page, controls: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(controls)) await page.selectOption(`[name=${name}]`, value)
    await page.click('form.panel button')
  }

  const headline = (page: Page): Promise<string | null> => page.textContent('h1')

  test('the whole recharge: article, summary, bank, credited, receipt; the page turns by itself', async () => {
    const page = await visit(delautre)
    await choose(page, 10)
    await toBank(page)
    await answer(page, { outcome: 'pend' })
    await page.waitForURL('**/orders/**')
    assert.equal(await headline(page), 'La banque n’a pas encore répondu.')
    const [pending] = world.simulator('ogone').books()
    world.simulator('ogone').script({ fault: 'settle', ...(pending && { reference: pending.reference }) })
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Votre compte est crédité.')
    assert.match((await page.textContent('.numeral')) ?? '', /59,60/)
    await page.click('a[href^="/receipts/"]')
    assert.match((await page.textContent('.a4')) ?? '', /2026-000912/)
    const onePage = await page.pdf({ format: 'A4' })
    assert.equal(onePage.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'the receipt prints on one page')
    await page.context().close()
  })

  test('without JavaScript everything works, and a reload tells the truth', async () => {
    const page = await visit(martin, { javaScriptEnabled: false })
    await choose(page, 5)
    await page.click('form[action="/orders"] button')
    assert.equal(await headline(page), 'Votre commande est enregistrée.')
    await page.click('form[data-autopost] button')
    await answer(page, {})
    await page.waitForURL('**/orders/**')
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Votre compte est crédité.')
    await page.context().close()
  })

  test('by keyboard alone, from sign-in to the bank', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${world.url}/sign-in`)
    await page.focus('[name=login]')
    await page.keyboard.type(martin)
    await page.keyboard.press('Tab')
    await page.keyboard.type('demonstration')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${world.url}/`)
    await tabTo(page, 'a[href="/recharge"].btn')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/recharge')
    await tabTo(page, 'input[name=article]')
    await page.keyboard.press('Space')
    await tabTo(page, 'input[name=terms]')
    await page.keyboard.press('Space')
    await tabTo(page, 'form[action="/recharge"] button.btn')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/recharge/summary**')
    await tabTo(page, 'form[action="/orders"] button')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/simulated/ogone/**')
    await context.close()
  })

  test('at 360 pixels nothing sticks out and the main act is above the fold', async () => {
    const page = await visit(delautre, { viewport: { width: 360, height: 720 } })
    for (const path of ['/', '/recharge', '/profile', '/history', '/terms']) {
      await page.goto(world.url + path)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > 360)
      assert.equal(wide, false, path)
    }
    await page.goto(world.url)
    const box = await page.locator('a.btn[href="/recharge"]').boundingBox()
    assert.ok(box && box.y + box.height < 720 - 60, 'the recharge button stands above the bottom bar')
    await page.context().close()
  })

  test('refused, then tried again and paid: no new order, nothing typed again', async () => {
    const page = await visit(martin)
    await choose(page, 20)
    await toBank(page)
    await answer(page, { outcome: 'refuse' })
    await page.waitForURL('**/orders/**')
    await world.settle()
    await page.reload()
    const orderUrl = page.url()
    assert.equal(await headline(page), 'La banque a refusé le paiement.')
    await page.click('ul.choices a[href*="/summary"]')
    assert.match(
      (await page.textContent('form[action*="/payments"] button')) ?? '',
      /Commander avec obligation de paiement \(20,00\s€\)/,
    )
    await toBank(page)
    await answer(page, {})
    await page.waitForURL('**/orders/**')
    await world.settle()
    await page.reload()
    assert.equal(page.url(), orderUrl)
    assert.equal(await headline(page), 'Votre compte est crédité.')
    await page.context().close()
  })

  test('the tab is closed at the bank and the notice comes late: credited all the same [case 19]', async () => {
    const before = await world.balanceOf(martin)
    const page = await visit(martin)
    await choose(page, 5)
    await toBank(page)
    await answer(page, { notice: 'late', return: 'no' })
    assert.match((await page.textContent('main')) ?? '', /Vous pouvez fermer cette fenêtre/)
    await page.context().close()
    assert.equal(await world.balanceOf(martin), before)
    world.clock.move(11 * MINUTE)
    await world.simulator('ogone').runDue()
    await world.settle()
    assert.equal(await world.balanceOf(martin), before + 500)
  })

  test('cancelled at the bank, then paid after all: honoured [case 25] [R03]', async () => {
    const before = await world.balanceOf(martin)
    const page = await visit(martin)
    await choose(page, 5)
    await toBank(page)
    await answer(page, { outcome: 'cancel' })
    await page.waitForURL('**/orders/**')
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Le paiement n’a pas été fait.')
    const cancelled = world.simulator('ogone').books().at(-1)
    world.simulator('ogone').script({ fault: 'pay', ...(cancelled && { reference: cancelled.reference }) })
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Votre compte est crédité.')
    assert.equal(await world.balanceOf(martin), before + 500)
    await page.context().close()
  })

  test('a double click on the order button makes one order [case 22]', async () => {
    const page = await visit(martin)
    const orders = async () => (await world.db.selectFrom('orders').select('id').execute()).length
    const before = await orders()
    await choose(page, 5)
    await page.dblclick('form[action="/orders"] button')
    await page.waitForURL('**/simulated/ogone/**')
    assert.equal(await orders(), before + 1)
    await page.context().close()
  })

  test('back from the bank by the browser’s own button finds the order, and leads on to the same page of the bank', async () => {
    const page = await visit(martin)
    const count = async (table: 'orders' | 'payment') =>
      (await world.db.selectFrom(table).select('id').execute()).length
    const before = [await count('orders'), await count('payment')] as const
    await choose(page, 5)
    await toBank(page)
    const bank = page.url()
    await page.goBack()
    await page.waitForURL('**/orders/ord_*')
    assert.equal(await headline(page), 'Nous attendons votre paiement.')
    await page.click('a[href$="/pay"]')
    await page.waitForURL('**/simulated/ogone/**')
    assert.equal(page.url(), bank)
    assert.deepEqual([await count('orders'), await count('payment')], [before[0] + 1, before[1] + 1])
    await page.context().close()
  })

  test('an order is given up by its own button, with the keyboard', async () => {
    const page = await visit(martin)
    await choose(page, 5)
    await toBank(page)
    await answer(page, { outcome: 'refuse' })
    await page.waitForURL('**/orders/**')
    await world.settle()
    await page.reload()
    await tabTo(page, 'form[action$="/cancel"] button')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Cette commande est annulée.')
    await page.context().close()
  })

  test('English on request, for the whole site, and axe finds nothing on either', async () => {
    const page = await visit(delautre)
    for (const language of ['fr', 'en']) {
      await page.goto(world.url)
      const other = page.locator(`footer button[name=language][value=${language}]`)
      if ((await other.count()) > 0) await other.click()
      assert.equal(await page.getAttribute('html', 'lang'), language)
      for (const path of ['/', '/history', '/recharge', '/profile', '/terms', '/legal', '/nowhere', '/demo/mail']) {
        await page.goto(world.url + path)
        assert.deepEqual(await axeFindings(page), [], `${path} in ${language}`)
      }
    }
    assert.match((await page.textContent('body')) ?? '', /The demonstration’s email/)
    await page.context().close()
  })

  test('the console stayed silent: no script or style was blocked by the content security policy', () => {
    assert.deepEqual(complaints, [])
  })
})

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${selector} cannot be reached by Tab`)
}
