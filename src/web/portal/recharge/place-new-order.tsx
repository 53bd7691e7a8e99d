import type { Article } from '../../../catalogue/article.ts'
import { priorPrices } from '../../../catalogue/prior-price.ts'
import { type TermsOfSale, termsInForce } from '../../../catalogue/terms-of-sale.ts'
import { splitVat } from '../../../catalogue/vat-rate.ts'
import { checkAgreement, type Disagreement, type OrderOutcome, orderArticle } from '../../../checkout/order-article.ts'
import { add } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import type { Order } from '../../../orders/order.ts'
import { findPlacedOrder } from '../../../orders/place-order.ts'
import { balanceFor } from '../../account-shown.tsx'
import { goTo, sendPage } from '../../answer.ts'
import type { View } from '../../look/view.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendToGateway } from '../orders/pay-and-return.tsx'
import { offerSays } from './article-card.tsx'
import { limitProblem, methodProblem, openQuote, type Quote } from './payer-choice.ts'
import { chosenIn, drawRecharge, limitInTheWay } from './recharge.tsx'
import { SummaryPage } from './summary-page.tsx'

type Agreed = { quote: Quote; article: Article; terms: TermsOfSale }

/** The order that this very form has placed already: who comes back to its summary finds the order. */
async function orderOfQuote({ site, person }: SignedInContext, quote: Quote | undefined): Promise<Order | undefined> {
  return quote && findPlacedOrder(site.shop.database.db, { personId: person.id, key: quote.key })
}

/** The window again, with what was chosen and why it cannot be bought. */
async function drawWindow(context: SignedInContext, quote: Quote | undefined, problem: FieldProblem): Promise<unknown> {
  const { db, clock } = context.site.shop.database
  return drawRecharge(context, chosenIn(quote, await termsInForce(db, nowOf(clock))), [problem])
}

const disagreed = (because: Disagreement): FieldProblem => ({
  field: because === 'terms_changed' ? 'terms' : 'article',
  message: `problem.${because}`,
})

export async function showSummary(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const text = queryOf(request, 'quote') ?? ''
  const quote = openQuote(site.secretBox, text, person.id)
  const placed = await orderOfQuote(context, quote)
  if (placed) return goTo(context, link('order', { orderId: placed.id }))
  if (!quote) return drawWindow(context, quote, disagreed('form_expired'))
  const agreed = await checkAgreement(site.shop.database, quote)
  if (agreed.is === 'refused') return drawWindow(context, quote, disagreed(agreed.because))
  const closed = methodProblem(context, quote.method)
  if (closed) return drawWindow(context, quote, closed)
  const limit = await limitInTheWay(context, agreed.article)
  return drawSummary(context, { ...agreed, quote }, text, limit ? [limit] : [])
}

async function drawSummary(
  context: SignedInContext,
  agreed: Agreed,
  text: string,
  problems: FieldProblem[],
): Promise<unknown> {
  const { view, person, site } = context
  const { quote, article, terms } = agreed
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const priors = await priorPrices(db, [article], now)
  const says = offerSays(view, article, now)
  const account = await balanceFor(context)
  return sendPage(context, {
    title: view.t('summary.title'),
    at: 'recharge',
    isPayment: true,
    status: problems.length > 0 ? 422 : 200,
    children: (
      <SummaryPage
        view={view}
        person={person}
        article={{ number: article.number, title: writtenIn(article.titles, view.language) }}
        offer={says === undefined ? undefined : { says, prior: priors.get(article.articleId) }}
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

/** The order button: the order and its first attempt, then the gateway, then the way to its page. */
export async function placeNewOrder(context: SignedInContext): Promise<unknown> {
  const { site, person, view, request } = context
  const text = fieldOf(request, 'quote')
  const quote = openQuote(site.secretBox, text, person.id)
  if (!quote) return drawWindow(context, quote, disagreed('form_expired'))
  const { method, key, immediate: immediateUse } = quote
  const payer = { id: person.id, login: person.login, address: request.ip }
  const wish = { shown: quote, method, key, immediateUse, payer, language: view.language }
  const outcome = await orderArticle(site.shop, wish)
  if (outcome.is === 'refused') return drawRefused(context, quote, text, outcome)
  const { order, paymentId } = outcome
  if (paymentId === undefined) return goTo(context, link('order', { orderId: order.id }))
  return sendToGateway(context, order, paymentId)
}

/** What can still be waited for stands on the summary; what was chosen is chosen anew in the window. */
async function drawRefused(
  context: SignedInContext,
  quote: Quote,
  text: string,
  refusal: Extract<OrderOutcome, { is: 'refused' }>,
): Promise<unknown> {
  const { view, site } = context
  const agreed = await checkAgreement(site.shop.database, quote)
  const problem = orderProblem(view, refusal)
  const atSummary = 'minutes' in refusal || 'limit' in refusal
  if (!atSummary || agreed.is === 'refused') return drawWindow(context, quote, problem)
  return drawSummary(context, { ...agreed, quote }, text, [problem])
}

function orderProblem(view: View, refusal: Extract<OrderOutcome, { is: 'refused' }>): FieldProblem {
  if ('limit' in refusal) return limitProblem(view, refusal.limit, refusal.currency)
  if ('minutes' in refusal) return attemptProblem(refusal)
  const { because } = refusal
  if (because === 'no_method' || because === 'method_unknown' || because === 'method_unavailable')
    return { field: 'method', message: `problem.${because}` }
  return disagreed(because)
}

/** Too much was tried; it is possible again after some minutes. */
export const attemptProblem = (refusal: {
  because: 'too_many_orders' | 'too_many_attempts'
  minutes: number
}): FieldProblem => ({
  field: refusal.because === 'too_many_orders' ? 'article' : 'method',
  message: `problem.${refusal.because}`,
  values: { minutes: refusal.minutes },
})
