import type { Page } from 'playwright-core'
import { amount } from '../../src/kit/amount.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import type { World } from '../support/world.ts'
import type { Shoot } from './walk-states.ts'

/** The order of the page, which is paid: a refund under way, refused, done in part, then the whole; its credit note. */
export async function walkRefunds(world: World, page: Page, shoot: Shoot): Promise<void> {
  const orderUrl = page.url()
  const payment = await world.db
    .selectFrom('payment')
    .selectAll()
    .where('orderId', '=', new URL(orderUrl).pathname.split('/').at(-1) ?? '')
    .where('status', '=', 'succeeded')
    .executeTakeFirstOrThrow()
  const see = async (name: string) => {
    await page.goto(orderUrl)
    await shoot(name, page)
  }
  const ask = async (minor: number) => {
    // Two of one instant have no order.
    world.clock.move(1_000)
    const wish = { paymentId: payment.id, amount: amount(minor, payment.currency), reason: 'Rechargement en double' }
    const by = { by: 'per_manager', key: `walk ${payment.id} ${minor}`, belowZero: false }
    await askForRefund(world.app.shop, { ...wish, ...by })
  }
  await ask(300)
  await see('16-order-refund-under-way')
  world.simulator(payment.gatewayId).script({ fault: 'refund-refused', reference: payment.reference })
  await world.settle()
  await see('16-order-refund-refused')
  await ask(400)
  await world.settle()
  await see('16-order-refunded-in-part')
  await ask(600)
  await world.settle()
  await see('16-order-refunded')
  await page.locator('.paper a[href^="/receipts/"], a[href^="/receipts/"]').last().click()
  await page.waitForURL('**/receipts/**')
  await shoot('16-credit-note', page)
}
