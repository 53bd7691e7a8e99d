import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { amount } from '../kit/amount.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import { translator } from '../messages/translate.ts'
import { findOrder } from '../orders/order.ts'
import type { Payment } from '../payments/payment.ts'
import { findRefund, type Refund } from '../payments/refund.ts'
import { askRefund, sendsRefunds } from '../payments/refunds/ask-refund.ts'
import { recordAudit } from '../people/audit/audit.ts'
import {
  changed,
  type DecideOutcome,
  type DecideWith,
  type Decision,
  ofOrder,
  reviewKind,
  withOrder,
} from '../review/review-kind.ts'
import { findWithdrawal, moveWithdrawal, type Withdrawal } from './withdrawal.ts'
import { computeWithdrawalSum, type WithdrawalSum } from './withdrawal-sum.ts'

/** Whether somebody has still to decide: it is new, or the provider refused the refund that was asked for. */
export async function isOpenWithdrawal(tx: Tx, withdrawal: Withdrawal): Promise<boolean> {
  if (withdrawal.status === 'received') return true
  return withdrawal.status === 'accepted' && (await refundOf(tx, withdrawal))?.status === 'refused'
}

const refundOf = async (tx: Tx, { refundId }: Withdrawal): Promise<Refund | undefined> =>
  refundId === null ? undefined : findRefund(tx, refundId)

/** The same of all, each kind by its own index; SQLite takes a cross join in the order in which it is written. */
const open = sql`select id from withdrawal where status = 'received'
  union all select w.id from refund r cross join withdrawal w
    where r.status = 'refused' and w.refund_id = r.id and w.status = 'accepted'`

/**
 * Somebody leaves a contract: refunded, refused, or closed, within fourteen days. Whoever decides has been shown the
 * sum that goes back; when it is another one by now, nothing happens.
 */
export const openWithdrawal = reviewKind({
  kind: 'withdrawal',
  wakes: () => ['refunds', 'mails'],
  query: () => sql`select w.id, w.declared_at as since, case when w.status = 'accepted' then 'bank_refused'
    when w.order_id is null then 'unknown' else 'open' end as why, null as minor, null as unit, w.contract as about,
    ${ofOrder} from (${open}) waiting cross join withdrawal w ${withOrder('w.order_id')}
    where w.id = waiting.id`,
  async choices(tx, id, shop) {
    const withdrawal = await findWithdrawal(tx, id)
    if (!withdrawal || !(await isOpenWithdrawal(tx, withdrawal))) return withdrawal && []
    const due = await sumDue(tx, withdrawal, shop)
    const received = withdrawal.status === 'received'
    return [...(due ? (['refund'] as const) : []), ...(received ? (['refuse'] as const) : []), 'close']
  },
  async decide(tx, decision, shop) {
    const withdrawal = await findWithdrawal(tx, decision.id)
    if (!withdrawal) return changed
    if (decision.choice === 'refund') return accept(tx, withdrawal, decision, shop)
    const [to, act, kind] =
      decision.choice === 'refuse'
        ? (['refused', 'refuse withdrawal', 'withdrawal_refused'] as const)
        : (['closed', 'close withdrawal', 'withdrawal_closed'] as const)
    const { id, by, why } = decision
    await moveWithdrawal(tx, { withdrawal, to, actor: by, why })
    await recordAudit(tx, { actor: by, act, about: id, detail: { why } })
    await queueAnswer(tx, withdrawal, { kind, about: id, detail: { why } })
    return { is: 'decided' }
  },
})

/** What goes back of its order, where that may be decided now. */
export async function sumDue(
  tx: Tx,
  { orderId }: Withdrawal,
  shop: DecideWith,
): Promise<(WithdrawalSum & { payment: Payment }) | undefined> {
  const order = orderId === null ? undefined : await findOrder(tx, orderId)
  const sum = order && (await computeWithdrawalSum(tx, order, shop.withdrawal))
  if (!sum?.payment || sum.refundMinor === 0 || sum.creditOpen) return undefined
  return sendsRefunds(shop, sum.payment.gatewayId) ? { ...sum, payment: sum.payment } : undefined
}

/** It holds: its money goes back by the gateway it came from, its unspent credit is taken first. */
async function accept(
  tx: Tx,
  withdrawal: Withdrawal,
  { by, why, key, seenMinor }: Decision,
  shop: DecideWith,
): Promise<DecideOutcome> {
  const sum = await sumDue(tx, withdrawal, shop)
  if (!sum || sum.refundMinor !== seenMinor) return changed
  const { currency } = sum.payment
  const wish = {
    paymentId: sum.payment.id,
    amount: amount(sum.refundMinor, currency),
    reason: translator(withdrawal.language)('withdrawal.refund_reason'),
    by,
    key,
    belowZero: false,
    creditAtMost: sum.unspentMinor,
  }
  const asked = await askRefund(tx, wish, shop)
  if (asked.is === 'refused') return changed
  const { refund } = asked
  await moveWithdrawal(tx, { withdrawal, to: 'accepted', actor: by, why, refundId: refund.id })
  const detail = { refundId: refund.id, amount: wish.amount, why }
  await recordAudit(tx, { actor: by, act: 'accept withdrawal', about: withdrawal.id, detail })
  await queueAnswer(tx, withdrawal, { kind: 'withdrawal_accepted', about: refund.id, detail: {} })
  return { is: 'under_way', refund }
}

async function queueAnswer(
  tx: Tx,
  withdrawal: Withdrawal,
  letter: { kind: string; about: string; detail: Record<string, unknown> },
): Promise<void> {
  const { id, orderId, email: to, language } = withdrawal
  await queueMails(tx, [
    {
      kind: letter.kind,
      about: letter.about,
      to,
      language,
      detail: { ...letter.detail, withdrawalId: id },
      ...(orderId !== null && { orderId }),
    },
  ])
}
