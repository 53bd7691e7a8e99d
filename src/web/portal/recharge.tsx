import { articleInForce, articlesInForce, articleVersion } from '../../catalogue/article.ts'
import { termsInForce } from '../../catalogue/terms-of-sale.ts'
import { nowOf } from '../../kit/clock.ts'
import type { FieldProblem } from '../../kit/failure.ts'
import { newToken } from '../../kit/id.ts'
import { walletOf } from '../../ledger/balance.ts'
import { nextOrderNumber } from '../../orders/order-number.ts'
import { goTo, sendPage } from '../answer.ts'
import { link } from '../routes.ts'
import { fieldOf, queryOf, type SignedVisit } from '../visit.ts'
import { readQuote, stillHolds, writeQuote } from './quote.ts'
import { RechargePage } from './recharge-page.tsx'

type Chosen = { article: string | undefined; method: string | undefined }

/** The shop window. A quote in the address keeps what was chosen, for who comes back from the summary. */
export async function showRecharge(visit: SignedVisit): Promise<unknown> {
  const { site, person, request } = visit
  const nowMs = site.shop.database.clock.nowMs()
  const quote = readQuote(site.secretBox, queryOf(request, 'quote') ?? '', { personId: person.id, nowMs })
  return drawRecharge(visit, { article: quote?.articleId, method: quote?.method }, [])
}

/** Draws the window, with what was chosen and what is wrong with it. */
export async function drawRecharge(
  visit: SignedVisit,
  chosen: Chosen,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { site, person, view } = visit
  const { db, clock } = site.shop.database
  const [articles, wallet] = await Promise.all([articlesInForce(db, nowOf(clock)), walletOf(db, person.id)])
  return sendPage(visit, {
    title: view.t('recharge.title'),
    at: 'recharge',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <RechargePage
        view={view}
        balance={wallet.total}
        articles={articles}
        methods={methodsOf(visit)}
        chosen={chosen}
        problems={problems}
      />
    ),
  })
}

/** The gateways in use, by their ids, in the order in which they are offered. */
export const methodsOf = ({ site }: Pick<SignedVisit, 'site'>): string[] => [...site.shop.gateways.keys()]

/** Checks the choice and leads to the summary; nothing is ordered yet. */
export async function chooseArticle(visit: SignedVisit): Promise<unknown> {
  const { request, site, person } = visit
  const { database, mode, orderNumberPattern, gateways } = site.shop
  const now = nowOf(database.clock)
  const [articleId = '', version = ''] = fieldOf(request, 'article').split('.')
  const method = fieldOf(request, 'method')
  const article = await articleInForce(database.db, articleId, now)
  const terms = await termsInForce(database.db, now)
  const seen = article && (await articleVersion(database.db, { articleId, version: Number(version) }))
  const priceChanged = article && !(seen && stillHolds(seen, article))
  const problems: FieldProblem[] = []
  if (articleId === '') problems.push({ field: 'article', message: 'problem.article_missing' })
  else if (!article) problems.push({ field: 'article', message: 'problem.article_unknown' })
  else if (priceChanged) problems.push({ field: 'article', message: 'problem.price_changed' })
  if (!gateways.has(method)) problems.push({ field: 'method', message: 'problem.method_unknown' })
  if (fieldOf(request, 'terms') !== 'yes' || !terms)
    problems.push({ field: 'terms', message: 'problem.terms_not_accepted' })
  if (problems.length > 0 || !article || !terms)
    return drawRecharge(visit, { article: article?.articleId, method }, problems)

  const parts = { pattern: orderNumberPattern, login: person.login, mode }
  const orderNumber = await database.transact((tx) => nextOrderNumber(tx, parts))
  const quote = writeQuote(site.secretBox, {
    personId: person.id,
    articleId,
    version: article.version,
    priceMinor: article.price.minor,
    creditMinor: article.credit.minor + article.bonus.minor,
    method,
    termsId: terms.termsId,
    immediate: fieldOf(request, 'immediate') === 'yes',
    orderNumber,
    key: newToken(),
    atMs: database.clock.nowMs(),
  })
  return goTo(visit, link('summary', {}, { quote }))
}
