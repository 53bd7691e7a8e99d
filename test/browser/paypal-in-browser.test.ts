import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

const martin = 'a.martin@example.org'

describe('PayPal and the desk, in a real browser, in French', { skip: noBrowser }, () => {
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

  async function visit(login: string): Promise<Page> {
    const context = await browser.newContext({ extraHTTPHeaders: { 'accept-language': 'fr' } })
    const page = await context.newPage()
    await page.goto(`${world.url}/sign-in`)
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL(`${world.url}/`)
    return page
  }

  async function orderByPayPal(page: Page, number: number): Promise<void> {
    await page.goto(`${world.url}/recharge`)
    await page.locator('label.article', { hasText: `Article ${number} –` }).click()
    await page.check('[name=method][value=paypal]')
    await page.check('[name=terms]')
    await page.click('form[action="/recharge"] button.btn')
    await page.waitForURL('**/recharge/summary**')
    assert.match((await page.textContent('main')) ?? '', /Paiement internet par PayPal/)
    await page.click('form[action="/orders"] button')
    await page.waitForURL('**/simulated/paypal/checkoutnow**')
  }

  async function answer(page: Page, controls: Record<string, string> = {}): Promise<void> {
    for (const [name, value] of Object.entries(controls)) await page.selectOption(`[name=${name}]`, value)
    await page.click('form.panel button')
    await page.waitForURL('**/orders/**')
  }
  const headline = (page: Page): Promise<string | null> => page.textContent('h1')

  test('paid: approved at PayPal, captured on the return, credited, with its receipt', async () => {
    const page = await visit(martin)
    await orderByPayPal(page, 20)
    assert.match((await page.textContent('.sum')) ?? '', /20,00\u00a0EUR/)
    await answer(page)
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Votre compte est crédité.')
    assert.equal(await world.balanceOf(martin), 2100)
    await page.click('a[href^="/receipts/"]')
    assert.match((await page.textContent('.a4')) ?? '', /Paiement internet par PayPal p\*\*\*@example\.org/)
    await page.context().close()
  })

  test('refused, then cancelled, then paid by card: the same order, no new one', async () => {
    const page = await visit(martin)
    const before = await world.balanceOf(martin)
    await orderByPayPal(page, 5)
    await answer(page, { outcome: 'refuse' })
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'PayPal a refusé le paiement.')
    const order = new URL(page.url()).pathname
    await page.click('a.choice[href*="method=paypal"]')
    await page.click('form[action*="/payments"] button')
    await page.waitForURL('**/simulated/paypal/checkoutnow**')
    await answer(page, { outcome: 'cancel' })
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Le paiement n’a pas été fait.')
    await page.click('a.choice[href*="method=ogone"]')
    await page.click('form[action*="/payments"] button')
    await page.waitForURL('**/simulated/ogone/**')
    await answer(page)
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Votre compte est crédité.')
    assert.equal(new URL(page.url()).pathname, order)
    assert.equal(await world.balanceOf(martin), before + 500)
    await page.context().close()
  })

  test('refunded by a manager who sees first what will happen; the person sees it, with a credit note', async () => {
    const page = await visit(martin)
    const before = await world.balanceOf(martin)
    await orderByPayPal(page, 10)
    await answer(page)
    await world.settle()
    const orderPath = new URL(page.url()).pathname
    const manager = await visit('admin@example.org')
    await manager.goto(`${world.url}/desk${orderPath}/refunds`)
    await manager.fill('[name=reason]', 'Imprimante en panne')
    await manager.click('form.form button')
    assert.match((await manager.textContent('main')) ?? '', /10,00\s€ repartiront par PayPal/)
    await manager.click('form.form button.bad')
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Cette commande est remboursée.')
    assert.equal(await world.balanceOf(martin), before)
    const note = await world.db.selectFrom('receipt').select('number').where('kind', '=', 'credit_note').execute()
    assert.equal(note.length, 1)
    assert.deepEqual((await world.check()).problems, [])
    await page.context().close()
    await manager.context().close()
  })

  test('a held payment is found on the desk and solved, without reading a manual', async () => {
    const page = await visit(martin)
    const before = await world.balanceOf(martin)
    world.simulator('paypal').script({ fault: 'charge-amount', value: '900' })
    await orderByPayPal(page, 10)
    await answer(page)
    await world.settle()
    await page.reload()
    assert.equal(await headline(page), 'Un point est à vérifier sur ce paiement.')
    const manager = await visit('admin@example.org')
    await manager.click('nav a[href="/desk"]')
    assert.match((await manager.textContent('.queue')) ?? '', /PayPal annonce 9,00\s€, la commande est de 10,00\s€/)
    await manager.click('.queue a.btn')
    await manager.check('[name=choice][value=credit]')
    await manager.fill('[name=why]', 'Le prestataire confirme 9,00 €')
    await manager.click('form.form button')
    assert.match((await manager.textContent('main')) ?? '', /C’est décidé/)
    await page.reload()
    assert.equal(await headline(page), 'Votre compte est crédité.')
    assert.equal(await world.balanceOf(martin), before + 900)
    await page.context().close()
    await manager.context().close()
  })
})
