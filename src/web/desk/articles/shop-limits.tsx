import {
  type BuyingLimits,
  type LimitsVersion,
  limitNames,
  noLimits,
  saveShopLimits,
  shopLimitsHistory,
} from '../../../catalogue/buying-limits.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { CsrfToken, ErrorSummary } from '../../look/form.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { News, Notice } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { ChangeTable, HistoryList } from './change-table.tsx'
import { shopCurrency } from './draw-article.tsx'
import { type Fields, fieldsOfLimits, fieldsTyped } from './form/article-fields.ts'
import { articleFieldName } from './form/field-names.ts'
import { LimitFields } from './form/limit-fields.tsx'
import { TypedValues } from './form/typed-values.ts'
import { limitLabel, limitsText, limitText } from './plan-lines.ts'

type ToDraw = { fields?: Fields; problems: readonly FieldProblem[]; staleSince?: number }

/** What one person may buy in the whole shop, and how that came to be. `from` draws an earlier state into the form. */
export async function showLimits(context: SignedInContext): Promise<unknown> {
  const versions = await shopLimitsHistory(context.site.shop.database.db)
  const from = versions.find(({ number }) => String(number) === queryOf(context.request, 'from'))
  const fields = from && fieldsOfLimits(context.view, from.limits, shopCurrency)
  return drawLimits(context, { problems: [], ...(fields && { fields }) })
}

async function drawLimits(context: SignedInContext, { fields, problems, staleSince }: ToDraw): Promise<unknown> {
  const { view, site, request } = context
  const { db } = site.shop.database
  const versions = await shopLimitsHistory(db)
  const [current] = versions
  const names = await namesOf(
    db,
    versions.map(({ changedBy }) => changedBy),
  )
  const nameOf = (id: string): string => names.get(id) ?? view.t(id === '' ? 'articles.by_start' : 'articles.somebody')
  const base = versions.find(({ number }) => number === staleSince)
  const mayEdit = view.rights.includes('edit_articles')
  return sendDeskPage(context, {
    title: view.t('articles.limits'),
    status: base ? 409 : problems.length > 0 ? 422 : 200,
    children: (
      <>
        <LimitsHead view={view} saved={queryOf(request, 'saved') === 'yes'} />
        <ErrorSummary view={view} problems={problems} nameOf={(field) => articleFieldName(view, shopCurrency, field)} />
        {base && (
          <div class="mb5">
            <Notice tone="care" icon="warning">
              <p role="alert">{view.t('articles.limits_stale', { name: nameOf(current.changedBy) })}</p>
              <ChangeTable view={view} changes={changesOf(view, base.limits, current.limits)} />
            </Notice>
          </div>
        )}
        {mayEdit ? (
          <LimitsForm
            view={view}
            version={current.number}
            fields={fields ?? fieldsOfLimits(view, current.limits, shopCurrency)}
            problems={problems}
          />
        ) : (
          <p>{textOf(view, current.limits)}</p>
        )}
        <div class="mt5">
          <HistoryList view={view} entries={versions.map(entryOf(view, { versions, nameOf, mayEdit }))} />
        </div>
      </>
    ),
  })
}

function LimitsHead({ view, saved }: { view: View; saved: boolean }) {
  const { t } = view
  return (
    <>
      <PageHead
        title={t('articles.limits')}
        back={{ href: link('deskArticles'), label: t('articles.all') }}
        says={t('articles.limits_says')}
      />
      {saved && <News>{t('articles.limits_saved')}</News>}
    </>
  )
}

type FormProps = { view: View; version: number; fields: Fields; problems: readonly FieldProblem[] }

function LimitsForm({ view, version, fields, problems }: FormProps) {
  return (
    <form class="form narrow" method="post" action={link('deskLimits')}>
      <CsrfToken view={view} />
      <input type="hidden" name="version" value={String(version)} />
      <LimitFields view={view} fields={fields} currency={shopCurrency} problems={problems} />
      <p>
        <button class="btn" type="submit">
          {view.t('articles.save')}
        </button>
      </p>
    </form>
  )
}

const textOf = (view: View, limits: BuyingLimits): string =>
  limitsText(view, limits, shopCurrency) || view.t('articles.no_limits')

/** Limit by limit, those that differ. */
const changesOf = (view: View, before: BuyingLimits, after: BuyingLimits) =>
  limitNames
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      name,
      label: limitLabel(view, name, shopCurrency),
      texts: [before, after].map(({ [name]: most }) =>
        most === null ? view.t('articles.no_limits') : limitText(view, name, most, shopCurrency),
      ),
    }))

type Around = { versions: readonly LimitsVersion[]; nameOf: (id: string) => string; mayEdit: boolean }

const entryOf =
  (view: View, { versions, nameOf, mayEdit }: Around) =>
  (version: LimitsVersion, index: number) => {
    const before = versions[index + 1]?.limits ?? noLimits
    return {
      version: version.number,
      who: nameOf(version.changedBy),
      changedAt: version.changedAt,
      changes: changesOf(view, before, version.limits),
      ...(mayEdit && index > 0 && { back: link('deskLimits', {}, { from: version.number }) }),
    }
  }

/** Saves them as the next version; when somebody else was faster, both are shown. */
export async function saveLimits(context: SignedInContext): Promise<unknown> {
  const { site, person, request } = context
  const fields = fieldsTyped(request)
  const typed = new TypedValues(fields)
  const limits = typed.limits(shopCurrency)
  const basedOn = Number(fields.version ?? 'none')
  if (typed.problems.length > 0) return drawLimits(context, { fields, problems: typed.problems })
  const saved = await site.shop.database.transact(async (tx) => {
    const done = await saveShopLimits(tx, { limits, basedOn, by: person.id })
    if (done) await recordAudit(tx, { actor: person.id, act: 'change limits', about: 'shop', detail: { ...limits } })
    return done
  })
  if (!saved) return drawLimits(context, { fields, problems: [], staleSince: basedOn })
  return goTo(context, link('deskLimits', {}, { saved: 'yes' }))
}
