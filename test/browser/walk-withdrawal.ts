import type { Page } from 'playwright-core'
import type { World } from '../support/world.ts'
import type { Shoot } from './walk-states.ts'

/** The form with its problems, the confirmation, the answer; `prefix` for who is signed in or not. */
export async function walkWithdrawal(world: World, page: Page, shoot: Shoot, prefix: string): Promise<void> {
  await page.goto(`${world.url}/withdrawal`)
  await shoot(`${prefix}-withdrawal`, page)
  await page.fill('[name=email]', 'no address')
  await page.locator('[name=email]').evaluate((input) => input.setAttribute('type', 'text'))
  await page.click('form[action="/withdrawal"] button.btn')
  await shoot(`${prefix}-withdrawal-problems`, page)
  await page.fill('[name=name]', 'Marie-Françoise DE LA ROCHEFOUCAULD-MONTBEL')
  await page.fill('[name=contract]', 'gp4_marie-francoise.delarochefoucauld@univ-montclar.example34999')
  await page.fill('[name=email]', 'marie-francoise.delarochefoucauld@univ-montclar.example')
  await page.click('form[action="/withdrawal"] button.btn')
  await page.waitForSelector('form[action="/withdrawal/confirmation"]')
  await shoot(`${prefix}-withdrawal-confirmation`, page)
  await page.click('form[action="/withdrawal/confirmation"] button')
  await page.waitForURL('**/withdrawal/received/**')
  await shoot(`${prefix}-withdrawal-received`, page)
}

/** The list and the cases at the desk: an unknown contract, one that was found, one that is refused. */
export async function walkWithdrawalDesk(world: World, page: Page, shoot: Shoot): Promise<void> {
  await page.goto(`${world.url}/desk/withdrawals`)
  await shoot('30-withdrawals-none', page)
  await walkWithdrawal(world, page, async () => undefined, 'desk')
  await page.goto(`${world.url}/desk`)
  await shoot('30-desk-with-withdrawal', page)
  await page.goto(`${world.url}/desk/withdrawals`)
  await shoot('30-withdrawals', page)
  await page.click('table a.btn')
  await page.waitForURL('**/desk/withdrawals/wdr_**')
  await shoot('30-withdrawal-unknown', page)
  const order = await world.db
    .selectFrom('orders')
    .select('number')
    .where('status', '=', 'fulfilled')
    .limit(1)
    .executeTakeFirstOrThrow()
  await page.fill('[name=number]', order.number)
  await page.click('form[action$="/order"] button')
  await page.waitForURL('**attached=yes')
  await shoot('30-withdrawal-found', page)
  await page.check('[name=choice][value=refuse]')
  await page.fill('[name=why]', 'Le délai était dépassé.')
  await page.click('form.form button.btn')
  await page.waitForURL('**/desk?decided=decided')
  await page.goBack()
  await page.reload()
  await shoot('30-withdrawal-refused', page)
}
