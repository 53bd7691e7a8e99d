import { articleValue, type Page, type Visitor } from './visitor.ts'

type Controls = { outcome?: string; notice?: string; return?: string }

/** From the shop window to the bank's page. */
export async function orderTo(visitor: Visitor, number: number, method = 'ogone'): Promise<Page> {
  const window = await visitor.get('/recharge')
  const article = articleValue(window, number)
  const summary = await visitor.submit(window, '/recharge', { article, method, terms: 'yes' })
  const pay = await visitor.submit(summary, '/orders')
  return method === 'ogone' ? visitor.submit(pay, '/simulated/ogone') : pay
}

/** Answers on the simulated bank's page, and goes where it leads. */
export const answerAs = (visitor: Visitor, bank: Page, controls: Controls = {}): Promise<Page> =>
  visitor.submit(bank, '/pay', { outcome: 'accept', notice: 'once', return: 'yes', ...controls })
