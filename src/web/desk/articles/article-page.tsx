import type { ArticlePlan } from '../../../catalogue/article-plan.ts'
import type { ArticleVersion } from '../../../catalogue/article-version.ts'
import type { VatRates } from '../../../catalogue/vat-rate.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { DataTable } from '../../look/data-table.tsx'
import { CsrfToken, ErrorSummary } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { Facts, News } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { type Preview, PriceSteps, ShopWindow } from './article-preview.tsx'
import { DayToSee } from './day-to-see.tsx'
import type { Fields } from './form/article-fields.ts'
import { ArticleFields } from './form/article-form.tsx'
import { articleFieldName } from './form/field-names.ts'
import { differingLines, planLines } from './plan-lines.ts'

/** Somebody else saved meanwhile: what it was, what they made of it, what I want. */
export type Stale = { name: string; plans: readonly [ArticlePlan, ArticlePlan, ArticlePlan] }

export type ArticlePageProps = {
  /** The version that is there; undefined for an article that is being written. */
  version: ArticleVersion | undefined
  title: string
  fields: Fields
  problems: readonly FieldProblem[]
  currency: string
  rates: VatRates
  /** What the price list and the window speak of: what is typed, or what is published. */
  plan: ArticlePlan | undefined
  preview: Preview
  isDraft: boolean
  stale: Stale | undefined
  saved: boolean
}

export function ArticlePage({ view, ...props }: ArticlePageProps & { view: View }) {
  const { t } = view
  const mayEdit = view.rights.includes('edit_articles')
  return (
    <>
      <PageHead title={props.title} back={{ href: link('deskArticles'), label: t('articles.all') }}>
        {props.version && <Ways view={view} articleId={props.version.articleId} mayEdit={mayEdit} />}
      </PageHead>
      {props.saved && <News>{t('articles.saved')}</News>}
      <ErrorSummary
        view={view}
        problems={props.problems}
        nameOf={(field) => articleFieldName(view, props.currency, field)}
      />
      {props.stale && <StaleNotice view={view} {...props} stale={props.stale} />}
      <section class="duo">
        {mayEdit ? <ArticleForm view={view} {...props} /> : <ReadOnly view={view} {...props} />}
        <Aside view={view} {...props} mayEdit={mayEdit} />
      </section>
    </>
  )
}

function Ways({ view, articleId, mayEdit }: { view: View; articleId: string; mayEdit: boolean }) {
  const { t } = view
  return (
    <>
      <a class="btn quiet" href={link('deskArticleHistory', { articleId })}>
        {t('articles.history')}
      </a>
      {mayEdit && (
        <a class="btn quiet" href={link('deskArticleNew', {}, { copy: articleId })}>
          {t('articles.copy')}
        </a>
      )}
    </>
  )
}

const formId = 'article-form'

function ArticleForm({ view, ...props }: ArticlePageProps & { view: View }) {
  const { t } = view
  const { version } = props
  const action = version ? link('deskArticle', { articleId: version.articleId }) : link('deskArticles')
  return (
    <form class="form" method="post" action={action} id={formId}>
      <CsrfToken view={view} />
      {version && <input type="hidden" name="version" value={String(version.version)} />}
      <ArticleFields view={view} {...props} isNew={!version} />
      <p class="row near">
        <button class="btn" type="submit">
          {t(version ? 'articles.save' : 'articles.create')}
        </button>
        {version && (
          <a class="btn quiet" href={link('deskArticleSale', { articleId: version.articleId })}>
            {t(version.plan.active ? 'articles.retire' : 'articles.bring_back')}
          </a>
        )}
      </p>
    </form>
  )
}

function ReadOnly({ view, version, rates }: ArticlePageProps & { view: View }) {
  if (!version) return null
  const lines = planLines(view, version.plan, rates).filter(({ text }) => text !== '')
  return <Facts facts={lines.map(({ label, text }) => ({ label, value: text }))} />
}

/** With the right to change, the day belongs to the form: what is typed is shown without being published. */
function Aside({ view, mayEdit, ...props }: ArticlePageProps & { view: View; mayEdit: boolean }) {
  const { t } = view
  const { version, plan, preview } = props
  const show = version ? link('deskArticlePreview', { articleId: version.articleId }) : link('deskArticleDraft')
  return (
    <aside aria-labelledby="sees">
      <h2 class="mb3" id="sees">
        {t('articles.preview')}
      </h2>
      {mayEdit ? (
        <div class="filter mb4">
          <DayToSee view={view} day={preview.day} typed={props.fields.on} problems={props.problems} form={formId} />
          <button class="btn quiet" type="submit" form={formId} formaction={show}>
            {t('articles.preview_show')}
          </button>
          <p class="small soft">{t('articles.preview_says')}</p>
        </div>
      ) : (
        <form class="filter mb4" method="get">
          <DayToSee view={view} day={preview.day} typed={props.fields.on} problems={props.problems} />
          <button class="btn quiet" type="submit">
            {t('articles.preview_show')}
          </button>
        </form>
      )}
      <div class="stack g5">
        <ShopWindow view={view} preview={preview} isDraft={props.isDraft} />
      </div>
      {plan && !plan.free && (
        <PriceSteps
          view={view}
          plan={plan}
          number={String(version?.number ?? props.fields.number ?? '')}
          now={preview.now}
        />
      )}
    </aside>
  )
}

/** Old, theirs, yours, on the lines where they differ; the form below holds both. */
function StaleNotice({ view, stale, version, rates }: ArticlePageProps & { view: View; stale: Stale }) {
  const { t } = view
  const changes = differingLines(view, stale.plans, rates)
  return (
    <section class="notice care mb6" role="alert" aria-labelledby="stale" tabindex={-1} data-focus>
      <Icon name="warning" />
      <div class="stack">
        <h2 class="plain" id="stale">
          {t('articles.stale_title', { name: stale.name })}
        </h2>
        <p>{t('articles.stale_says')}</p>
        <DataTable
          caption={t('articles.what')}
          phone="stack"
          layout="sides"
          rows={changes}
          keyOf={({ name }) => name}
          columns={[
            { head: t('articles.field'), as: 'name', cell: ({ label }) => label },
            { head: t('articles.stale_was'), isNamedOnPhone: true, cell: ({ texts }) => texts[0] },
            {
              head: t('articles.stale_theirs', { name: stale.name }),
              isNamedOnPhone: true,
              cell: ({ texts }) => texts[1],
            },
            { head: t('articles.stale_yours'), isNamedOnPhone: true, cell: ({ texts }) => texts[2] },
          ]}
        />
        {version && (
          <p>
            <GoLink href={link('deskArticle', { articleId: version.articleId })} label={t('articles.stale_drop')} />
          </p>
        )}
      </div>
    </section>
  )
}
