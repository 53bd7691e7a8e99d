import type { WithdrawalState } from '../../../withdrawals/withdrawable-orders.ts'
import { dateText, dayText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** On an order: the way to withdraw from it while its period runs, and what became of a withdrawal. */
export function OrderWithdrawal({ view, state, number }: { view: View; state: WithdrawalState; number: string }) {
  const { t } = view
  if (state.is === 'over') return null
  if (state.is === 'declared') {
    const { status, declaredAt } = state.withdrawal
    const values = { date: dateText(view, declaredAt), time: timeText(view, declaredAt) }
    return <p class="small">{t(`withdrawal.order_${status}`, values)}</p>
  }
  const [before, words, after] = t('withdrawal.order_until', { date: dayText(view, state.lastDay) }).split(/<\/?a>/)
  return (
    <p class="small">
      {before}
      <a href={link('withdrawal', {}, { contract: number })}>{words}</a>
      {after}
    </p>
  )
}
