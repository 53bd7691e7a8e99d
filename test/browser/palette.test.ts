import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { routes } from '../../src/web/routes.ts'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

describe('the desk’s search by the keyboard', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  const signIn = async (page: Page) => {
    await page.goto(world.url + routes.desk)
    await page.fill('[name=login]', 'admin@example.org')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`**${routes.desk}`)
  }

  test('Ctrl K or ⌘ K opens it on any page of the desk, arrows choose, Enter opens, Esc closes', async () => {
    const page = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage()
    await signIn(page)
    await page.goto(world.url + routes.deskVat)
    for (const keys of ['Control+k', 'Meta+k']) {
      await page.keyboard.press(keys)
      await page.waitForSelector('dialog[open] [name=q]:focus')
      await page.keyboard.press('Escape')
      await page.waitForSelector('dialog:not([open])', { state: 'attached' })
    }
    await page.keyboard.press('Control+k')
    await page.keyboard.type('clo')
    const first = page.locator('[role=option]').first()
    await first.waitFor()
    assert.equal(await first.getAttribute('href'), routes.deskClosings)
    assert.equal(await page.getAttribute('#palette', 'aria-activedescendant'), await first.getAttribute('id'))
    assert.equal(await page.textContent('dialog [role=status]'), '1 résultat')
    assert.deepEqual(await axeFindings(page), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false)
    await page.fill('#palette', 'a')
    await page.waitForFunction(() => document.querySelectorAll('[role=option]').length > 1)
    await page.keyboard.press('ArrowDown')
    const second = page.locator('[role=option]').nth(1)
    assert.equal(await second.getAttribute('aria-selected'), 'true')
    assert.equal(await first.getAttribute('aria-selected'), 'false')
    assert.equal(await page.getAttribute('#palette', 'aria-activedescendant'), await second.getAttribute('id'))
    const to = await second.getAttribute('href')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${to}`)
    await page.context().close()
  })

  test('what finds nothing says so; Enter before the answer is there sends the form', async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    await signIn(page)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('zzzz')
    await page.waitForFunction(() => document.querySelector('dialog [role=status]')?.textContent?.includes('Rien'))
    assert.equal(await page.getAttribute('#palette', 'aria-expanded'), 'false')
    await page.route('**/desk/search/hits**', (route) => route.abort())
    await page.fill('#palette', 'a')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/desk/search?q=a')
    assert.match((await page.textContent('main')) ?? '', /admin@example\.org/)
    await page.context().close()
  })
})
