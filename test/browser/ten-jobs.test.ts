import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { DAY } from '../../src/kit/clock.ts'
import { rolesOf } from '../../src/people/find-people.ts'
import { routes } from '../../src/web/routes.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { saveButton } from './walk-article-desk.ts'

type Effort = { clicks: number; fields: number; pages: number }

/**
 * The ten jobs of who runs the shop, each from the desk's first page to its end, by what stands on the pages alone: what
 * each takes today. Who makes one longer or shorter writes it down here.
 */
const counted: Readonly<Record<string, Effort>> = {
  'a discount for Monday': { clicks: 4, fields: 3, pages: 3 },
  'another colour': { clicks: 3, fields: 1, pages: 3 },
  'another logo': { clicks: 3, fields: 1, pages: 3 },
  'new terms of sale': { clicks: 4, fields: 3, pages: 4 },
  'the order of a mail address': { clicks: 1, fields: 1, pages: 2 },
  'a held payment': { clicks: 3, fields: 1, pages: 2 },
  'a refund': { clicks: 4, fields: 3, pages: 5 },
  'the comparison with the provider': { clicks: 4, fields: 1, pages: 4 },
  'a role for a colleague': { clicks: 3, fields: 1, pages: 4 },
  'who did one act': { clicks: 2, fields: 1, pages: 2 },
}

describe('ten jobs at the desk, counted', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  let page: Page
  let effort: Effort
  const seen = new Set<string>()
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
    const buyer = createVisitor(world.url)
    await buyer.signIn('a.martin@example.org')
    await buy(world, buyer, { number: 10 })
    world.simulator('paypal').script({ fault: 'charge-amount', value: '800' })
    await buy(world, buyer, { number: 10, method: 'paypal' })
    page = await (await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })).newPage()
    await page.goto(`${world.url}/sign-in?to=/desk`)
    await page.fill('[name=login]', 'admin@example.org')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`${world.url}/**`)
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && effort) effort.pages += 1
    })
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  const click = async (selector: string): Promise<void> => {
    effort.clicks += 1
    await page.locator(selector).first().click()
    await page.waitForLoadState()
  }
  const fill = async (selector: string, value: string): Promise<void> => {
    effort.fields += 1
    await page.locator(selector).first().fill(value)
  }
  const enter = async (selector: string, value: string): Promise<void> => {
    await fill(selector, value)
    await page.keyboard.press('Enter')
    await page.waitForLoadState()
  }
  const text = async (): Promise<string> => (await page.textContent('main')) ?? ''

  function job(name: string, walk: () => Promise<void>): void {
    test(name, async () => {
      effort = { clicks: 0, fields: 0, pages: 0 }
      await page.goto(world.url + routes.desk)
      effort = { clicks: 0, fields: 0, pages: 0 }
      await walk()
      seen.add(name)
      assert.deepEqual(effort, counted[name])
    })
  }

  job('a discount for Monday', async () => {
    await click('nav a[href="/desk/articles"]')
    await click('table.list tbody tr:has(td:text-is("10")) th a')
    await click('[name=offer0_kind][value=percent]')
    await fill('[name=offer0_value]', '10')
    await fill('[name=offer0_from]', '2026-11-30')
    await fill('[name=offer0_until]', '2026-12-04')
    await click(saveButton)
    assert.match(await text(), /C’est enregistré/)
  })

  job('another colour', async () => {
    await click('nav a[href="/desk/brand"]')
    await fill('[name=accent]', '#7a1d1d')
    await click('text=Publier…')
    await click('text=Publier maintenant')
    assert.match(await text(), /La version 2 est publiée/)
  })

  job('another logo', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h90v30H0z"/></svg>'
    await click('nav a[href="/desk/brand"]')
    effort.fields += 1
    const file = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }
    await page.setInputFiles('#upload_light', file)
    await click('text=Publier…')
    await click('text=Publier maintenant')
    assert.match(await text(), /La version 3 est publiée/)
  })

  job('new terms of sale', async () => {
    await click('a[href="/desk/terms"]')
    await click('a[href="/desk/terms/new"]')
    for (const name of ['terms_fr', 'terms_en'])
      await fill(`[name=${name}]`, `${await page.inputValue(`[name=${name}]`)}\n\n## 7`)
    await fill('[name=day]', '2026-12-24')
    await click('button[name=act][value=review]')
    await click('button[name=act][value=publish]')
    await page.waitForURL('**/desk/terms?published=*')
  })

  job('the order of a mail address', async () => {
    await enter('form[role=search] [name=q]', 'a.martin@example.org')
    await click('table.orders a')
    assert.match(await text(), /Alice MARTIN/)
  })

  job('a held payment', async () => {
    await click('a[href^="/desk/payments/"]')
    await click('[name=choice][value=credit]')
    await fill('[name=why]', 'Vu avec elle.')
    await click('form[action*="/desk/payments"] button')
    assert.match(await text(), /C’est décidé/)
  })

  job('a refund', async () => {
    await enter('form[role=search] [name=q]', 'a.martin@example.org')
    await page.locator('table.orders tbody tr').last().locator('a').first().click()
    effort.clicks += 1
    await page.waitForLoadState()
    await click('a[href$="/refunds"]')
    await fill('[name=amount]', '4,00')
    await fill('[name=reason]', 'Erreur de montant')
    await click('form.form button')
    await click('form.form button.bad')
    assert.equal((await world.db.selectFrom('refund').selectAll().execute()).length, 1)
  })

  job('the comparison with the provider', async () => {
    world.clock.move(DAY)
    await page.goto(`${world.url}/sign-in?to=/desk`)
    if (page.url().includes('sign-in')) {
      await page.fill('[name=login]', 'admin@example.org')
      await page.fill('[name=password]', 'demonstration')
      await page.click('form.ticket button')
      await page.waitForLoadState()
      await page.goto(world.url + routes.desk)
    }
    effort = { clicks: 0, fields: 0, pages: 0 }
    world.simulator('paypal').script({ fault: 'list-amount', value: '999' })
    await click('a[href="/desk/reconciliation"]')
    await click('form[action="/desk/reconciliation"] button')
    await click('a[href^="/desk/differences/"]')
    await page.locator('[name=choice][value=settle]').check()
    await fill('[name=why]', 'La banque l’a expliqué.')
    await click('form[action*="/desk/differences"] button')
    assert.match(await text(), /plus rien à décider|C’est décidé/)
  })

  job('a role for a colleague', async () => {
    await click('a[href="/desk/people"]')
    await enter('main form[role=search] [name=q]', 'v.delautre')
    await click('main table tbody a')
    await click('form:has(input[name=role][value=support]) button')
    assert.match(await text(), /Le rôle est donné/)
    assert.deepEqual(await rolesOf(world.db, (await world.person('v.delautre@cartadis.com')).id), ['support'])
  })

  job('who did one act', async () => {
    await click('a[href="/desk/audit"]')
    effort.fields += 1
    await page.selectOption('[name=act]', 'ask refund')
    await click('main form[role=search] button')
    assert.match(await text(), /Camille ROUX[\s\S]*Remboursement demandé|Remboursement demandé[\s\S]*Camille ROUX/)
  })

  test('every job was done', () => {
    assert.deepEqual([...seen], Object.keys(counted))
  })
})
