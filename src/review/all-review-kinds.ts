import { doubtfulTopUp } from '../credit/doubtful-top-up.ts'
import { failedMail } from '../mail/failed-mail.ts'
import { mailStandstill } from '../mail/mail-standstill.ts'
import { openContradiction } from '../payments/contradiction.ts'
import { longPending } from '../payments/intake/long-pending.ts'
import { unclearNotice } from '../payments/intake/unclear-notice.ts'
import { doubtfulRefund } from '../payments/refunds/doubtful-refund.ts'
import { bookTopUp } from '../payments/settlement/write-sales.ts'
import { openDiscrepancy } from '../reconciliation/open-discrepancy.ts'
import { openWithdrawal } from '../withdrawals/answer-withdrawal.ts'
import { heldPayment } from './held-payment.ts'
import type { ReviewKind } from './review-kind.ts'

/** Everything that may wait for a person, one line a kind, in the order in which it hurts: money first. */
export const reviewKinds = [
  heldPayment,
  doubtfulRefund,
  doubtfulTopUp(bookTopUp),
  openWithdrawal,
  openDiscrepancy,
  openContradiction,
  unclearNotice,
  longPending,
  mailStandstill,
  failedMail,
] as const

type Registered = (typeof reviewKinds)[number]
/** A kind that is not in the list does not compile. */
export type ReviewKindName = Registered['kind']
/** The choices of one kind. */
export type ChoiceOf<Kind extends ReviewKindName> =
  Extract<Registered, { kind: Kind }> extends ReviewKind<string, infer Choice, string> ? Choice : never
/** The jobs that carry out what is decided. */
export type ReviewJob = ReturnType<Registered['wakes']>[number]

/** The kind of that name. */
export const getReviewKind = (name: ReviewKindName): ReviewKind<ReviewKindName, string, ReviewJob> =>
  reviewKinds.find(({ kind }) => kind === name) as unknown as ReviewKind<ReviewKindName, string, ReviewJob>
