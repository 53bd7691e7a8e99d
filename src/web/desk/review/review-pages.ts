import type { ReviewKindName } from '../../../review/all-review-kinds.ts'
import { decideWithdrawal } from '../withdrawals/decide-withdrawal.tsx'
import { decideContradiction } from './decide-contradiction.tsx'
import { decideDiscrepancy } from './decide-discrepancy.tsx'
import { decideMail } from './decide-mail.tsx'
import { decideMailStandstill } from './decide-mail-standstill.tsx'
import { decideNotice } from './decide-notice.tsx'
import { decideHeldPayment, decideLongPending } from './decide-payment.tsx'
import { decideRefund } from './decide-refund.tsx'
import { decideTopUp } from './decide-top-up.tsx'
import type { ReviewPage } from './decision.ts'

/** The page of every kind: a kind without one does not compile. */
export const reviewPages: Readonly<Record<ReviewKindName, ReviewPage>> = {
  held_payment: decideHeldPayment,
  long_pending: decideLongPending,
  doubtful_top_up: decideTopUp,
  doubtful_refund: decideRefund,
  withdrawal: decideWithdrawal,
  difference: decideDiscrepancy,
  contradiction: decideContradiction,
  puzzling_notice: decideNotice,
  mail_standstill: decideMailStandstill,
  failed_mail: decideMail,
}
