import { type Article, articleInForce, articlesInForce } from '../../../catalogue/article.ts'
import { priorPrices } from '../../../catalogue/prior-price.ts'
import { type TermsOfSale, termsInForce } from '../../../catalogue/terms-of-sale.ts'
import { nowOf } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { findLimit } from '../../../orders/order-limits.ts'
import { balanceFor } from '../../account-shown.tsx'
import { goTo, sendPage } from '../../answer.ts'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import {
  type Chosen,
  limitProblem,
  methodProblem,
  methodsOf,
  openQuote,
  type Quote,
  readChoice,
  typedAmounts,
  writeQuote,
} from './payer-choice.ts'
import { RechargePage } from './recharge-page.tsx'

/** The shop window. A quote in the address keeps what was chosen, for who comes back from the summary. */
export async function showRecharge(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const { db, clock } = site.shop.database
  const quote = openQuote(site.secretBox, queryOf(request, 'quote') ?? '', person.id)
  return drawRecharge(context, chosenIn(quote, await termsInForce(db, nowOf(clock))), [])
}

/** The choices that a quote holds; terms that are in force no more were not accepted. */
export const chosenIn = (quote: Quote | undefined, terms: TermsOfSale | undefined): Chosen => ({
  article: quote?.articleId,
  method: quote?.method,
  amounts: quote?.amounts ?? {},
  terms: quote !== undefined && quote.termsId === terms?.termsId,
  immediate: quote?.immediate === true,
})

/** Draws the window, with what was chosen and what is wrong with it. */
export async function drawRecharge(
  context: SignedInContext,
  chosen: Chosen,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { site, view } = context
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const [articles, account] = await Promise.all([articlesInForce(db, now), balanceFor(context)])
  const priors = await priorPrices(db, articles, now)
  return sendPage(context, {
    title: view.t('recharge.title'),
    at: 'recharge',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RechargePage
        view={view}
        account={account}
        articles={articles}
        methods={methodsOf(context)}
        priors={priors}
        now={now}
        chosen={chosen}
        problems={problems}
      />
    ),
  })
}

/** Why this person may not buy this now, as the sentence to show. */
export async function limitInTheWay(context: SignedInContext, article: Article): Promise<FieldProblem | undefined> {
  const { site, person, view } = context
  const { database, timeZone } = site.shop
  const wish = { personId: person.id, article, timeZone }
  const refusal = await findLimit(database.db, wish, nowOf(database.clock))
  return refusal && limitProblem(view, refusal, article.price.unit)
}

/** Checks the choice and leads to the summary; nothing is ordered yet. */
export async function chooseArticle(context: SignedInContext): Promise<unknown> {
  const { request, site, person } = context
  const { database } = site.shop
  const now = nowOf(database.clock)
  const { db } = database
  const method = fieldOf(request, 'method')
  const choice = await readChoice(request, (articleId) => articleInForce(db, articleId, now))
  const { article } = choice
  const terms = await termsInForce(db, now)
  const problem = choice.problem ?? (article && (await limitInTheWay(context, article)))
  const problems = [problem, methodProblem(context, method)].filter((each) => each !== undefined)
  const ticked = { terms: fieldOf(request, 'terms') === 'yes', immediate: fieldOf(request, 'immediate') === 'yes' }
  if (!ticked.terms || !terms) problems.push({ field: 'terms', message: 'problem.terms_not_accepted' })
  const amounts = typedAmounts(request)
  if (problems.length > 0 || !article || !terms)
    return drawRecharge(context, { article: choice.articleId, method, amounts, ...ticked }, problems)

  const quote = writeQuote(site.secretBox, {
    personId: person.id,
    articleId: article.articleId,
    version: article.version,
    priceMinor: article.price.minor,
    vatBp: article.vatBp,
    creditMinor: article.credit.minor + article.bonus.minor,
    amounts,
    method,
    termsId: terms.termsId,
    immediate: ticked.immediate,
    key: newToken(),
    atMs: database.clock.nowMs(),
  })
  return goTo(context, link('summary', {}, { quote }))
}

/** In place of everything that sells while the shop is not open: nothing was ordered, nothing can be paid twice. */
export function showClosed(context: SignedInContext): Promise<unknown> {
  const { t } = context.view
  return sendPage(context, {
    title: t('opening.closed_title'),
    at: 'recharge',
    status: 503,
    children: (
      <Lead title={t('opening.closed_title')} says={t('opening.closed_page')}>
        <p>
          <GoLink href={link('home')} label={t('frame.back_home')} icon="back" />
        </p>
      </Lead>
    ),
  })
}
