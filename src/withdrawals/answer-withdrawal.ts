import type { Tx } from '../db/database.ts'
import { amount } from '../kit/amount.ts'
import { Failure, orNotFound } from '../kit/failure.ts'
import { queueMails } from '../mail/mail-outbox.ts'
import { findOrder, type Order } from '../orders/order.ts'
import type { WithdrawalRules } from '../orders/withdrawal-period.ts'
import { findRefund, type Refund } from '../payments/refund.ts'
import { askRefund } from '../payments/refunds/ask-refund.ts'
import type { Shop } from '../payments/shop.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { findWithdrawal, moveWithdrawal, type Withdrawal } from './withdrawal.ts'
import { computeWithdrawalSum } from './withdrawal-sum.ts'

export type WithdrawalAnswer = {
  withdrawalId: string
  /** A person's id. */
  by: string
  why: string
}

/** Whether somebody has still to decide: it is new, or the provider refused the refund that was asked for. */
export async function isOpenWithdrawal(tx: Tx, withdrawal: Withdrawal): Promise<boolean> {
  if (withdrawal.status === 'received') return true
  return withdrawal.status === 'accepted' && (await refundOf(tx, withdrawal))?.status === 'refused'
}

const refundOf = async (tx: Tx, { refundId }: Withdrawal): Promise<Refund | undefined> =>
  refundId === null ? undefined : findRefund(tx, refundId)

async function openOne(tx: Tx, withdrawalId: string): Promise<Withdrawal> {
  const withdrawal = orNotFound(await findWithdrawal(tx, withdrawalId), 'withdrawal')
  if (!(await isOpenWithdrawal(tx, withdrawal))) throw new Failure('conflict', `${withdrawalId} is decided`)
  return withdrawal
}

/**
 * The withdrawal holds: its money goes back by the gateway it came from, its unspent credit is taken first. `seenMinor`
 * is the sum that whoever decides was shown. Throws Failure `conflict` when the sum is another one now, when there is
 * nothing to give back, or when it was decided meanwhile.
 */
export async function acceptWithdrawal(
  tx: Tx,
  answer: WithdrawalAnswer & { seenMinor: number; reason: string; key: string; rules: WithdrawalRules },
  shop: Pick<Shop, 'gateways'>,
): Promise<void> {
  const { by, why } = answer
  const withdrawal = await openOne(tx, answer.withdrawalId)
  const order = await orderOf(tx, withdrawal)
  const sum = await computeWithdrawalSum(tx, order, answer.rules)
  const { payment } = sum
  if (!payment || sum.refundMinor === 0 || sum.refundMinor !== answer.seenMinor)
    throw new Failure('conflict', `${withdrawal.id} gives back another sum now`)
  const wish = {
    paymentId: payment.id,
    amount: amount(sum.refundMinor, payment.currency),
    reason: answer.reason,
    by,
    key: answer.key,
    belowZero: false,
    creditAtMost: sum.unspentMinor,
  }
  const asked = await askRefund(tx, wish, shop)
  if (asked.is === 'refused') throw new Failure('conflict', `${withdrawal.id} gives nothing back: ${asked.because}`)
  const { refund } = asked
  await moveWithdrawal(tx, { withdrawal, to: 'accepted', actor: by, why, refundId: refund.id })
  await recordAudit(tx, {
    actor: by,
    act: 'accept withdrawal',
    about: withdrawal.id,
    detail: { refundId: refund.id, amount: amount(sum.refundMinor, payment.currency), why },
  })
  await queueAnswer(tx, withdrawal, { kind: 'withdrawal_accepted', about: refund.id, detail: {} })
}

async function orderOf(tx: Tx, withdrawal: Withdrawal): Promise<Order> {
  const order = withdrawal.orderId === null ? undefined : await findOrder(tx, withdrawal.orderId)
  if (!order) throw new Failure('conflict', `${withdrawal.id} is about no order yet`)
  return order
}

/** It does not hold: the person is told why, in the words that whoever decides wrote for them. */
export async function refuseWithdrawal(tx: Tx, { withdrawalId, by, why }: WithdrawalAnswer): Promise<void> {
  const withdrawal = await openOne(tx, withdrawalId)
  if (withdrawal.status !== 'received') throw new Failure('conflict', `${withdrawalId} was accepted before`)
  await moveWithdrawal(tx, { withdrawal, to: 'refused', actor: by, why })
  await recordAudit(tx, { actor: by, act: 'refuse withdrawal', about: withdrawalId, detail: { why } })
  await queueAnswer(tx, withdrawal, { kind: 'withdrawal_refused', about: withdrawalId, detail: { why } })
}

/** Nothing goes back by this: it is another's double, the money went another way, or none had arrived. */
export async function closeWithdrawal(tx: Tx, { withdrawalId, by, why }: WithdrawalAnswer): Promise<void> {
  const withdrawal = await openOne(tx, withdrawalId)
  await moveWithdrawal(tx, { withdrawal, to: 'closed', actor: by, why })
  await recordAudit(tx, { actor: by, act: 'close withdrawal', about: withdrawalId, detail: { why } })
  await queueAnswer(tx, withdrawal, { kind: 'withdrawal_closed', about: withdrawalId, detail: { why } })
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

/** Whoever decides has found the order that was meant. Throws Failure `conflict` once it is decided. */
export async function attachWithdrawal(
  tx: Tx,
  attach: { withdrawalId: string; order: Pick<Order, 'id' | 'number'>; by: string },
): Promise<void> {
  const { withdrawalId, order, by } = attach
  const attached = await tx
    .updateTable('withdrawal')
    .set({ orderId: order.id })
    .where('id', '=', withdrawalId)
    .where('status', '=', 'received')
    .returning('id')
    .executeTakeFirst()
  if (!attached) throw new Failure('conflict', `${withdrawalId} is decided`)
  await recordAudit(tx, {
    actor: by,
    act: 'attach withdrawal',
    about: withdrawalId,
    detail: { order: order.number },
  })
}
