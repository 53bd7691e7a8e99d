import { sql } from 'kysely'
import type { NoticeReading, PaymentHint } from '../../gateways/gateway.ts'
import { equals } from '../../kit/amount.ts'
import type { Payment } from '../payment.ts'
import type { Settlement } from '../settlement/settle-payments.ts'
import type { Shop } from '../shop.ts'
import type { Notice } from './notice.ts'
import { fetchStatus } from './poll-payment.ts'

/**
 * Where a notice says "look": the provider has answered, it has not, its answer does not show the refund that the
 * notice tells of, or nobody knows about which payment.
 */
export type Followed = {
  asked: 'answered' | 'no_answer' | 'not_shown' | 'unknown_payment' | 'nothing'
  /** The order of the payment that it pointed at. */
  orderId: string | undefined
  /** What followed from the answers. */
  settlements: readonly Settlement[]
}

/** What a notice does not say itself. */
export const hintsOf = (reading: NoticeReading): readonly PaymentHint[] =>
  reading.is === 'ask' || reading.is === 'facts' ? (reading.ask ?? []) : []

/** "Look at this payment": asked before the notice counts as processed, so that a silent provider is asked again. */
export async function followHints(
  shop: Shop,
  { notice, reading }: { notice: Pick<Notice, 'gatewayId'>; reading: NoticeReading },
): Promise<Followed> {
  const followed: Followed = { asked: 'nothing', orderId: undefined, settlements: [] }
  for (const hint of hintsOf(reading)) {
    const payment = await paymentOfHint(shop, notice.gatewayId, hint)
    if (!payment) return { ...followed, asked: 'unknown_payment' }
    const { attemptRef, dispute, refunded } = hint
    const unnamed = refunded?.operation === undefined ? refunded?.amount : undefined
    const how = { evenIfRecent: true, attemptRef, dispute, refunded: unnamed }
    const answers = await fetchStatus(shop, payment.id, how)
    followed.orderId = payment.orderId
    followed.asked = answers ? await shown(shop, hint, { paymentId: payment.id, answers }) : 'no_answer'
    followed.settlements = [...followed.settlements, ...(answers ?? [])]
  }
  return followed
}

/**
 * Whether the answer shows the refund that a notice tells of without its name: the latest is of that sum, or a later
 * one hides it and one of that sum is in our books.
 */
async function shown(
  { database }: Shop,
  { refunded }: PaymentHint,
  { paymentId, answers }: { paymentId: string; answers: readonly Settlement[] },
): Promise<'answered' | 'not_shown'> {
  if (refunded === undefined) return 'answered'
  const { amount, operation } = refunded
  const told = answers.flatMap(({ fact }) => (fact.about === 'refund' && fact.kind === 'refunded' ? [fact] : []))
  if (operation !== undefined) return told.some((fact) => fact.operation === operation) ? 'answered' : 'not_shown'
  if (told.some((fact) => equals(fact.amount, amount))) return 'answered'
  if (told.length === 0) return 'not_shown'
  const booked = await database.db
    .selectFrom('refund')
    .select('id')
    .where('paymentId', '=', paymentId)
    .where('status', '=', sql.lit('done'))
    .where('amountMinor', '=', amount.minor)
    .executeTakeFirst()
  return booked ? 'answered' : 'not_shown'
}

async function paymentOfHint(
  shop: Shop,
  gatewayId: string,
  hint: PaymentHint,
): Promise<Pick<Payment, 'id' | 'orderId'> | undefined> {
  let query = shop.database.db.selectFrom('payment').select(['id', 'orderId']).where('gatewayId', '=', gatewayId)
  if (hint.reference !== undefined) query = query.where('reference', '=', hint.reference)
  else if (hint.attemptRef !== undefined) query = query.where('attemptRef', '=', hint.attemptRef)
  else if (hint.capture !== undefined) query = query.where('capture', '=', hint.capture)
  else return undefined
  return query.executeTakeFirst()
}
