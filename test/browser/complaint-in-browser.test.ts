import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { DAY } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'

describe('"I paid and my balance did not move", at the desk', { skip: noBrowser }, () => {
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

  test('yesterday’s payment is found by the mail address, asked for again, and the answer is on the page', async () => {
    const buyer = createVisitor(world.url)
    await buyer.signIn(delautre)
    await answerAs(buyer, await orderTo(buyer, 10), { notice: 'never', return: 'no' })
    world.clock.move(DAY)

    const page = await browser.newPage()
    await page.goto(world.url + routes.desk)
    await page.fill('[name=login]', 'admin@example.org')
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`**${routes.desk}`)
    await page.fill('form[role=search] [name=q]', delautre)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/desk/orders?q=**')
    assert.match((await page.textContent('table.orders')) ?? '', /34530[\s\S]*24\snov\.\s2026[\s\S]*Paiement commencé/)
    await page.click('table.orders a')
    await page.click('form[action$="/checks"] button')
    await page.waitForURL('**checked=paid')
    assert.match((await page.textContent('[role=status]')) ?? '', /La banque confirme le paiement\./)
    assert.match(
      (await page.textContent('ol.timeline')) ?? '',
      /Redemandé au prestataire de paiement[\s\S]*Payée[\s\S]*Compte crédité/,
    )
    assert.equal(await world.balanceOf(delautre), 5960)

    await page.click('a[href="/desk/orders"]')
    await page.click('details.fold > summary')
    await page.fill('[name=from]', '2026-11-25')
    await page.click('form[role=search] button')
    assert.match((await page.textContent('main')) ?? '', /Aucune commande ne correspond\./)
    assert.match(page.url(), /from=2026-11-25/, 'the filter is in the address')
    await page.goBack()
    assert.match((await page.textContent('main')) ?? '', /34530/)
    await page.context().close()
  })

  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    test(`axe finds nothing and nothing sticks out: ${width} pixels, ${colorScheme}`, async () => {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme,
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      await page.goto(world.url + routes.desk)
      await page.fill('[name=login]', 'admin@example.org')
      await page.fill('[name=password]', 'demonstration')
      await page.click('form.ticket button')
      const { id } = await world.db.selectFrom('orders').select('id').executeTakeFirstOrThrow()
      for (const path of [
        routes.desk,
        routes.deskOrders,
        `${routes.deskOrders}?from=x&amount=y`,
        `${routes.deskOrders}/${id}`,
        routes.deskAudit,
      ]) {
        await page.goto(world.url + path)
        for (const fold of await page.locator('details.fold').all())
          await fold.evaluate((each) => each.setAttribute('open', ''))
        assert.deepEqual(await axeFindings(page), [], path)
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, path)
      }
      await context.close()
    })
  }
})
