import { topUpOfPayment } from '../../credit/top-up.ts'
import type { Tx } from '../../db/database.ts'
import { credit } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { boughtWallet, givenWallet, issuedAccount, reservedAccount } from '../../ledger/account.ts'
import { walletOf } from '../../ledger/balance.ts'
import type { HistoryLine } from '../../ledger/history.ts'
import { type NewTransfer, postTransfers } from '../../ledger/transfer.ts'
import type { Order } from '../../orders/order.ts'
import { reasonToTell } from '../../receipts/credit-note.ts'
import type { Payment } from '../payment.ts'
import type { Refund } from '../refund.ts'

export type CreditBack = { bought: number; given: number }

/**
 * How much credit goes with that much money of a payment: its share of what the payment credited, rounded down in the
 * person's favour, less what earlier refunds took, so that the whole takes the whole. None where none was credited.
 * `refundedBefore`: money given back or on its way before this. `creditAtMost`: what was used is not asked back.
 */
export async function creditToTakeBack(
  tx: Tx,
  back: {
    payment: Payment
    order: Order
    refundedBefore: number
    moneyMinor: number
    creditAtMost?: number | undefined
  },
): Promise<CreditBack> {
  const { payment, order } = back
  const topUp = await topUpOfPayment(tx, payment.id)
  if (topUp?.status !== 'applied') return { bought: 0, given: 0 }
  const share = (minor: number) =>
    Number((BigInt(minor) * BigInt(back.refundedBefore + back.moneyMinor)) / BigInt(payment.capturedMinor))
  const taken = await takenBefore(tx, payment.id)
  const whole = share(topUp.creditMinor + topUp.bonusMinor) - taken.bought - taken.given
  const total = Math.max(0, Math.min(whole, back.creditAtMost ?? whole))
  const wallet = await walletOf(tx, order.personId)
  // Given credit that was printed already cannot be taken from its pot: the rest falls on the bought one.
  const given = Math.max(0, Math.min(share(topUp.bonusMinor) - taken.given, wallet.given.minor, total))
  return { bought: total - given, given }
}

async function takenBefore(tx: Tx, paymentId: string): Promise<CreditBack> {
  const rows = await tx
    .selectFrom('refund')
    .select(['boughtMinor', 'givenMinor'])
    .where('paymentId', '=', paymentId)
    .where('status', '!=', 'refused')
    .execute()
  return {
    bought: rows.reduce((sum, row) => sum + row.boughtMinor, 0),
    given: rows.reduce((sum, row) => sum + row.givenMinor, 0),
  }
}

/** Credit leaves the wallet while its money is on the way back, so that it cannot be printed meanwhile. */
export async function reserveCredit(tx: Tx, { refund, order }: { refund: Refund; order: Order }): Promise<void> {
  const common = { to: reservedAccount(refund.id), cause: refund.id, mode: order.mode, occurredAt: refund.askedAt }
  const line = refundLine(order, refund)
  const pots = [
    { from: boughtWallet(order.personId), minor: refund.boughtMinor, key: `reserve:${refund.id}:bought` },
    { from: givenWallet(order.personId), minor: refund.givenMinor, key: `reserve:${refund.id}:given` },
  ]
  const transfers = pots
    .filter((pot) => pot.minor > 0)
    .map(({ from, minor, key }) => ({ ...common, from, key, amount: credit(minor), line }))
  await postTransfers(tx, transfers)
}

/** The money is gone: the credit that was set aside leaves the books. */
export function creditOutOfReserve(refund: Refund, order: Order, occurredAt: Instant): NewTransfer[] {
  const minor = refund.boughtMinor + refund.givenMinor
  if (minor === 0) return []
  const key = `refund:${refund.id}:credit`
  const common = { cause: refund.id, mode: order.mode, occurredAt }
  return [{ ...common, key, from: reservedAccount(refund.id), to: issuedAccount, amount: credit(minor) }]
}

/** The money stays after all: the credit returns to the pots it came from. */
export async function releaseCredit(
  tx: Tx,
  { refund, order, occurredAt }: { refund: Refund; order: Order; occurredAt: Instant },
): Promise<void> {
  const common = { from: reservedAccount(refund.id), cause: `${refund.id}:back`, mode: order.mode, occurredAt }
  const line = refundLine(order, refund)
  const pots = [
    { to: boughtWallet(order.personId), minor: refund.boughtMinor, key: `release:${refund.id}:bought` },
    { to: givenWallet(order.personId), minor: refund.givenMinor, key: `release:${refund.id}:given` },
  ]
  const transfers = pots
    .filter((pot) => pot.minor > 0)
    .map(({ to, minor, key }) => ({ ...common, to, key, amount: credit(minor), line }))
  await postTransfers(tx, transfers)
}

function refundLine(order: Order, refund: Refund): HistoryLine {
  const reason = reasonToTell(refund)
  return { kind: 'refund', detail: { title: order.articleTitle, orderId: order.id, ...(reason !== '' && { reason }) } }
}
