import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
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

  test('Ctrl K and ⌘ K lead into the field from any page of the desk; Enter finds', async () => {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 800 } })).newPage()
    await page.goto(world.url + routes.desk)
    await page.fill('[name=login]', 'admin@example.org')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`**${routes.desk}`)
    for (const keys of ['Control+k', 'Meta+k']) {
      await page.goto(world.url + routes.deskVat)
      await page.keyboard.press(keys)
      await page.waitForURL(`**${routes.deskSearch}#find`)
      await page.waitForSelector('[name=q]:focus')
    }
    await page.keyboard.type('admin')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/desk/search?q=admin**')
    assert.match((await page.textContent('main')) ?? '', /admin@example\.org/)
    assert.deepEqual(await axeFindings(page), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('a')
    assert.equal(await page.inputValue('[name=q]'), 'a', 'what was typed before is replaced')
    await page.context().close()
  })
})
