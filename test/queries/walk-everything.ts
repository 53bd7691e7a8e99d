import { amount } from '../../src/kit/amount.ts'
import { DAY, MINUTE } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { answerAs, type Controls, orderTo } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import type { World } from '../support/world.ts'

/** What is done, by which words it is told of. */
export type Step = { name: string; act: () => Promise<unknown> }
type Visitors = { buyer: Visitor; desk: Visitor }

const delautre = 'v.delautre@cartadis.com'

/**
 * Two days at a shop: what is bought, refused, held, refunded and left open, then every page of the portal and of the
 * desk, and between them every job of the worker. Each step is one to watch.
 */
export async function* walkEverything(world: World): AsyncGenerator<Step> {
  const [buyer, desk] = [createVisitor(world.url), createVisitor(world.url)]
  yield* walkShop(world, { buyer, desk })
  yield everyJob(world)
  world.clock.move(2 * MINUTE)
  yield everyJob(world)
  yield* walkPages(world, { buyer, desk })
  // Beyond what waits for the night: closings, lists of the providers, what is pending for long.
  world.clock.move(2 * DAY)
  yield everyJob(world)
  yield step('sign in again', () => desk.signIn('admin@example.org'))
  yield* walkPages(world, { buyer: desk, desk })
}

const step = (name: string, act: Step['act']): Step => ({ name, act })
const everyJob = (world: World): Step => step('jobs', () => world.app.worker.runNow())

async function* walkShop(world: World, { buyer, desk }: Visitors): AsyncGenerator<Step> {
  yield step('sign in', () => buyer.signIn(delautre))
  yield step('sign in to the desk', () => desk.signIn('admin@example.org'))
  yield step('a wrong password', () => createVisitor(world.url).signIn(delautre, 'wrong'))
  for (const method of ['ogone', 'paypal']) yield step(`pay by ${method}`, () => pay({ world, buyer }, {}, method))
  for (const outcome of ['refuse', 'cancel', 'pend']) yield step(outcome, () => pay({ world, buyer }, { outcome }))
  yield step('held', () => pay({ world, buyer }, { notice: 'wrong-amount', return: 'no' }))
  yield step('left at the bank', () => orderTo(buyer, 5))
  const wish = await refundWish(world)
  yield step('refund', () => askForRefund(world.app.shop, wish))
  yield step('withdraw', () => withdraw(buyer))
  yield step('forgotten password', async () => {
    const page = await createVisitor(world.url).get('/forgotten-password')
    await createVisitor(world.url).submit(page, '/forgotten-password', { login: delautre })
  })
}

async function pay(of: { world: World; buyer: Visitor }, controls: Controls, method = 'ogone'): Promise<void> {
  await answerAs(of.buyer, await orderTo(of.buyer, 5, method), controls)
  await of.world.settle()
}

async function refundWish({ db }: World) {
  const paid = db.selectFrom('payment').select(['id', 'currency']).where('status', '=', 'succeeded')
  const { id, currency } = await paid.orderBy('id').limit(1).executeTakeFirstOrThrow()
  const wish = { reason: 'double', by: 'per_x', key: 'walk', belowZero: true }
  return { ...wish, paymentId: id, amount: amount(200, currency) }
}

async function withdraw(visitor: Visitor): Promise<void> {
  const typed = { name: 'Vincent', contract: 'unknown', email: delautre }
  const confirmation = await visitor.submit(await visitor.get('/withdrawal'), '/withdrawal', typed)
  await visitor.submit(confirmation, '/withdrawal/confirmation')
}

async function* walkPages(world: World, { buyer, desk }: Visitors): AsyncGenerator<Step> {
  const ids = await idsOf(world)
  for (const [name, route] of Object.entries(routes)) {
    if (withoutEnd.has(name)) continue
    const known: Record<string, string> = name.startsWith('demo') ? { mailId: ids.capturedMail } : ids
    const path = route.replace(/:(\w+)/g, (_, param: string) => known[param] ?? 'unknown')
    yield step(`GET ${path}`, () => (name.startsWith('desk') ? desk : buyer).send(path))
  }
  for (const path of questionsAbout(ids)) yield step(`GET ${path}`, () => desk.send(path))
}

/** Not answered before somebody leaves, or nobody's own page. */
const withoutEnd = new Set(['orderEvents', 'simulated'])

type Ids = Awaited<ReturnType<typeof idsOf>>

/** One of each kind that the walk has left, under the names that routes give them. */
async function idsOf({ db }: World) {
  const newest = async (table: 'orders' | 'receipt' | 'topUp' | 'refund' | 'withdrawal' | 'mail' | 'capturedMail') =>
    (await db.selectFrom(table).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 'none'
  const { id: orderId, personId } = await db
    .selectFrom('orders')
    .select(['id', 'personId'])
    .where('status', '=', 'fulfilled')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const held = await db.selectFrom('payment').select('id').where('status', '=', 'held').executeTakeFirst()
  const fact = await db.selectFrom('paymentFact').select('id').limit(1).executeTakeFirstOrThrow()
  const notice = await db.selectFrom('notice').select('id').limit(1).executeTakeFirstOrThrow()
  const article = await db.selectFrom('article').select('id').limit(1).executeTakeFirstOrThrow()
  const terms = await db.selectFrom('termsVersion').select('id').limit(1).executeTakeFirstOrThrow()
  return {
    ...{ orderId, personId, paymentId: held?.id ?? 'none', factId: fact.id, noticeId: notice.id },
    ...{ articleId: article.id, termsId: terms.id, gatewayId: 'ogone', version: '1', number: '1' },
    ...{ section: 'look', page: 'home', receiptId: await newest('receipt'), topUpId: await newest('topUp') },
    ...{ refundId: await newest('refund'), withdrawalId: await newest('withdrawal'), mailId: await newest('mail') },
    capturedMail: await newest('capturedMail'),
  }
}

/** What is filtered and searched by at the desk. */
function questionsAbout({ orderId, receiptId, personId, paymentId }: Ids): string[] {
  const texts = ['gp4_', '34530', 'delautre', delautre, orderId, receiptId, personId, paymentId]
  const states = ['to_pay', 'being_confirmed', 'held', 'crediting', 'credited', 'refunded', 'refused', 'expired']
  const span = 'from=2026-11-20&to=2026-12-20'
  return [
    ...texts.map((text) => `/desk/orders?q=${encodeURIComponent(text)}`),
    ...states.map((state) => `/desk/orders?state=${state}`),
    ...states.map((state) => `/desk/orders?state=${state}&by=paid&${span}`),
    ...['gateway=paypal', 'amount=20', `by=paid&${span}`, `${span}`, 'state=charged_back', 'state=cancelled'].map(
      (query) => `/desk/orders?${query}`,
    ),
    '/desk?period=month',
    '/desk/people?q=del',
    `/desk/audit?actor=${personId}`,
    '/desk/audit?act=signed%20in',
    '/desk/audit?from=2026-11-20',
  ]
}
