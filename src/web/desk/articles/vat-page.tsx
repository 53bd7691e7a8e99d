import type { VatRates } from '../../../catalogue/vat-rate.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatPercent } from '../../../messages/format.ts'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Notice } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

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
      <div class="head">
        <div>
          <p class="small">
            <a href={link('deskArticles')}>{t('articles.all')}</a>
          </p>
          <h1>{t('vat.title')}</h1>
          <p class="soft">{t('vat.says')}</p>
        </div>
      </div>
      {saved && (
        <div class="mb5" role="status">
          <Notice tone="good" icon="confirmed">
            <p>{t('vat.saved')}</p>
          </Notice>
        </div>
      )}
      <ErrorSummary view={view} problems={problems} />
      {rates.codes().length === 0 ? <p>{t('vat.none')}</p> : <RateTable view={view} rates={rates} mayEdit={mayEdit} />}
      {mayEdit && <RateForm view={view} typed={typed} problems={problems} />}
      {rates.codes().length > 0 && <RateHistory view={view} rates={rates} nameOf={nameOf} />}
    </>
  )
}

function RateTable({ view, rates, mayEdit }: Pick<Props, 'view' | 'rates'> & { mayEdit: boolean }) {
  const { t, language } = view
  return (
    <table class="data reflow mb5" role="table">
      <caption class="vh">{t('vat.title')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {(['code', 'today', 'coming'] as const).map((name) => (
            <th scope="col" role="columnheader" key={name}>
              {t(`vat.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rates.codes().map((code) => (
          <tr role="row" key={code}>
            <th scope="row" role="rowheader">
              {mayEdit ? (
                <a href={link('deskVat', {}, { code })} aria-label={t('vat.change', { code })}>
                  {code}
                </a>
              ) : (
                code
              )}
            </th>
            <td role="cell">
              <span class="narrow-only">{t('vat.today')} </span>
              {formatPercent(rates.rateOf(code) ?? 0, language)}
            </td>
            <td role="cell">
              <span class="narrow-only">{t('vat.coming')} </span>
              {rates.coming(code).map(({ rateBp, effectiveAt, number }) => (
                <div key={number}>
                  {t('vat.coming_one', { rate: formatPercent(rateBp, language), date: dateText(view, effectiveAt) })}
                </div>
              ))}
              {rates.coming(code).length === 0 && <span class="soft">{t('vat.no_coming')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RateForm({ view, typed, problems }: Pick<Props, 'view' | 'typed' | 'problems'>) {
  const { t } = view
  const isDay = /^(\d{4}-\d\d-\d\d)?$/.test(typed.day)
  return (
    <section class="mb5" aria-labelledby="set">
      <h2 id="set">{t('vat.set')}</h2>
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
    </section>
  )
}

/** Every rate that was ever set, with who set it and when. */
function RateHistory({ view, rates, nameOf }: Pick<Props, 'view' | 'rates' | 'nameOf'>) {
  const { t, language } = view
  const versions = rates.codes().flatMap((code) => rates.versionsOf(code))
  return (
    <section aria-labelledby="past">
      <h2 id="past">{t('vat.history')}</h2>
      <table class="data reflow" role="table">
        <caption class="vh">{t('vat.history')}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {(['code', 'rate', 'day', 'who', 'when'] as const).map((name) => (
              <th scope="col" role="columnheader" key={name}>
                {t(`vat.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {versions.map(({ code, number, rateBp, effectiveAt, setBy, setAt }) => (
            <tr role="row" key={`${code} ${number}`}>
              <th scope="row" role="rowheader">
                {code}
              </th>
              <td role="cell">{formatPercent(rateBp, language)}</td>
              <td role="cell">{number === 1 ? t('vat.from_start') : dateText(view, effectiveAt)}</td>
              <td role="cell">{nameOf(setBy)}</td>
              <td role="cell">{setBy === '' ? '' : `${dateText(view, setAt)}, ${timeText(view, setAt)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
