import { type ArticlePlan, changesAfter, mergePlans, upToDate } from '../../../catalogue/article-plan.ts'
import { type ArticleVersion, currentVersion, versionsOf } from '../../../catalogue/article-version.ts'
import { publishArticle } from '../../../catalogue/publish-article.ts'
import { vatRates } from '../../../catalogue/vat-rate.ts'
import { perform } from '../../../db/act.ts'
import { nowOf } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { drawArticle } from './draw-article.tsx'
import { type Fields, fieldsOfPlan, fieldsTyped } from './form/article-fields.ts'
import { readArticleForm } from './form/read-article-form.ts'

/** The newest version of the article in the address. Throws Failure `not_found`. */
export async function getArticleVersion(context: SignedInContext): Promise<ArticleVersion> {
  const articleId = paramOf(context.request, 'articleId')
  return orNotFound(await currentVersion(context.site.shop.database.db, articleId), 'article')
}

/** An article as it is: to change for who may, to read for everybody else at the desk. */
export async function showArticle(context: SignedInContext): Promise<unknown> {
  const { view, request, site } = context
  const version = await getArticleVersion(context)
  const now = nowOf(site.shop.database.clock)
  const plan = upToDate(version.plan, now)
  const [next] = changesAfter(plan, now)
  const on = queryOf(request, 'on') ?? localDay(next ?? now, view.timeZone)
  const fields = { ...fieldsOfPlan(view, plan, now), on }
  return drawArticle(context, { version, fields, problems: [], plan, saved: queryOf(request, 'saved') === 'yes' })
}

type Wish = {
  version: ArticleVersion
  /** The version the form was drawn from. */
  base: ArticleVersion
  fields: Fields
  plan: ArticlePlan
  problems: ReturnType<typeof readArticleForm>['problems']
}

async function readWish(context: SignedInContext): Promise<Wish> {
  const { request, site, view } = context
  const { db, clock } = site.shop.database
  const version = await getArticleVersion(context)
  const fields = fieldsTyped(request)
  const basedOn = Number(fields.version)
  const all = basedOn === version.version ? [version] : await versionsOf(db, version.articleId)
  const base = all.find((each) => each.version === basedOn)
  if (!base) throw new Failure('conflict', 'a form without its version')
  const now = nowOf(clock)
  const ground = { base: base.plan, currency: base.plan.price.unit, rates: await vatRates(db, now), now }
  // Fixed or free was decided when the article was made.
  const kind = base.plan.free ? 'free' : 'fixed'
  const read = readArticleForm({ ...fields, kind }, { ...ground, timeZone: view.timeZone })
  return { version, base, fields: { ...fields, kind }, ...read }
}

/** What is typed, as a person would see it; nothing is published. */
export async function previewArticle(context: SignedInContext): Promise<unknown> {
  const { base, version, fields, plan, problems } = await readWish(context)
  // The form keeps the version it was drawn from, so that saving it later still sees what came between.
  const drawn = { ...version, version: base.version }
  if (problems.length > 0) return drawArticle(context, { version: drawn, fields, problems, plan: undefined })
  return drawArticle(context, { version: drawn, fields, problems, plan, draft: plan })
}

/** Saves what is typed as the next version, unless somebody else was faster: then both are shown. */
export async function saveArticle(context: SignedInContext): Promise<unknown> {
  const { site, person } = context
  const { database } = site.shop
  const { version, base, fields, plan, problems } = await readWish(context)
  const { articleId } = version
  const drawRefused = (wrong: readonly FieldProblem[]) =>
    drawArticle(context, { version: { ...version, version: base.version }, fields, problems: wrong, plan: undefined })
  if (problems.length > 0) return drawRefused(problems)
  const wish = { articleId, plan, basedOn: base.version, by: person.id }
  const outcome = await perform(database, (tx) => publishArticle(tx, wish))
  if (outcome.is === 'stale') return drawStale(context, base, plan)
  if (outcome.is === 'refused') return drawRefused('problems' in outcome ? outcome.problems : [])
  return goTo(context, link('deskArticle', { articleId }, { saved: 'yes' }))
}

/** Old, theirs and mine side by side, and a form that unites them: the manager decides. */
async function drawStale(context: SignedInContext, base: ArticleVersion, mine: ArticlePlan): Promise<unknown> {
  const { site, view } = context
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const version = await getArticleVersion(context)
  const theirs = upToDate(version.plan, now)
  const was = upToDate(base.plan, now)
  const merged = mergePlans({ base: was, theirs, mine })
  const names = await namesOf(db, [version.changedBy])
  const name = names.get(version.changedBy) ?? view.t('articles.somebody')
  const fields = fieldsOfPlan(view, merged, now)
  const stale = { name, plans: [was, theirs, mine] as const }
  return drawArticle(context, { version, fields, problems: [], plan: merged, draft: merged, stale })
}
