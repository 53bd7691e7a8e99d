import { type ArticlePlan, changesAfter } from '../../../catalogue/article-plan.ts'
import { type ArticleVersion, currentVersions } from '../../../catalogue/article-version.ts'
import { vatRates } from '../../../catalogue/vat-rate.ts'
import { nowOf } from '../../../kit/clock.ts'
import { type Day, localDay, parseDay } from '../../../kit/day.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import type { SignedInContext } from '../../request-context.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { ArticlePage, type Stale } from './article-page.tsx'
import { readPriors } from './article-preview.tsx'
import type { Fields } from './form/article-fields.ts'

/** Prices are in one currency; a second one would need a second window. */
export const shopCurrency = 'EUR'

export type ToDraw = {
  version: ArticleVersion | undefined
  title?: string
  fields: Fields
  problems: readonly FieldProblem[]
  plan: ArticlePlan | undefined
  /** Shown in the window in place of what is published. */
  draft?: ArticlePlan
  stale?: Stale
  saved?: boolean
}

/** The page of one article in any of its states: as it is, refused, previewed, overtaken. */
export async function drawArticle(context: SignedInContext, drawn: ToDraw): Promise<unknown> {
  const { view, site } = context
  const { db, clock } = site.shop.database
  const { version, fields, plan, draft, stale } = drawn
  const now = nowOf(clock)
  const [published, rates] = await Promise.all([currentVersions(db), vatRates(db, now)])
  const [next] = plan ? changesAfter(plan, now) : []
  const asked = readDay(fields.on ?? localDay(next ?? now, view.timeZone), localDay(now, view.timeZone))
  const problems = asked.problem && drawn.problems.length === 0 ? [asked.problem] : drawn.problems
  const window = { shown: withDraft(published, drawn), rates, day: asked.day, now }
  // Published now, it would be the newest version of an article that has others.
  const drafted =
    draft && version ? [{ ...version, version: Number.MAX_SAFE_INTEGER, plan: draft, changedAt: now }] : []
  const priors = await readPriors(context, window, drafted)
  const title = version ? view.t('articles.one', { number: version.number }) : (drawn.title ?? '')
  return sendDeskPage(context, {
    title,
    status: stale ? 409 : problems.length > 0 ? 422 : 200,
    children: (
      <ArticlePage
        view={view}
        version={version}
        title={title}
        fields={fields}
        problems={problems}
        currency={version?.plan.price.unit ?? shopCurrency}
        rates={rates}
        plan={plan}
        preview={{ published, ...window, priors }}
        isDraft={draft !== undefined}
        stale={stale}
        saved={drawn.saved ?? false}
      />
    ),
  })
}

/** A day of the window to look at; one that is over or unreadable is refused, and today is shown. */
export function readDay(text: string, today: Day): { day: Day; problem?: FieldProblem } {
  const day = parseDay(text)
  if (!day) return { day: today, problem: { field: 'on', message: 'problem.date_invalid' } }
  return day < today ? { day: today, problem: { field: 'on', message: 'problem.date_past' } } : { day }
}

function withDraft(published: readonly ArticleVersion[], { version, fields, draft }: ToDraw): ArticleVersion[] {
  if (!draft) return [...published]
  const number = version?.number ?? (Number(fields.number) || 0)
  const articleId = version?.articleId ?? 'draft'
  const drafted = { articleId, number, version: 0, plan: draft, changedBy: '', changedAt: '' }
  return [...published.filter((each) => each.articleId !== articleId), drafted].sort(
    (a, b) => a.plan.sortOrder - b.plan.sortOrder || a.number - b.number,
  )
}
