import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'
import { openArticle, saveButton } from './walk-article-desk.ts'

describe('a manager changes articles in a real browser', { skip: noBrowser }, () => {
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

  async function visit(login: string, javaScriptEnabled = true): Promise<Page> {
    const page = await (await browser.newContext({ javaScriptEnabled, locale: 'fr-FR' })).newPage()
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(`${world.url}/sign-in`)
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`${world.url}/`)
    return page
  }
  const textOf = async (page: Page, selector: string): Promise<string> => (await page.textContent(selector)) ?? ''

  test('a discount prepared for next week is seen before it is published, and met on its days only', async () => {
    world.clock.set('2026-11-24T09:00:00.000Z')
    const manager = await visit('admin@example.org')
    await manager.click('nav a[href="/desk"]')
    await manager.click('nav.rail a[href="/desk/articles"]')
    assert.equal(await textOf(manager, 'h1'), 'Articles')
    await openArticle(world, manager, 10)
    await manager.check('[name=offer0_kind][value=percent]')
    await manager.fill('[name=offer0_value]', '10')
    await manager.fill('[name=offer0_from]', '2026-11-30')
    await manager.fill('[name=offer0_until]', '2026-12-04')
    await manager.fill('[name=on]', '2026-12-04')
    await manager.click('text="Voir"')
    const aside = await textOf(manager, 'main aside')
    assert.match(aside, /pas encore publié/)
    assert.match(aside, /Remise de 10\s%, dernier jour/)
    assert.match(aside, /10,00\s€ pour 10,00\sunités → 9,00\s€ pour 10,00\sunités/)
    assert.match(aside, /Lundi 30\snovembre\s2026\s*9,00\s€/)
    assert.deepEqual(await axeFindings(manager), [])

    const person = await visit('v.delautre@cartadis.com')
    const priceOf10 = async (): Promise<string> => {
      await person.goto(`${world.url}/recharge`)
      return (await person.locator('label.article', { hasText: 'Article 10 –' }).locator('.price').textContent()) ?? ''
    }
    assert.match(await priceOf10(), /^10,00\s€$/, 'a preview publishes nothing')
    await manager.click(saveButton)
    assert.match(await textOf(manager, 'main'), /C’est enregistré/)
    assert.match(await priceOf10(), /^10,00\s€$/, 'not before its day')

    world.clock.set('2026-11-30T09:00:00.000Z')
    const monday = await visit('v.delautre@cartadis.com')
    await monday.goto(`${world.url}/recharge`)
    const card = monday.locator('label.article', { hasText: 'Article 10 –' })
    assert.match((await card.textContent()) ?? '', /9,00\s€.*10,00\s€.*Remise de 10\s%, jusqu’au 4\sdécembre\s2026/)
    await card.click()
    await monday.check('[name=terms]')
    await monday.click('form[action="/recharge"] button.btn')
    await monday.waitForURL('**/recharge/summary**')
    assert.match(await textOf(monday, 'main'), /Commander avec obligation de paiement \(9,00\s€\)/)

    world.clock.set('2026-12-05T09:00:00.000Z')
    const saturday = await visit('v.delautre@cartadis.com')
    await saturday.goto(`${world.url}/recharge`)
    assert.match(
      (await saturday.locator('label.article', { hasText: 'Article 10 –' }).locator('.price').textContent()) ?? '',
      /^10,00\s€$/,
      'the usual price is back by itself',
    )
  })

  test('without JavaScript: a free amount is made, typed, refused with a sentence, and ordered', async () => {
    const manager = await visit('admin@example.org', false)
    await manager.goto(`${world.url}/desk/articles/new?kind=free`)
    await manager.fill('[name=titleFr]', 'Montant libre')
    await manager.fill('[name=titleEn]', 'Free amount')
    await manager.fill('[name=step]', '0,50')
    await manager.click(saveButton)
    const person = await visit('a.martin@example.org', false)
    await person.goto(`${world.url}/recharge`)
    await person.fill('[name^=amount_]', '7,25')
    await person.check('[name=terms]')
    await person.click('form[action="/recharge"] button.btn')
    assert.match(await textOf(person, 'main'), /tombe entre deux pas/)
    await person.fill('[name^=amount_]', '7,50')
    await person.check('[name=terms]')
    await person.click('form[action="/recharge"] button.btn')
    await person.waitForURL('**/recharge/summary**')
    assert.match(await textOf(person, 'main'), /7,50\s€/)
  })

  test('the console stayed silent', () => {
    assert.deepEqual(
      complaints.filter((text) => !/40[49]|422/.test(text)),
      [],
    )
  })
})
