import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { openDatabase } from '../../src/db/database.ts'
import { closeDue } from '../../src/finance/closing.ts'
import { HOUR, handClock, later, MINUTE, nowOf } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import type { World } from '../support/world.ts'

type Shoot = (name: string, page: Page) => Promise<void>

/** Overview, search, an order's file, its receipt and the audit log, in books that hold some orders already. */
export async function walkDeskOrders(world: World, page: Page, shoot: Shoot): Promise<void> {
  const go = (path: string) => page.goto(world.url + path)
  const orderOf = async (status: 'fulfilled' | 'placed') => {
    const rows = await world.db.selectFrom('orders').select('id').where('status', '=', status).orderBy('id').execute()
    return rows.at(-1)?.id ?? assert.fail(`no order is ${status}`)
  }
  await go(routes.desk)
  await shoot('20-desk-overview', page)
  await page.click('a[href="/desk/circulation"]')
  await shoot('20-desk-circulation', page)
  await go(routes.deskOrders)
  await shoot('21-desk-orders', page)
  await go(`${routes.deskOrders}?q=nobody`)
  await shoot('21-desk-orders-none', page)
  await go(`${routes.deskOrders}?q=gp4&from=2026-12-01&to=2026-02-30&amount=ten`)
  await shoot('21-desk-orders-problems', page)
  await go(`${routes.deskOrders}/${await orderOf('fulfilled')}`)
  await page
    .locator('details.fold')
    .first()
    .evaluate((fold) => fold.setAttribute('open', ''))
  await shoot('22-desk-order-credited', page)
  await page.click('form[action$="/mails"] button')
  await shoot('22-desk-order-mailed', page)
  await page.click('a[href^="/desk/receipts/"]')
  await shoot('23-desk-receipt', page)
  await go(`${routes.deskOrders}/${await orderOf('placed')}`)
  await shoot('22-desk-order-held', page)
  await go(routes.deskAudit)
  await shoot('24-desk-audit', page)
  await walkClosings(world, page, shoot)
}

/** A refund begun so late after the sign-in that a proof is asked for, and refused. */
export async function walkFreshProof(world: World, page: Page, shoot: Shoot): Promise<void> {
  const order = world.db.selectFrom('orders').select('id').where('status', '=', 'fulfilled').orderBy('id', 'desc')
  const { id: orderId } = await order.executeTakeFirstOrThrow()
  world.clock.move(11 * MINUTE)
  await page.goto(world.url + routes.deskRefunds.replace(':orderId', orderId))
  await page.fill('[name=reason]', 'Feuille coincée')
  await page.click('form[action$="/refunds"] button')
  await shoot('22-fresh-proof', page)
  await page.fill('[name=proof]', 'not it')
  await page.click('form[action$="/refunds"] button')
  await shoot('22-fresh-proof-refused', page)
}

/** Closings of a year that is not over, of the days that are, and what one day holds. */
async function walkClosings(world: World, page: Page, shoot: Shoot): Promise<void> {
  const tomorrow = openDatabase(world.place, handClock(later(nowOf(world.clock), 30 * HOUR)))
  await closeDue(tomorrow, world.config.timeZone).finally(() => tomorrow.close())
  await page.goto(`${world.url}${routes.deskClosings}?kind=year`)
  await shoot('25-desk-closings-none', page)
  await page.goto(world.url + routes.deskClosings)
  await shoot('25-desk-closings', page)
  await page.click('a[href^="/desk/closings/"]')
  await shoot('25-desk-closing', page)
}
