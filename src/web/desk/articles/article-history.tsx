import { upToDate } from '../../../catalogue/article-plan.ts'
import { type ArticleVersion, versionsOf } from '../../../catalogue/article-version.ts'
import { publishArticle } from '../../../catalogue/publish-article.ts'
import { vatRates } from '../../../catalogue/vat-rate.ts'
import { perform } from '../../../db/act.ts'
import { nowOf } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { CsrfToken } from '../../look/form.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { momentText, type View } from '../../look/view.ts'
import { fieldOf, paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { ChangeTable, HistoryList } from './change-table.tsx'
import { getArticleVersion } from './edit-article.tsx'
import { differingLines } from './plan-lines.ts'
import { orConflict } from './published.ts'

/** Who changed what and when, from what to what; each state can be gone back to. */
export async function showArticleHistory(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { db, clock } = site.shop.database
  const { articleId, number } = await getArticleVersion(context)
  const [versions, rates] = await Promise.all([versionsOf(db, articleId), vatRates(db, nowOf(clock))])
  const names = await namesOf(
    db,
    versions.map(({ changedBy }) => changedBy),
  )
  const mayEdit = view.rights.includes('edit_articles')
  const entries = versions.map(({ version, plan, changedBy, changedAt }, index) => {
    const before = versions[index + 1]
    const plans = before && [upToDate(before.plan, changedAt), upToDate(plan, changedAt)]
    return {
      version,
      who: names.get(changedBy) ?? view.t('articles.by_start'),
      changedAt,
      changes: plans ? differingLines(view, plans, rates) : undefined,
      ...(mayEdit && index > 0 && { back: link('deskArticleVersion', { articleId, version: String(version) }) }),
    }
  })
  const title = view.t('articles.pair', { label: view.t('articles.one', { number }), text: view.t('articles.history') })
  return sendDeskPage(context, {
    title,
    children: (
      <>
        <PageHead
          title={view.t('articles.history')}
          back={{ href: link('deskArticle', { articleId }), label: view.t('articles.one', { number }) }}
          says={view.t('articles.history_says')}
        />
        <HistoryList view={view} entries={entries} />
      </>
    ),
  })
}

/** Asks before an earlier state comes back: what would change, line by line. */
export async function askUndo(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { db, clock } = site.shop.database
  const { current, wanted } = await readUndo(context)
  const now = nowOf(clock)
  const plans = [upToDate(current.plan, now), upToDate(wanted.plan, now)]
  const changes = differingLines(view, plans, await vatRates(db, nowOf(clock)))
  const title = view.t('articles.undo_title', { version: wanted.version, number: current.number })
  return sendDeskPage(context, {
    title,
    children: (
      <>
        <PageHead title={title} says={momentText(view, wanted.changedAt)} />
        {changes.length === 0 ? (
          <p>{view.t('articles.undo_nothing')}</p>
        ) : (
          <UndoForm view={view} current={current} version={wanted.version}>
            <ChangeTable view={view} changes={changes} />
          </UndoForm>
        )}
        <p class="mt4">
          <GoLink href={link('deskArticleHistory', { articleId: current.articleId })} label={view.t('articles.keep')} />
        </p>
      </>
    ),
  })
}

function UndoForm({
  view,
  current,
  version,
  children,
}: {
  view: View
  current: ArticleVersion
  version: number
  children: preact.ComponentChildren
}) {
  const action = link('deskArticleVersion', { articleId: current.articleId, version: String(version) })
  return (
    <form class="form" method="post" action={action}>
      <CsrfToken view={view} />
      <input type="hidden" name="version" value={String(current.version)} />
      {children}
      <p>{view.t('articles.undo_says')}</p>
      <p>
        <button class="btn" type="submit">
          {view.t('articles.undo')}
        </button>
      </p>
    </form>
  )
}

async function readUndo(context: SignedInContext): Promise<{ current: ArticleVersion; wanted: ArticleVersion }> {
  const current = await getArticleVersion(context)
  const versions = await versionsOf(context.site.shop.database.db, current.articleId)
  const wanted = orNotFound(
    versions.find(({ version }) => String(version) === paramOf(context.request, 'version')),
    'version',
  )
  return { current, wanted }
}

/** Brings an earlier state back as a new version. Throws Failure `conflict` when another version came meanwhile. */
export async function undoVersion(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const { database } = site.shop
  const { current, wanted } = await readUndo(context)
  const { articleId } = current
  const now = nowOf(database.clock)
  const plan = { ...upToDate(wanted.plan, now), sortOrder: current.plan.sortOrder }
  const basedOn = Number(fieldOf(request, 'version'))
  const wish = { articleId, plan, basedOn, by: person.id, backTo: wanted.version }
  orConflict(await perform(database, (tx) => publishArticle(tx, wish)))
  return goTo(context, link('deskArticle', { articleId }, { saved: 'yes' }))
}
