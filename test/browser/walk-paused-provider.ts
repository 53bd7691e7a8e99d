import type { Page } from 'playwright-core'
import { endPause, onlyGateway, pauseProvider } from '../support/paused-provider.ts'
import type { World } from '../support/world.ts'
import type { Shoot } from './walk-states.ts'

/** A provider that does not answer: where a method is chosen, where a form is older than that, and after a refusal. */
export async function walkPausedProvider(world: World, page: Page, shoot: Shoot): Promise<void> {
  await page.goto(`${world.url}/recharge`)
  await page.check('[name=method][value=paypal]')
  await page.locator('label.article').first().click()
  await page.check('[name=terms]')
  await pauseProvider(world, 'paypal')
  await page.click('form[action="/recharge"] button.btn')
  await shoot('03-recharge-method-paused', page)
  await page.check('[name=terms]')
  await page.click('form[action="/recharge"] button.btn')
  await page.click('form[action="/orders"] button')
  await page.selectOption('[name=outcome]', 'refuse')
  await page.click('form.panel button')
  await page.waitForURL('**/orders/**')
  await world.settle()
  await page.reload()
  await shoot('08-order-refused-method-paused', page)
  const restore = onlyGateway(world, 'paypal')
  await page.reload()
  await shoot('08-order-refused-none-left', page)
  await page.goto(`${world.url}/recharge`)
  await shoot('03-recharge-none-left', page)
  restore()
  // Whoever walks on in this world can pay again.
  await endPause(world, 'paypal')
}
