import { type Instant, toMs } from '../../../kit/clock.ts'
import { formatMoney } from '../../../messages/format.ts'
import { lastDayToRefund } from '../../../orders/withdrawal-period.ts'
import type { WithdrawalCase } from '../../../withdrawals/withdrawal-list.ts'
import { PageHead, Pages } from '../../look/page-head.tsx'
import { Id, State } from '../../look/paper.tsx'
import { dayText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { type QueueLine, QueueTable } from '../figures/queue-table.tsx'
import { ageText } from '../review/review-table.tsx'

type Props = { view: View; cases: readonly WithdrawalCase[]; now: Instant }

/** Every withdrawal with its state, what goes back and until when. */
export function WithdrawalList({ view, cases, now }: Props) {
  const { t } = view
  return (
    <>
      <PageHead title={t('withdrawal.list_title')} says={t('withdrawal.list_says')} />
      <QueueTable
        view={view}
        caption={t('withdrawal.list_title')}
        what={t('withdrawal.what')}
        empty={t('withdrawal.list_none')}
        lines={cases.map((each) => lineOf(view, each, now))}
      />
      <Pages view={view} csv={cases.length > 0 && { href: link('deskWithdrawalsCsv'), label: t('withdrawal.csv') }} />
    </>
  )
}

function lineOf(view: View, row: WithdrawalCase, now: Instant): QueueLine {
  const { t, language } = view
  const bankRefused = row.status === 'accepted' && row.refundStatus === 'refused'
  const isOpen = row.status === 'received' || bankRefused
  const { refundMinor, refundUnit } = row
  const hasSum = refundMinor !== null && refundUnit !== null
  return {
    key: row.id,
    state: (
      <State tone={isOpen ? 'care' : 'good'} icon={isOpen ? 'undo' : 'check'}>
        {t('withdrawal.status', { status: bankRefused ? 'bank_refused' : statusOf(row) })}
      </State>
    ),
    sentence: t('withdrawal.row_says', {
      name: row.name,
      date: dayText(view, lastDayToRefund(row.declaredAt, view.timeZone)),
    }),
    about: <Id text={row.number ?? row.contract} />,
    amount: hasSum ? formatMoney({ minor: refundMinor, unit: refundUnit }, language) : '',
    age: ageText(view, toMs(now) - toMs(row.declaredAt)),
    way: {
      href: link('deskWithdrawal', { withdrawalId: row.id }),
      label: t('review.examine'),
      of: row.number ?? row.id,
    },
  }
}

const statusOf = ({ status, refundStatus }: WithdrawalCase): string =>
  status === 'accepted' && refundStatus === 'done' ? 'refunded' : status
