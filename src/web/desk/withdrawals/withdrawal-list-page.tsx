import type { Instant } from '../../../kit/clock.ts'
import { toMs } from '../../../kit/clock.ts'
import { formatMoney } from '../../../messages/format.ts'
import { lastDayToRefund } from '../../../orders/withdrawal-period.ts'
import type { WithdrawalCase } from '../../../withdrawals/withdrawal-list.ts'
import { Icon } from '../../look/icon.tsx'
import { Id, State } from '../../look/paper.tsx'
import { dayText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { QueueRow, QueueTable } from '../figures/queue-table.tsx'
import { ageText } from '../review/review-table.tsx'

type Props = { view: View; cases: readonly WithdrawalCase[]; now: Instant }

/** Every withdrawal with its state, what goes back and until when. */
export function WithdrawalList({ view, cases, now }: Props) {
  const { t } = view
  return (
    <>
      <div class="head">
        <div>
          <h1>{t('withdrawal.list_title')}</h1>
          <p class="soft">{t('withdrawal.list_says')}</p>
        </div>
      </div>
      {cases.length === 0 ? (
        <p class="soft">{t('withdrawal.list_none')}</p>
      ) : (
        <>
          <QueueTable view={view} caption={t('withdrawal.list_title')} what={t('withdrawal.what')}>
            {cases.map((each) => (
              <CaseRow key={each.id} view={view} row={each} now={now} />
            ))}
          </QueueTable>
          <p class="mt4">
            <a class="go" href={link('deskWithdrawalsCsv')}>
              <Icon name="download" size={18} />
              {t('withdrawal.csv')}
            </a>
          </p>
        </>
      )}
    </>
  )
}

function CaseRow({ view, row, now }: { view: View; row: WithdrawalCase; now: Instant }) {
  const { t, language } = view
  const bankRefused = row.status === 'accepted' && row.refundStatus === 'refused'
  const isOpen = row.status === 'received' || bankRefused
  const { refundMinor, refundUnit } = row
  return (
    <QueueRow
      state={
        <State tone={isOpen ? 'care' : 'good'} icon={isOpen ? 'undo' : 'check'}>
          {t('withdrawal.status', { status: bankRefused ? 'bank_refused' : statusOf(row) })}
        </State>
      }
      sentence={t('withdrawal.row_says', {
        name: row.name,
        date: dayText(view, lastDayToRefund(row.declaredAt, view.timeZone)),
      })}
      about={<Id text={row.number ?? row.contract} />}
      amount={
        refundMinor === null || refundUnit === null
          ? ''
          : formatMoney({ minor: refundMinor, unit: refundUnit }, language)
      }
      age={ageText(view, toMs(now) - toMs(row.declaredAt))}
      way={{
        href: link('deskWithdrawal', { withdrawalId: row.id }),
        label: t('review.examine'),
        of: row.number ?? row.id,
      }}
    />
  )
}

const statusOf = ({ status, refundStatus }: WithdrawalCase): string =>
  status === 'accepted' && refundStatus === 'done' ? 'refunded' : status
