import { CREDIT } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { MessageKey } from '../../../messages/translate.ts'
import type { ReviewItem } from '../../../review/review-items.ts'
import { bankWords, creditText, type View } from '../../look/view.ts'
import { machineReason, mailReason, reasonText } from '../desk-words.ts'

/** What happened, in a sentence with its figures; `gatewayId`: who speaks of it. No kind compiles without its words. */
export function saysItem(view: View, item: ReviewItem, gatewayId?: string, key?: MessageKey): string {
  const { t, language } = view
  const { kind, order, effect } = item
  const values = {
    ...bankWords(view, gatewayId),
    amount: amountText(view, item),
    asked: order ? formatMoney({ minor: order.priceMinor, unit: order.currency }, language) : '',
    gateway: gatewayId === undefined ? '' : view.method(gatewayId).name,
    why: whyText(view, item),
  }
  const says = t(key ?? `review.says_${kind}`, values)
  if (!effect) return says
  return `${says} ${t(`review.says_effect_${effect.is}`, { why: machineReason(view, effect.why) || '–' })}`
}

/** A letter and a notice tell why in the other side's words; some sentences choose their words by it themselves. */
function whyText(view: View, { kind, why }: ReviewItem): string {
  if (kind === 'failed_mail') return mailReason(view, why)
  if (kind === 'puzzling_notice') return machineReason(view, why)
  return kind === 'contradiction' || kind === 'held_payment' ? reasonText(view, why) : why
}

/** Money or credit, in words of the language. */
export const amountText = (view: View, { amount }: Pick<ReviewItem, 'amount'>): string =>
  amount === undefined ? '' : amount.unit === CREDIT ? creditText(view, amount) : formatMoney(amount, view.language)
