import type { BrowserContext, Page } from 'playwright-core'
import { MINUTE } from '../../src/kit/clock.ts'
import type { World } from '../support/world.ts'
import { walkOwnEmail } from './walk-own-email.ts'
import { walkPausedProvider } from './walk-paused-provider.ts'
import { walkRefunds } from './walk-refunds.ts'
import { walkWithdrawal } from './walk-withdrawal.ts'

export type Shoot = (name: string, page: Page) => Promise<void>

const delautre = 'v.delautre@cartadis.com'

/** Walks through every page and state of the portal in a real browser and shows each one. */
export async function walkStates(world: World, context: BrowserContext, language: string, shoot: Shoot): Promise<void> {
  const page = await context.newPage()
  const go = (path: string) => page.goto(world.url + path)
  await go('/sign-in')
  await shoot('01-sign-in', page)
  await page.fill('[name=login]', 'nobody')
  await page.fill('[name=password]', 'wrong')
  await page.click('form.ticket button')
  await shoot('01-sign-in-refused', page)
  await go('/forgotten-password')
  await shoot('01-forgotten', page)
  await walkWithdrawal(world, page, shoot, '01')
  await signIn(world, page, delautre, language)
  await shoot('02-account', page)
  await go('/history')
  await shoot('02-history', page)
  await go('/recharge')
  await shoot('03-recharge', page)
  await page.click('form[action="/recharge"] button.btn')
  await shoot('03-recharge-problems', page)
  await chooseArticle(page, 10)
  await shoot('04-summary', page)
  await page.click('form[action="/orders"] button')
  await page.waitForURL('**/simulated/ogone/**')
  await shoot('09-bank', page)
  await answer(page, { outcome: 'pend' })
  await world.settle()
  await page.waitForURL('**/orders/**')
  await page.reload()
  await shoot('05-order-pending', page)
  const pendingUrl = page.url()
  await go('/')
  await shoot('02-account-open-order', page)
  await settlePending(world)
  await page.goto(pendingUrl)
  await shoot('06-order-credited', page)
  const creditedUrl = page.url()
  await page.goto(
    await page
      .locator('a[href^="/receipts/"]')
      .first()
      .evaluate((link) => (link as HTMLAnchorElement).href),
  )
  await shoot('07-receipt', page)
  await order(world, page, 50, { outcome: 'refuse' })
  await shoot('08-order-refused', page)
  await order(world, page, 5, { outcome: 'cancel' })
  await shoot('08-order-cancelled', page)
  await order(world, page, 20, { notice: 'wrong-amount', return: 'no' })
  await world.settle()
  await go('/')
  await page.click('.notice.act a.btn')
  await shoot('08-order-held', page)
  await walkWithdrawal(world, page, shoot, '08')
  await page.goto(creditedUrl)
  await walkRefunds(world, page, shoot)
  await go('/orders')
  await shoot('17-my-orders', page)
  await go('/profile')
  await shoot('10-profile', page)
  await walkOwnEmail(world, page, delautre, shoot)
  await go('/terms')
  await shoot('11-terms', page)
  await go('/nothing-here')
  await shoot('14-not-found', page)
  await go('/demo/mail')
  await shoot('15-demo-mail', page)
  await page.click('a[href^="/demo/mail/"]')
  await shoot('15-demo-mail-one', page)
  for (const frame of ['portal', 'desk']) {
    await go(`/look?frame=${frame}`)
    await shoot(`19-look-${frame}`, page)
  }
  await signIn(world, page, 'a.martin@example.org', language)
  await shoot('14-account-empty', page)
  await go('/orders')
  await shoot('17-my-orders-none', page)
  await order(world, page, 5, { return: 'no' }, 'paypal', (bank) => shoot('09-paypal', bank))
  await walkPausedProvider(world, page, shoot)
  await page.close()
}

/** Signs in with a fresh browser's cookies, in this language. */
export async function signIn(world: World, page: Page, login: string, language: string): Promise<void> {
  await page.context().clearCookies()
  await page.goto(`${world.url}/sign-in`)
  await page.fill('[name=login]', login)
  await page.fill('[name=password]', 'demonstration')
  await page.click('form.ticket button')
  await page.waitForURL(`${world.url}/`)
  const other = page.locator(`footer button[name=language][value=${language}]`)
  if ((await other.count()) > 0) await other.click()
}

export async function chooseArticle(page: Page, number: number): Promise<void> {
  await page.locator('label.article', { hasText: ` ${number} –` }).click()
  await page.check('[name=terms]')
  await page.click('form[action="/recharge"] button.btn')
  await page.waitForURL('**/recharge/summary**')
}

type Controls = { outcome?: string; notice?: string; return?: string }

async function answer(page: Page, controls: Controls): Promise<void> {
  for (const [name, value] of Object.entries(controls)) await page.selectOption(`[name=${name}]`, value)
  await page.click('form.panel button')
}

async function order(
  world: World,
  page: Page,
  number: number,
  controls: Controls,
  method = 'ogone',
  atProvider?: (page: Page) => Promise<void>,
): Promise<void> {
  await page.goto(`${world.url}/recharge`)
  await page.check(`[name=method][value=${method}]`)
  await chooseArticle(page, number)
  await page.click('form[action="/orders"] button')
  await page.waitForURL(`**/simulated/${method}/**`)
  await atProvider?.(page)
  await answer(page, controls)
  await world.settle()
  if (controls.return === 'no') return
  await page.waitForURL('**/orders/**')
  await page.reload()
}

async function settlePending(world: World): Promise<void> {
  const pending = world
    .simulator('ogone')
    .books()
    .find((payment) => payment.status === 'pending')
  if (pending) world.simulator('ogone').script({ fault: 'settle', reference: pending.reference })
  world.clock.move(2 * MINUTE)
  await world.settle()
}
