import { currentVersions } from '../../../catalogue/article-version.ts'
import { moveInWindow } from '../../../catalogue/publish-article.ts'
import { vatRates } from '../../../catalogue/vat-rate.ts'
import { perform } from '../../../db/act.ts'
import { nowOf } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { goTo } from '../../answer.ts'
import { ErrorSummary } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { PageHead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { type Preview, readPriors, ShopWindow } from './article-preview.tsx'
import { ArticleTable } from './article-table.tsx'
import { DayToSee } from './day-to-see.tsx'
import { readDay } from './draw-article.tsx'

/** Everything that is sold, will be or was, and the window of a day. */
export async function showArticles(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const { db, clock } = site.shop.database
  const now = nowOf(clock)
  const [versions, rates] = await Promise.all([currentVersions(db), vatRates(db, now)])
  const today = localDay(now, view.timeZone)
  const typed = queryOf(request, 'on')
  const asked = typed === undefined ? { day: today } : readDay(typed, today)
  const problems = 'problem' in asked && asked.problem ? [asked.problem] : []
  const window = { shown: versions, rates, day: asked.day, now }
  const preview = { published: versions, ...window, priors: await readPriors(context, window) }
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskArticles'),
    status: problems.length > 0 ? 422 : 200,
    children: <ArticleList view={view} preview={preview} typed={typed} problems={problems} />,
  })
}

type ListProps = { view: View; preview: Preview; typed: string | undefined; problems: readonly FieldProblem[] }

function ArticleList({ view, preview, typed, problems }: ListProps) {
  const { t } = view
  const mayEdit = view.rights.includes('edit_articles')
  return (
    <>
      <PageHead title={t('desk.menu_deskArticles')} says={t('articles.says')}>
        <a class="btn quiet" href={link('deskLimits')}>
          {t('articles.limits')}
        </a>
        <a class="btn quiet" href={link('deskVat')}>
          {t('vat.title')}
        </a>
        {mayEdit && (
          <>
            <a class="btn quiet" href={link('deskArticleNew', {}, { kind: 'free' })}>
              {t('articles.new_free')}
            </a>
            <a class="btn" href={link('deskArticleNew')}>
              <Icon name="plus" size={18} />
              {t('articles.new')}
            </a>
          </>
        )}
      </PageHead>
      <ErrorSummary view={view} problems={problems} />
      <ArticleTable
        view={view}
        versions={preview.published}
        rates={preview.rates}
        now={preview.now}
        mayEdit={mayEdit}
      />
      <section aria-labelledby="sees">
        <h2 id="sees">{t('articles.preview')}</h2>
        <form class="filter mb4" method="get" action={link('deskArticles')}>
          <DayToSee view={view} day={preview.day} typed={typed} problems={problems} />
          <button class="btn quiet" type="submit">
            {t('articles.preview_show')}
          </button>
        </form>
        <div class="duo even">
          <ShopWindow view={view} preview={preview} isDraft={false} />
        </div>
      </section>
    </>
  )
}

/** Moves one article one place up or down in the window. */
export async function moveArticle(context: SignedInContext): Promise<unknown> {
  const { request, person, site } = context
  const [articleId, direction] = [fieldOf(request, 'articleId'), fieldOf(request, 'direction')]
  if (direction === 'up' || direction === 'down')
    await perform(site.shop.database, (tx) => moveInWindow(tx, { articleId, direction, by: person.id }))
  return goTo(context, link('deskArticles'))
}
