import type { Page } from 'playwright-core'
import { amount } from '../../src/kit/amount.ts'
import { settlePayments } from '../../src/payments/settlement/settle-payments.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import type { World } from '../support/world.ts'

type Shoot = (name: string, page: Page) => Promise<void>

/** The desk's first page and every page where a person decides; the browser is signed in as a manager. */
export async function walkDecisions(world: World, page: Page, shoot: Shoot): Promise<void> {
  const go = (path: string) => page.goto(world.url + path)
  const visitor = createVisitor(world.url)
  await visitor.signIn('a.martin@example.org')
  const paypal = { number: 10, method: 'paypal' }
  world.simulator('paypal').script({ fault: 'charge-amount', value: '800' })
  const held = await buy(world, visitor, paypal)
  const paid = await buy(world, visitor, paypal)
  await go('/desk')
  await shoot('20-desk', page)
  await go(`/desk/payments/${held.id}`)
  await shoot('21-held', page)
  await page.click('form[action*="/desk/payments"] button')
  await shoot('21-held-problems', page)
  await page.check('[name=choice][value=keep]')
  await page.fill('[name=why]', 'La banque doit encore répondre.')
  await page.click('form[action*="/desk/payments"] button')
  await shoot('20-desk-decided', page)

  const refunds = `/desk/orders/${paid.orderId}/refunds`
  await go(`/desk/orders/${paid.orderId}/refunds-made`)
  await shoot('22-made-refund', page)
  await page.click('form.form button')
  await shoot('22-made-refund-problems', page)
  await page.fill('[name=amount]', '1,00')
  await page.fill('[name=operation]', '8XR00000')
  await page.fill('[name=reason]', 'Rendu chez le prestataire')
  await page.click('form.form button')
  await shoot('22-made-refund-confirm', page)
  await page.click('form.form button')
  await shoot('22-made-refund-recorded', page)
  await go(refunds)
  await shoot('22-refund', page)
  await page.fill('[name=amount]', '99,99')
  await page.click('form.form button')
  await shoot('22-refund-problems', page)
  await page.fill('[name=amount]', '4,00')
  await page.fill('[name=reason]', 'Erreur de montant')
  await page.click('form.form button')
  await shoot('22-refund-confirm', page)
  for (const fault of ['refund-lost-after', 'notice-drop'])
    world.simulator('paypal').script({ fault, reference: paid.reference })
  await page.click('form.form button.bad')
  await world.app.worker.runNow(['refunds'])
  const doubtful = await world.db.selectFrom('refund').select('id').where('paymentId', '=', paid.id).executeTakeFirst()
  await go(`/desk/refunds/${doubtful?.id}`)
  await shoot('23-doubtful-refund', page)
  await walkContradiction(world, page, shoot)
  await walkReconciliation(world, page, shoot)
  await go('/desk/roles')
  await shoot('29-roles', page)
}

/** What the provider said against the books: on the list, on the order's page, its own page, and dealt with. */
async function walkContradiction(world: World, page: Page, shoot: Shoot): Promise<void> {
  const visitor = createVisitor(world.url)
  await visitor.signIn('a.martin@example.org')
  const { capture, orderId, ...payment } = await buy(world, visitor, { number: 10, method: 'paypal' })
  const { gatewayId, reference, account, mode, startedAt: occurredAt } = payment
  const said = { about: 'payment', kind: 'refused', source: 'look_up', detail: 'DENIED' } as const
  const of = { gatewayId, reference, account, mode, occurredAt, operation: capture ?? '', amount: amount(1000, 'EUR') }
  await world.app.database.transact((tx) => settlePayments(tx, [{ ...said, ...of }], world.app.shop))
  await page.goto(`${world.url}/desk`)
  await shoot('25-desk-contradiction', page)
  await page.goto(`${world.url}/desk/orders/${orderId}`)
  await shoot('25-order-contradiction', page)
  await page.click('a[href^="/desk/contradictions/"]')
  await shoot('25-contradiction', page)
  const address = page.url()
  await page.click('form[action*="/desk/contradictions"] button')
  await shoot('25-contradiction-problems', page)
  await page.check('[name=choice][value=keep]')
  await page.fill('[name=why]', 'Vu avec le prestataire.')
  await page.click('form[action*="/desk/contradictions"] button')
  await page.goto(address)
  await shoot('25-contradiction-settled', page)
}

/** The books against the providers' lists: never compared, in order, with differences, and a list that is refused. */
async function walkReconciliation(world: World, page: Page, shoot: Shoot): Promise<void> {
  const compare = () => page.click('form[action="/desk/reconciliation"] button')
  await page.goto(`${world.url}/desk/reconciliation`)
  await shoot('24-reconciliation-never', page)
  world.simulator('paypal').script({ fault: 'list-amount', value: '999' })
  world.simulator('paypal').script({ fault: 'list-strange', value: 'invoice 2026-118' })
  await compare()
  await shoot('24-reconciliation-differences', page)
  await page.click('a[href^="/desk/differences/"]')
  await shoot('24-difference', page)
  await page.goto(`${world.url}/desk/reconciliation`)
  world.simulator('ogone').script({ fault: 'list-forbidden' })
  world.simulator('paypal').script({ fault: 'list-down' })
  await compare()
  await shoot('24-reconciliation-refused', page)
}
