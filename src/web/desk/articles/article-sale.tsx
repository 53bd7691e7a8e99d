import { upToDate } from '../../../catalogue/article-plan.ts'
import { publishArticle } from '../../../catalogue/publish-article.ts'
import { perform } from '../../../db/act.ts'
import { nowOf } from '../../../kit/clock.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { goTo } from '../../answer.ts'
import { CsrfToken } from '../../look/form.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { getArticleVersion } from './edit-article.tsx'
import { orConflict } from './published.ts'

/** Asks before an article is taken off sale, or put back: with what it means. */
export async function askSale(context: SignedInContext): Promise<unknown> {
  const { view } = context
  const { articleId, number, version, plan } = await getArticleVersion(context)
  const act = plan.active ? 'retire' : 'back'
  const title = view.t(`articles.${act}_title`, { number })
  return sendDeskPage(context, {
    title,
    children: (
      <form class="form" method="post" action={link('deskArticleSale', { articleId })}>
        <PageHead title={title} says={writtenIn(plan.titles, view.language)} />
        <CsrfToken view={view} />
        <input type="hidden" name="version" value={String(version)} />
        <input type="hidden" name="active" value={plan.active ? 'no' : 'yes'} />
        <p>{view.t(`articles.${act}_says`)}</p>
        <p class="row near">
          <button class={plan.active ? 'btn bad' : 'btn'} type="submit">
            {view.t(`articles.${act}_do`)}
          </button>
          <a class="btn quiet" href={link('deskArticle', { articleId })}>
            {view.t('articles.keep')}
          </a>
        </p>
      </form>
    ),
  })
}

/** Takes it off sale or puts it back, as a new version. Throws Failure `conflict` when another one came meanwhile. */
export async function changeSale(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const { database } = site.shop
  const { articleId, plan } = await getArticleVersion(context)
  const active = fieldOf(request, 'active') === 'yes'
  const basedOn = Number(fieldOf(request, 'version'))
  const next = { ...upToDate(plan, nowOf(database.clock)), active }
  const wish = { articleId, plan: next, basedOn, by: person.id }
  orConflict(await perform(database, (tx) => publishArticle(tx, wish)))
  return goTo(context, link('deskArticle', { articleId }, { saved: 'yes' }))
}
