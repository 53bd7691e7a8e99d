import { type Article, articleInForce } from '../../../catalogue/article.ts'
import { type TermsOfSale, termsInForce } from '../../../catalogue/terms-of-sale.ts'
import { splitVat } from '../../../catalogue/vat.ts'
import type { Tx } from '../../../db/database.ts'
import { add } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import type { Order } from '../../../orders/order.ts'
import { placeWithinLimits } from '../../../orders/order-limits.ts'
import { type NumberParts, nextOrderNumber } from '../../../orders/order-number.ts'
import { findPlacedOrder } from '../../../orders/place-order.ts'
import { paymentsOfOrder } from '../../../payments/payment.ts'
import { getGateway } from '../../../payments/shop.ts'
import { createPayment, startPayment } from '../../../payments/start-payment.ts'
import { countTry, limits, minutesToWait } from '../../../people/sign-in/throttle.ts'
import { balanceFor } from '../../account-for.ts'
import { goTo, sendPage } from '../../answer.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { articleOfQuote } from './article-choice.ts'
import { attemptProblem } from './attempt-limit.ts'
import { limitProblem } from './limit-problem.ts'
import { methodProblem } from './method-choice.ts'
import { openQuote, type Quote, readQuote, stillHolds } from './quote.ts'
import { chosenIn, drawRecharge, limitInTheWay } from './recharge.tsx'
import type { Chosen } from './recharge-page.tsx'
import { SummaryPage } from './summary-page.tsx'

type Agreed = { quote: Quote; article: Article; terms: TermsOfSale }
type Disagreed = { chosen: Chosen; problem: FieldProblem }

/** What the person agreed to, held against what is in force now. */
async function readAgreement(context: SignedInContext, text: string): Promise<Agreed | Disagreed> {
  const { site, person } = context
  const { db, clock } = site.shop.database
  const quote = readQuote(site.secretBox, text, { personId: person.id, nowMs: clock.nowMs() })
  const terms = await termsInForce(db, nowOf(clock))
  const chosen = chosenIn(quote ?? openQuote(site.secretBox, text, person.id), terms)
  if (!quote) return { chosen, problem: { field: 'article', message: 'problem.form_expired' } }
  const inForce = await articleInForce(db, quote.articleId, nowOf(clock))
  const article = inForce && articleOfQuote(inForce, quote.priceMinor)
  if (!article) return { chosen, problem: { field: 'article', message: 'problem.article_unknown' } }
  if (!stillHolds(quote, article)) return { chosen, problem: { field: 'article', message: 'problem.price_changed' } }
  if (quote.vatBp !== article.vatBp) return { chosen, problem: { field: 'article', message: 'problem.vat_changed' } }
  if (terms?.termsId !== quote.termsId) return { chosen, problem: { field: 'terms', message: 'problem.terms_changed' } }
  return { quote, article, terms }
}

/** The order that this very form has placed already: who comes back to its summary finds the order. */
async function orderOfQuote({ site, person }: SignedInContext, text: string): Promise<Order | undefined> {
  const quote = openQuote(site.secretBox, text, person.id)
  return quote && findPlacedOrder(site.shop.database.db, { personId: person.id, key: quote.key })
}

export async function showSummary(context: SignedInContext): Promise<unknown> {
  const text = queryOf(context.request, 'quote') ?? ''
  const placed = await orderOfQuote(context, text)
  if (placed) return goTo(context, link('order', { orderId: placed.id }))
  const agreed = await readAgreement(context, text)
  if ('problem' in agreed) return drawRecharge(context, agreed.chosen, [agreed.problem])
  const closed = methodProblem(context, agreed.quote.method)
  if (closed) return drawRecharge(context, chosenIn(agreed.quote, agreed.terms), [closed])
  const limit = await limitInTheWay(context, agreed.article)
  return drawSummary(context, agreed, text, limit ? [limit] : [])
}

async function drawSummary(
  context: SignedInContext,
  agreed: Agreed,
  text: string,
  problems: FieldProblem[],
): Promise<unknown> {
  const { view, person } = context
  const { quote, article, terms } = agreed
  const account = await balanceFor(context)
  return sendPage(context, {
    title: view.t('summary.title'),
    at: 'recharge',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <SummaryPage
        view={view}
        person={person}
        article={{ number: article.number, title: article.titles[view.language] }}
        price={article.price}
        vat={splitVat(article.price, article.vatBp).vat}
        vatBp={article.vatBp}
        added={add(article.credit, article.bonus)}
        account={account}
        method={quote.method}
        terms={terms}
        problems={problems}
        action={link('orders')}
        hidden={{ quote: text }}
        back={link('recharge', {}, { quote: text })}
        isRetry={false}
        otherPaymentOpen={false}
      />
    ),
  })
}

/** The order button: order and intent to pay in one transaction, then the gateway, then the way to its page. */
export async function placeNewOrder(context: SignedInContext): Promise<unknown> {
  const { site, person, view, request } = context
  const { shop } = site
  const text = fieldOf(request, 'quote')
  const placed = await orderOfQuote(context, text)
  if (placed) return goOn(context, placed)
  const agreed = await readAgreement(context, text)
  if ('problem' in agreed) return drawRecharge(context, agreed.chosen, [agreed.problem])
  const closed = methodProblem(context, agreed.quote.method)
  if (closed) return drawRecharge(context, chosenIn(agreed.quote, agreed.terms), [closed])
  const bucket = { bucket: `orders ${person.id}`, limit: limits.ordersByPerson }
  const now = nowOf(shop.database.clock)
  const minutes = await minutesToWait(shop.database.db, { ...bucket, now })
  if (minutes > 0) {
    const problem = { field: 'article', message: 'problem.too_many_orders', values: { minutes } }
    return drawSummary(context, agreed, text, [problem])
  }
  const { quote, article, terms } = agreed
  const gateway = getGateway(shop, quote.method)
  const wish = {
    personId: person.id,
    key: quote.key,
    takeNumber: (tx: Tx) => nextOrderNumber(tx, numberParts(context)),
    article,
    terms,
    immediateUse: quote.immediate,
    language: view.language,
    mode: shop.mode,
  }
  const outcome = await shop.database.transact(async (tx) => {
    const stopped = await attemptProblem(tx, context, undefined)
    if (stopped) return { stopped }
    const placed = await placeWithinLimits(tx, wish, shop.timeZone)
    if ('refusal' in placed) return placed
    const payment = await createPayment(tx, { order: placed.order, gateway, key: quote.key })
    if (placed.isNew) await countTry(tx, [bucket])
    return { ...placed, paymentId: payment.id }
  })
  if ('stopped' in outcome && outcome.stopped) return drawSummary(context, agreed, text, [outcome.stopped])
  if ('refusal' in outcome)
    return drawSummary(context, agreed, text, [limitProblem(view, outcome.refusal, article.price.unit)])
  return sendToGateway(context, outcome.order, outcome.paymentId)
}

/** A second click: what this form has ordered already goes its way, whatever has changed since. */
async function goOn(context: SignedInContext, order: Order): Promise<unknown> {
  const payments = await paymentsOfOrder(context.site.shop.database.db, order.id)
  const first = payments.find(({ key }) => key === order.key)
  if (order.status !== 'placed' || !first) return goTo(context, link('order', { orderId: order.id }))
  return sendToGateway(context, order, first.id)
}

/** Asks the gateway for its page and leads there; when it does not answer, the order's page says so. */
export async function sendToGateway(context: SignedInContext, order: Order, paymentId: string): Promise<unknown> {
  const { person, view, site } = context
  const payer = { name: person.name, email: person.email ?? '', language: view.language, shopName: view.brand.name }
  const way = await startPayment(site.shop, { paymentId, order, payer })
  const started = way.do === 'go_to' || way.do === 'post'
  return goTo(context, link(started ? 'orderPay' : 'order', { orderId: order.id }))
}

/** What this person's order numbers are made of. */
const numberParts = ({ site, person }: SignedInContext): NumberParts => ({
  pattern: site.shop.orderNumberPattern,
  login: person.login,
  mode: site.shop.mode,
  timeZone: site.shop.timeZone,
})
