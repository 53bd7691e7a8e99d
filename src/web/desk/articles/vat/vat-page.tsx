import type { VatRates } from '../../../../catalogue/vat-rate.ts'
import type { FieldProblem } from '../../../../kit/failure.ts'
import { formatPercent } from '../../../../messages/format.ts'
import { DataTable } from '../../../look/data-table.tsx'
import { CsrfToken, ErrorSummary, Field } from '../../../look/form.tsx'
import { Icon } from '../../../look/icon.tsx'
import { PageHead } from '../../../look/page-head.tsx'
import { News } from '../../../look/paper.tsx'
import { dateText, momentText, type View } from '../../../look/view.ts'
import { link } from '../../../routes.ts'

type Props = {
  view: View
  rates: VatRates
  nameOf: (id: string) => string
  typed: { code: string; rate: string; day: string }
  problems: readonly FieldProblem[]
  saved: boolean
}

export function VatPage({ view, rates, nameOf, typed, problems, saved }: Props) {
  const { t } = view
  const mayEdit = view.rights.includes('edit_articles')
  return (
    <>
      <PageHead
        title={t('vat.title')}
        back={{ href: link('deskArticles'), label: t('articles.all') }}
        says={t('vat.says')}
      />
      {saved && <News>{t('vat.saved')}</News>}
      <ErrorSummary view={view} problems={problems} />
      <RateTable view={view} rates={rates} mayEdit={mayEdit} />
      {mayEdit && <RateForm view={view} typed={typed} problems={problems} isFirst={rates.codes().length === 0} />}
      {rates.codes().length > 0 && <RateHistory view={view} rates={rates} nameOf={nameOf} />}
    </>
  )
}

function RateTable({ view, rates, mayEdit }: Pick<Props, 'view' | 'rates'> & { mayEdit: boolean }) {
  const { t, language } = view
  return (
    <div class="mb5">
      <DataTable
        caption={t('vat.title')}
        empty={t('vat.none')}
        phone="stack"
        rows={rates.codes()}
        keyOf={(code) => code}
        columns={[
          {
            head: t('vat.code'),
            as: 'name',
            cell: (code) => (mayEdit ? <ChangeRate view={view} code={code} /> : code),
          },
          {
            head: t('vat.today'),
            isNamedOnPhone: true,
            cell: (code) => formatPercent(rates.rateOf(code) ?? 0, language),
          },
          {
            head: t('vat.coming'),
            isNamedOnPhone: true,
            cell: (code) => <ComingRates view={view} rates={rates} code={code} />,
          },
        ]}
      />
    </div>
  )
}

function ChangeRate({ view: { t }, code }: { view: View; code: string }) {
  return (
    <a href={link('deskVat', {}, { code })} aria-label={t('vat.change', { code })}>
      {code}
    </a>
  )
}

function ComingRates({ view, rates, code }: Pick<Props, 'view' | 'rates'> & { code: string }) {
  const { t, language } = view
  const coming = rates.coming(code)
  if (coming.length === 0) return <span class="soft">{t('vat.no_coming')}</span>
  return (
    <>
      {coming.map(({ rateBp, effectiveAt, number }) => (
        <div key={number}>
          {t('vat.coming_one', { rate: formatPercent(rateBp, language), date: dateText(view, effectiveAt) })}
        </div>
      ))}
    </>
  )
}

type FormProps = Pick<Props, 'view' | 'typed' | 'problems'> & { isFirst: boolean }

/** Folded until it is wanted: after saving, no second form asks to be filled. */
function RateForm({ view, typed, problems, isFirst }: FormProps) {
  const { t } = view
  const isDay = /^(\d{4}-\d\d-\d\d)?$/.test(typed.day)
  return (
    <details class="fold mb5" open={isFirst || typed.code !== '' || problems.length > 0}>
      <summary>
        <Icon name="chevron" size={18} />
        {t('vat.set')}
      </summary>
      <form class="form narrow" method="post" action={link('deskVat')}>
        <CsrfToken view={view} />
        <Field
          view={view}
          name="code"
          label={t('vat.code')}
          hint={t('vat.code_hint')}
          value={typed.code}
          autocomplete="off"
          problems={problems}
        />
        <Field
          view={view}
          name="rate"
          label={t('vat.rate')}
          hint={t('vat.rate_hint')}
          value={typed.rate}
          inputmode="decimal"
          autocomplete="off"
          problems={problems}
        />
        <Field
          view={view}
          name="day"
          label={t('vat.day')}
          hint={t('vat.day_hint')}
          type={isDay ? 'date' : 'text'}
          value={typed.day}
          autocomplete="off"
          problems={problems}
        />
        <p>
          <button class="btn" type="submit">
            {t('vat.save')}
          </button>
        </p>
      </form>
    </details>
  )
}

/** Every rate that was ever set, with who set it and when. */
function RateHistory({ view, rates, nameOf }: Pick<Props, 'view' | 'rates' | 'nameOf'>) {
  const { t, language } = view
  const versions = rates.codes().flatMap((code) => rates.versionsOf(code))
  return (
    <section aria-labelledby="past">
      <h2 id="past">{t('vat.history')}</h2>
      <DataTable
        caption={t('vat.history')}
        phone="stack"
        rows={versions}
        keyOf={({ code, number }) => `${code} ${number}`}
        columns={[
          { head: t('vat.code'), as: 'name', cell: ({ code }) => code },
          { head: t('vat.rate'), cell: ({ rateBp }) => formatPercent(rateBp, language) },
          {
            head: t('vat.day'),
            cell: ({ number, effectiveAt }) => (number === 1 ? t('vat.from_start') : dateText(view, effectiveAt)),
          },
          { head: t('vat.who'), cell: ({ setBy }) => nameOf(setBy) },
          { head: t('vat.when'), cell: ({ setBy, setAt }) => (setBy === '' ? '' : momentText(view, setAt)) },
        ]}
      />
    </section>
  )
}
