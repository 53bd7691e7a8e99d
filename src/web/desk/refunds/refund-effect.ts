import { amount } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { Refund } from '../../../payments/refund.ts'
import { bankWords, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { machineReason } from '../desk-words.ts'
import type { Effect } from '../review/decision.ts'

/** What became of money that was sent back by this gateway: under way, not confirmed, refused with why, done. */
export function effectOfRefund(view: View, refund: Refund, gatewayId: string): Effect {
  const { t } = view
  const { status } = refund
  const values = {
    ...bankWords(view, gatewayId),
    amount: formatMoney(amount(refund.amountMinor, refund.currency), view.language),
    why: machineReason(view, refund.why) || '–',
  }
  if (status === 'done') return { tone: 'good', icon: 'check', text: t('decision.refund_done', values) }
  const way = { href: link('deskRefund', { refundId: refund.id }), label: t('review.examine') }
  if (status === 'refused') return { tone: 'bad', icon: 'cross', text: t('decision.refund_refused', values), way }
  if (status !== 'uncertain') return { tone: 'care', icon: 'hourglass', text: t('decision.refund_under_way', values) }
  return { tone: 'care', icon: 'hourglass', text: t('review.says_doubtful_refund', values), way }
}
