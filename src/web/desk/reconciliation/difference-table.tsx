import { type Instant, toMs } from '../../../kit/clock.ts'
import type { Difference } from '../../../reconciliation/differences.ts'
import { Icon } from '../../look/icon.tsx'
import { Id, State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { ageText } from '../matters-table.tsx'
import { amountsOf, differenceText, nothing } from './difference-words.ts'

type Props = { view: View; open: readonly Difference[]; titles: ReadonlyMap<string, string>; now: Instant }

/** What is open, the oldest first, with the way to decide. */
export function DifferenceTable({ view, open, titles, now }: Props) {
  const { t } = view
  return (
    <section class="mt6" aria-labelledby="open">
      <h2 id="open">
        {t('reconciliation.open')} <span class="count f1">{open.length}</span>
      </h2>
      {open.length === 0 ? (
        <p class="soft">{t('reconciliation.open_none')}</p>
      ) : (
        <>
          <table class="data queue reflow" role="table">
            <caption class="vh">{t('reconciliation.open')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('matters.state')}</th>
                <th scope="col">{t('reconciliation.what')}</th>
                <th scope="col" class="end">
                  {t('matters.amount')}
                </th>
                <th scope="col">{t('matters.since')}</th>
                <th scope="col">
                  <span class="vh">{t('matters.action')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {open.map((row) => (
                <DifferenceRow key={row.id} view={view} row={row} gateway={titles.get(row.gatewayId)} now={now} />
              ))}
            </tbody>
          </table>
          <p class="mt4">
            <a class="go" href={link('deskReconciliationCsv')}>
              <Icon name="download" size={18} />
              {t('reconciliation.csv')}
            </a>
          </p>
        </>
      )}
    </section>
  )
}

type RowProps = { view: View; row: Difference; gateway: string | undefined; now: Instant }

function DifferenceRow({ view, row, gateway, now }: RowProps) {
  const { t } = view
  const { listed, ours } = amountsOf(view, row)
  return (
    <tr>
      <td>
        <State tone="care" icon="warning">
          {t(`difference.${row.kind}`)}
        </State>
      </td>
      <td>
        <b>{differenceText(view, row, gateway ?? row.gatewayId)}</b>
        <small>
          <Id text={row.subject} />
        </small>
      </td>
      <td class="end">{listed === nothing ? ours : listed}</td>
      <td class="soft nb">{ageText(view, toMs(now) - toMs(row.seenAt))}</td>
      <td class="end">
        <a class="btn quiet sm" href={link('deskDifference', { differenceId: row.id })}>
          {t('matters.examine')}
          <span class="vh"> {row.subject}</span>
          <Icon name="forward" size={18} />
        </a>
      </td>
    </tr>
  )
}
