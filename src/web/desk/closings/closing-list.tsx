import type { Closing, ClosingKind } from '../../../finance/closing.ts'
import { amount } from '../../../kit/amount.ts'
import { formatCount, formatMoney } from '../../../messages/format.ts'
import { Icon } from '../../look/icon.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { closingKinds, countOf, currenciesOf, movedIn, periodText } from './closing-words.ts'

type Props = { view: View; kind: ClosingKind; closings: readonly Closing[]; older: string | undefined }

/** Closings of one kind, each with the way to all that it holds. */
export function ClosingList({ view, kind, closings, older }: Props) {
  const { t } = view
  return (
    <>
      <div class="head">
        <div>
          <p>
            <a class="go" href={link('desk')}>
              <Icon name="back" />
              {t('desk.menu_overview')}
            </a>
          </p>
          <h1>{t('closings.title')}</h1>
          <p class="soft">{t('closings.says')}</p>
        </div>
      </div>
      <div class="row apart mb3">
        <nav class="pick" aria-label={t('closings.by')}>
          {closingKinds.map((each) => (
            <a
              key={each}
              href={link('deskClosings', {}, { kind: each })}
              aria-current={each === kind ? 'true' : undefined}
            >
              {t('closings.kinds', { kind: each })}
            </a>
          ))}
        </nav>
        <a class="go" href={link('deskClosingsCsv')}>
          <Icon name="download" size={18} />
          {t('closings.csv')}
        </a>
      </div>
      {closings.length === 0 ? <p role="status">{t('closings.none')}</p> : <Table view={view} closings={closings} />}
      {older !== undefined && (
        <p class="mt5">
          <a class="go" href={link('deskClosings', {}, { kind, before: older })}>
            {t('closings.older')}
            <Icon name="forward" />
          </a>
        </p>
      )}
    </>
  )
}

function Table({ view, closings }: { view: View; closings: readonly Closing[] }) {
  const { t, language } = view
  const heads = ['sold', 'receipts', 'back', 'credit_notes', 'perpetual'] as const
  return (
    <section class="scroll" tabindex={0} aria-label={t('closings.title')}>
      <table class="data">
        <caption class="vh">{t('closings.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('closings.period')}</th>
            {heads.map((head) => (
              <th scope="col" class="end" key={head}>
                {t(`closings.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {closings.flatMap((closing) =>
            currenciesOf(closing).map((unit) => {
              const { soldMinor, backMinor } = movedIn(closing, unit)
              const money = (minor: number) => formatMoney(amount(minor, unit), language)
              return (
                <tr key={`${closing.number} ${unit}`}>
                  <th scope="row" class="nb">
                    <a href={link('deskClosing', { number: String(closing.number) })}>{periodText(view, closing)}</a>
                  </th>
                  <td class="end">{money(soldMinor)}</td>
                  <td class="end">{formatCount(countOf(closing, 'receipt'), language)}</td>
                  <td class="end">{money(backMinor)}</td>
                  <td class="end">{formatCount(countOf(closing, 'credit_note'), language)}</td>
                  <td class="end">{money(closing.perpetual[unit]?.soldMinor ?? 0)}</td>
                </tr>
              )
            }),
          )}
        </tbody>
      </table>
    </section>
  )
}
