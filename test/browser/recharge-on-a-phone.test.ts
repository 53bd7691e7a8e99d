import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { routes } from '../../src/web/routes.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

/** Whether the button that goes on is whole within the window, where the page stands now. */
const buttonIsInReach = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const box = document.querySelector('.paybar [type=submit]')?.getBoundingClientRect()
    const menu = document.querySelector('.menu')?.getBoundingClientRect().top ?? window.innerHeight
    return box !== undefined && box.top >= 0 && box.bottom <= menu
  })
const toTheEnd = (page: Page) => page.evaluate(() => scrollTo(0, document.body.scrollHeight))

describe('a recharge on a telephone of 360 pixels', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  let page: Page
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      locale: 'fr',
      reducedMotion: 'reduce',
    })
    page = await context.newPage()
    await page.goto(world.url + routes.signIn)
    await page.fill('[name=login]', 'v.delautre@cartadis.com')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket [type=submit]')
    await page.waitForURL(`${world.url}/`)
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  test('amount and button are in reach from the first sight on, and the summary leads on or back, nowhere else', async () => {
    await page.goto(world.url + routes.recharge)
    assert.ok(await buttonIsInReach(page), 'before anything is chosen')
    await page.locator('label.article', { hasText: 'Article 10 –' }).click()
    assert.match((await page.textContent('[data-chosen]')) ?? '', /^10,00\s€$/)
    await page.check('[name=terms]')
    assert.ok(await buttonIsInReach(page), 'at the terms')
    await page.click('.paybar [type=submit]')
    await page.waitForURL(/summary/)
    assert.ok(await buttonIsInReach(page), 'the order button, above everything else')
    assert.match((await page.textContent('.paybar')) ?? '', /10,00\s€/)
    assert.equal(await page.locator('.menu').count(), 0, 'no menu between choice and bank')
    assert.equal(await page.locator('.mast a').count(), 0)
    await page.locator('main').getByText('Retour').click()
    await page.waitForURL(/recharge/)
    assert.match((await page.textContent('[data-chosen]')) ?? '', /^10,00\s€$/, 'what was chosen is still chosen')
    await toTheEnd(page)
    assert.ok(await page.locator('.menu').isVisible(), 'and the menu is back')
  })

  test('every page says what it is, in the operator’s colour, and can stand on a home screen', async () => {
    await page.goto(world.url + routes.signIn)
    assert.match((await page.getAttribute('meta[name=description]', 'content')) ?? '', /Université Montclar/)
    assert.equal(await page.getAttribute('meta[name=theme-color]', 'content'), '#1d3a7a')
    const answer = await page.evaluate(async () => {
      const href = document.querySelector<HTMLLinkElement>('link[rel=manifest]')?.href ?? ''
      const response = await fetch(href)
      return { type: response.headers.get('content-type'), manifest: await response.json() }
    })
    assert.match(answer.type ?? '', /^application\/manifest\+json/)
    const { name, theme_color, start_url, icons } = answer.manifest
    assert.deepEqual([name, theme_color, start_url], ['Université Montclar', '#1d3a7a', '/'])
    assert.equal((await page.request.get(world.url + icons[0].src)).headers()['content-type'], icons[0].type)
    assert.equal(routes.manifest, '/site.webmanifest')
  })
})
