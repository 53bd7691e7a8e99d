import { type ArticlePlan, upToDate } from '../../../catalogue/article-plan.ts'
import { currentVersion, currentVersions } from '../../../catalogue/article-version.ts'
import { noLimits } from '../../../catalogue/buying-limits.ts'
import { publishNewArticle } from '../../../catalogue/publish-article.ts'
import { vatRates } from '../../../catalogue/vat-rate.ts'
import { perform } from '../../../db/act.ts'
import { amount, credit } from '../../../kit/amount.ts'
import { nowOf } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { inEach } from '../../../kit/language.ts'
import { goTo } from '../../answer.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { drawArticle, shopCurrency } from './draw-article.tsx'
import { always, type Fields, fieldsOfPlan, fieldsTyped } from './form/article-fields.ts'
import { readArticleForm } from './form/read-article-form.ts'
import { TypedValues } from './form/typed-values.ts'

const greatestNumber = 999_999

/** An empty form, or one that is filled in from another article. */
export async function showNewArticle(context: SignedInContext): Promise<unknown> {
  const { view, request, site } = context
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const copied = await currentVersion(db, queryOf(request, 'copy') ?? '')
  const [versions, rates] = await Promise.all([currentVersions(db), vatRates(db, now)])
  const [vatCode = ''] = rates.codes()
  const number = String(Math.max(0, ...versions.map((each) => each.number)) + 1)
  const isFree = queryOf(request, 'kind') === 'free'
  const fields = copied
    ? fieldsOfPlan(view, upToDate(copied.plan, now), now)
    : { ...fieldsOfPlan(view, emptyPlan(isFree, vatCode), now), ...(isFree ? {} : { price: '', credit: '' }) }
  const title = copied && view.t('articles.copy_of', { number: copied.number })
  return draw(context, { fields: { ...fields, number }, problems: [], ...(title && { title }) })
}

const emptyPlan = (isFree: boolean, vatCode: string): ArticlePlan => ({
  titles: inEach(() => ''),
  descriptions: inEach(() => ''),
  price: amount(100, shopCurrency),
  credit: credit(100),
  vatCode,
  offers: [],
  nextTariff: null,
  free: isFree ? { lowestMinor: 100, highestMinor: 10_000, stepMinor: 100 } : null,
  startsAt: always,
  endsAt: null,
  sortOrder: 0,
  active: true,
  limits: noLimits,
})

type Drawn = { fields: Fields; problems: readonly FieldProblem[]; title?: string; plan?: ArticlePlan }

const draw = (context: SignedInContext, { title, plan, ...drawn }: Drawn): Promise<unknown> =>
  drawArticle(context, {
    version: undefined,
    title: title ?? context.view.t(drawn.fields.kind === 'free' ? 'articles.new_free' : 'articles.new'),
    plan,
    ...(plan && { draft: plan }),
    ...drawn,
  })

async function readNew(context: SignedInContext) {
  const { request, site, view } = context
  const { db, clock } = site.shop.database
  const fields = fieldsTyped(request)
  const [versions, rates] = await Promise.all([currentVersions(db), vatRates(db, nowOf(clock))])
  const sortOrder = Math.max(0, ...versions.map(({ plan }) => plan.sortOrder)) + 10
  const base = { sortOrder, active: true, startsAt: always }
  const ground = { base, currency: shopCurrency, rates, timeZone: view.timeZone, now: nowOf(clock) }
  const { plan, problems } = readArticleForm(fields, ground)
  const typed = new TypedValues(fields)
  const number = typed.count('number', greatestNumber, 'problem.number_invalid')
  return { fields, plan, number, problems: [...typed.problems, ...problems] }
}

/** The article that is being written, in the window of a day; nothing is published. */
export async function previewNewArticle(context: SignedInContext): Promise<unknown> {
  const { fields, plan, problems } = await readNew(context)
  return draw(context, { fields, problems, ...(problems.length === 0 && { plan }) })
}

/** Creates it, and leads to its page. */
export async function createNewArticle(context: SignedInContext): Promise<unknown> {
  const { site, person } = context
  const { fields, plan, number, problems } = await readNew(context)
  if (problems.length > 0) return draw(context, { fields, problems })
  const outcome = await perform(site.shop.database, (tx) => publishNewArticle(tx, { number, plan, by: person.id }))
  if (outcome.is === 'published')
    return goTo(context, link('deskArticle', { articleId: outcome.articleId }, { saved: 'yes' }))
  const taken = { field: 'number', message: 'problem.number_taken' }
  return draw(context, { fields, problems: outcome.because === 'plan' ? outcome.problems : [taken] })
}
