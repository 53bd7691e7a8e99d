import type { Payment } from '../../src/payments/payment.ts'
import { articleValue, type Page, type Visitor } from './visitor.ts'
import type { World } from './world.ts'

export type Controls = { outcome?: string; notice?: string; return?: string }

/** From the shop window to the provider's page. */
export async function orderTo(
  visitor: Visitor,
  number: number,
  method = 'ogone',
  ticks: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const window = await visitor.get('/recharge')
  const article = articleValue(window, number)
  const summary = await visitor.submit(window, '/recharge', { article, method, terms: 'yes', ...ticks })
  const pay = await visitor.submit(summary, '/orders')
  return method === 'ogone' ? visitor.submit(pay, '/simulated/ogone') : pay
}

/** Answers the provider's page, as its controls say. */
export const answerAs = (visitor: Visitor, bank: Page, controls: Controls = {}): Promise<Page> =>
  visitor.submit(bank, '/pay', { outcome: 'accept', notice: 'once', return: 'yes', ...controls })

/** Orders, answers and settles; gives back the newest payment as the books know it. */
export async function buy(
  world: World,
  visitor: Visitor,
  wish: { number: number; method?: string; controls?: Controls; ticks?: Readonly<Record<string, string>> },
): Promise<Payment> {
  await answerAs(visitor, await orderTo(visitor, wish.number, wish.method, wish.ticks), wish.controls)
  await world.settle()
  return world.db.selectFrom('payment').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
}
