import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'
import { walkBrandStates } from './brand-states.ts'

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><script>alert(1)</script><path d="M0 0h90v30H0z" fill="#7a1d1d"/></svg>'

describe('the brand in a real browser', { skip: noBrowser }, () => {
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

  async function visit(at: World, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce', ...options })).newPage()
    page.on('console', (message) => {
      // A form that was refused says so in the console too; nothing else may.
      if (message.type() === 'error' && !/ 4(09|22) /.test(message.text())) complaints.push(message.text())
    })
    await page.goto(`${at.url}/sign-in`)
    await page.fill('[name=login]', 'admin@example.org')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`${at.url}/`)
    return page
  }
  const accentOf = (page: Page, selector: string) =>
    page.$eval(selector, (element) => getComputedStyle(element).getPropertyValue('--accent').trim())

  test('a re-branding: name, colour, logo, text, preview by day and night, publication, undo', async () => {
    const page = await visit(world)
    await page.click('a[href="/desk"]')
    await page.click('nav a:has-text("Marque et textes")')
    await page.fill('label:text("Nom de l’exploitant") + input', 'Médiathèque de Villefleur')
    await page.fill('[name=accent]', '#7cb342')
    await page.waitForSelector('[data-contrast] >> text=Sous 4,5')
    assert.equal(await accentOf(page, '.proof[data-theme=light]'), '#7cb342', 'the proof follows what is typed')
    assert.equal(await accentOf(page, 'main'), '#1d3a7a', 'the page does not')
    await page.click('text=Publier…')
    await page.waitForURL('**/publication')
    assert.match((await page.textContent('main')) ?? '', /À corriger avant de publier/)
    await page.click('main a:has-text("Couleur d’accent")')
    await page.click('text=La prendre')
    await page.waitForURL('**done=saved')
    const accent = await page.inputValue('[name=accent]')
    assert.notEqual(accent, '#7cb342')

    const file = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(logo) }
    await page.setInputFiles('#upload_light', file)
    await page.click('button[name=act][value=save]')
    assert.match(
      (await page.textContent('[role=status]')) ?? '',
      /pourrait s’exécuter ou charger autre chose\s: script/,
    )
    await page.click('text=Messages')
    await page.fill('[name=homeMessage_fr]', 'Bonjour {name}, **la médiathèque** ferme lundi.')
    await page.fill('[name=homeMessage_en]', 'Hello {name}, **the library** is closed on Monday.')
    await page.click('text=Enregistrer le brouillon')
    await page.click('text=Voir tout le portail')
    await page.click('nav a:has-text("De nuit")')
    const phone = page.frameLocator('.phone iframe')
    assert.match((await phone.locator('main').textContent()) ?? '', /Bonjour Alix DUMAS, la médiathèque ferme lundi/)
    assert.equal(await phone.locator('html').getAttribute('data-theme'), 'dark')
    assert.match((await page.frameLocator('.desktop iframe').locator('header.mast').textContent()) ?? '', /Villefleur/)
    assert.doesNotMatch((await page.locator('header.mast').textContent()) ?? '', /Villefleur/, 'ours has not changed')

    await page.goto(`${world.url}/desk/brand/publication`)
    await page.click('text=Publier maintenant')
    assert.match((await page.textContent('main')) ?? '', /La version 2 est publiée/)
    await page.goto(world.url)
    assert.match((await page.textContent('main')) ?? '', /Bonjour Camille ROUX, la médiathèque ferme lundi/)
    assert.equal(await accentOf(page, 'main'), accent)
    const drawn = await page.$eval('img.logo', (image) => (image as HTMLImageElement).naturalWidth)
    assert.ok(drawn > 0, 'the cleaned logo is a picture that the browser draws')

    await page.goto(`${world.url}/desk/brand/versions`)
    await page.click('text=Voir la version 1')
    await page.click('text=Publier de nouveau la version 1')
    await page.goto(world.url)
    assert.equal(await accentOf(page, 'main'), '#1d3a7a')
    await page.context().close()
  })

  test('without JavaScript: saved, figured out by the server, taken, published', async () => {
    const page = await visit(world, { javaScriptEnabled: false })
    await page.goto(`${world.url}/desk/brand`)
    assert.equal(await page.locator('[data-picker]').first().isVisible(), false, 'no picker that does nothing')
    await page.fill('[name=accent]', '#ffcc00')
    await page.click('text=Enregistrer le brouillon')
    await page.click('text=La prendre')
    await page.click('text=Publier…')
    await page.click('text=Publier maintenant')
    assert.match((await page.textContent('main')) ?? '', /La version \d+ est publiée/)
    await page.context().close()
  })

  test('a file that is too large is told before it travels', async () => {
    const page = await visit(world)
    await page.goto(`${world.url}/desk/brand/logo`)
    const file = { name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(300 * 1024) }
    await page.setInputFiles('#upload_dark', file)
    const said = await page.$eval('#upload_dark', (input) => (input as HTMLInputElement).validationMessage)
    assert.match(said, /dépasse 200 ko/)
    await page.context().close()
  })

  for (const [colorScheme, width] of [
    ['light', 360],
    ['dark', 1280],
  ] as const) {
    test(`axe finds nothing on any page of the brand and the terms: ${colorScheme}, ${width}`, async () => {
      const own = await createWorld()
      const page = await visit(own, { colorScheme, viewport: { width, height: 800 } })
      const findings: string[] = []
      await walkBrandStates(own, page, async (name) => {
        for (const found of await axeFindings(page)) findings.push(`${name}: ${found}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
        if (wide) findings.push(`${name} is wider than its window`)
      })
      await page.context().close()
      await own.end()
      assert.deepEqual(findings, [])
    })
  }

  test('the console stayed silent: nothing was blocked by the content security policy', () => {
    assert.deepEqual(complaints, [])
  })
})
