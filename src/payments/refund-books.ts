import { vatOfRefund } from '../catalogue/vat.ts'
import type { Tx } from '../db/database.ts'
import { type Amount, amount, credit } from '../kit/amount.ts'
import { type Instant, toMs } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import { newId, newToken } from '../kit/id.ts'
import {
  boughtWallet,
  gatewayAccount,
  givenWallet,
  issuedAccount,
  reservedAccount,
  salesAccount,
  suspenseAccount,
  vatAccount,
} from '../ledger/account.ts'
import type { HistoryLine } from '../ledger/history.ts'
import { type NewTransfer, postTransfers } from '../ledger/transfer.ts'
import { moveOrders, type Order } from '../orders/order.ts'
import { recordChanges } from '../orders/status-change.ts'
import { writeCreditNote } from '../receipts/credit-note.ts'
import { queueReceiptMails } from '../receipts/send-receipt.ts'
import { movePayments, type Payment } from './payment.ts'
import { moveRefund, type Refund } from './refund.ts'
import type { SettleWith } from './settle-payments.ts'
import type { Decided } from './write-decisions.ts'

type Given = { payment: Payment; order: Order; refund: Refund; occurredAt: Instant; actor: string }

/** How much credit goes with that much money of an order, rounded down in the person's favour. */
export function creditToTakeBack(order: Order, moneyMinor: number): { bought: number; given: number } {
  const share = (minor: number) => Number((BigInt(minor) * BigInt(moneyMinor)) / BigInt(order.priceMinor))
  return { bought: share(order.creditMinor), given: share(order.bonusMinor) }
}

/** Credit leaves the wallet while its money is on the way back, so that it cannot be printed meanwhile. */
export function creditIntoReserve(refund: Refund, order: Order): NewTransfer[] {
  const common = { to: reservedAccount(refund.id), cause: refund.id, mode: order.mode, occurredAt: refund.askedAt }
  const line = refundLine(order, refund.reason)
  const pots = [
    { from: boughtWallet(order.personId), minor: refund.boughtMinor, key: `reserve:${refund.id}:bought` },
    { from: givenWallet(order.personId), minor: refund.givenMinor, key: `reserve:${refund.id}:given` },
  ]
  return pots
    .filter((pot) => pot.minor > 0)
    .map(({ from, minor, key }) => ({ ...common, from, key, amount: credit(minor), line }))
}

const refundLine = (order: Order, reason: string): HistoryLine => ({
  kind: 'refund',
  detail: { title: order.articleTitle, orderId: order.id, reason },
})

/** The provider confirmed a refund of ours: money and credit leave the books, a credit note is issued. */
export async function finishRefund(tx: Tx, each: Decided<'finish_refund'>, _shop: SettleWith): Promise<void> {
  const { fact, decision } = each
  const { refund, payment, order } = decision
  await moveRefund(tx, { refund, to: 'done', actor: fact.source, why: fact.detail, operation: fact.operation })
  await postTransfers(tx, creditOutOfReserve(refund, order, fact.occurredAt))
  await bookRefund(tx, { payment, order, refund, occurredAt: fact.occurredAt, actor: fact.source })
}

function creditOutOfReserve(refund: Refund, order: Order, occurredAt: Instant): NewTransfer[] {
  const minor = refund.boughtMinor + refund.givenMinor
  if (minor === 0) return []
  const key = `refund:${refund.id}:credit`
  const common = { cause: refund.id, mode: order.mode, occurredAt }
  return [{ ...common, key, from: reservedAccount(refund.id), to: issuedAccount, amount: credit(minor) }]
}

/** It is certain that no money left: the credit returns to its pots and the amount may be refunded again. */
export async function releaseRefund(tx: Tx, each: Decided<'release_refund'>): Promise<void> {
  const { fact, decision } = each
  const { refund, order } = decision
  await moveRefund(tx, { refund, to: 'refused', actor: fact.source, why: fact.detail })
  await undoReservation(tx, { refund, order, occurredAt: fact.occurredAt })
}

/** Puts back what the reservation took: the ceiling on the payment and the credit. */
export async function undoReservation(
  tx: Tx,
  undo: { refund: Refund; order: Order; occurredAt: Instant },
): Promise<void> {
  const { refund, order } = undo
  await tx
    .updateTable('payment')
    .set((eb) => ({ refundedMinor: eb('refundedMinor', '-', refund.amountMinor) }))
    .where('id', '=', refund.paymentId)
    .execute()
  const common = {
    from: reservedAccount(refund.id),
    cause: `${refund.id}:back`,
    mode: order.mode,
    occurredAt: undo.occurredAt,
  }
  const line = refundLine(order, refund.reason)
  const pots = [
    { to: boughtWallet(order.personId), minor: refund.boughtMinor, key: `release:${refund.id}:bought` },
    { to: givenWallet(order.personId), minor: refund.givenMinor, key: `release:${refund.id}:given` },
  ]
  const transfers = pots.filter((pot) => pot.minor > 0)
  await postTransfers(
    tx,
    transfers.map(({ to, minor, key }) => ({ ...common, to, key, amount: credit(minor), line })),
  )
}

/** Somebody gave the money back at the provider's own desk: our books follow, the credit even below zero. */
export async function adoptRefund(tx: Tx, each: Decided<'adopt_refund'>, _shop: SettleWith): Promise<void> {
  const { fact, decision } = each
  const { payment, order } = decision
  const raised = await tx
    .updateTable('payment')
    .set((eb) => ({ refundedMinor: eb('refundedMinor', '+', fact.amount.minor) }))
    .where('id', '=', payment.id)
    .where((eb) => eb(eb('refundedMinor', '+', fact.amount.minor), '<=', eb.ref('capturedMinor')))
    .returning('refundedMinor')
    .executeTakeFirst()
  assert(raised && fact.amount.unit === payment.currency, `a refund of ${payment.id} fits what was captured`)
  const settled = payment.status === 'succeeded'
  const back = settled ? creditToTakeBack(order, fact.amount.minor) : { bought: 0, given: 0 }
  const refund: Refund = {
    ...newRefund(tx, { payment, order, amount: fact.amount, by: payment.gatewayId, reason: fact.detail }),
    status: 'done',
    boughtMinor: back.bought,
    givenMinor: back.given,
    operation: fact.operation,
  }
  await tx.insertInto('refund').values(refund).execute()
  await recordChanges(tx, [adoptedChange(refund, fact.source)])
  await postTransfers(tx, creditIntoReserve(refund, order))
  await postTransfers(tx, creditOutOfReserve(refund, order, fact.occurredAt))
  await bookRefund(tx, { payment, order, refund, occurredAt: fact.occurredAt, actor: fact.source })
}

const adoptedChange = (refund: Refund, actor: string) => ({
  subject: 'refund' as const,
  subjectId: refund.id,
  orderId: refund.orderId,
  fromStatus: '',
  toStatus: 'done',
  actor,
  why: refund.reason,
})

/** A refund row as it begins; the VAT part is computed so that all parts add up to the VAT of the whole. */
export function newRefund(
  tx: Tx,
  wish: { payment: Payment; order: Order; amount: Amount; by: string; reason: string; key?: string },
): Refund {
  const { payment, order } = wish
  const refundedBefore = amount(payment.refundedMinor, payment.currency)
  const vat = vatOfRefund({ amount: wish.amount, refundedBefore, rateBp: order.vatBp })
  return {
    id: newId('rfd', toMs(tx.now)),
    paymentId: payment.id,
    orderId: order.id,
    status: 'asked',
    amountMinor: wish.amount.minor,
    currency: payment.currency,
    vatMinor: payment.status === 'succeeded' ? vat.minor : 0,
    boughtMinor: 0,
    givenMinor: 0,
    key: wish.key ?? newToken(),
    operation: null,
    reason: wish.reason,
    askedBy: wish.by,
    askedAt: tx.now,
    why: '',
    nextLookAt: null,
    looks: 0,
    leaseUntil: null,
  }
}

/** The money of a refund that happened: out of sales and VAT, or out of suspense for money that was never credited. */
async function bookRefund(tx: Tx, given: Given): Promise<void> {
  const { payment, order, refund, actor } = given
  await postTransfers(tx, moneyOfRefund(given))
  const done = await tx
    .selectFrom('refund')
    .select((eb) => eb.fn.sum<number>('amountMinor').as('minor'))
    .where('paymentId', '=', payment.id)
    .where('status', '=', 'done')
    .executeTakeFirst()
  const whole = Number(done?.minor ?? 0) >= payment.capturedMinor
  if (payment.status === 'held') {
    if (whole) await movePayments(tx, [{ payment, to: 'returned', actor, why: refund.reason }])
    return
  }
  const note = await writeCreditNote(tx, { order, payment, refund })
  await queueReceiptMails(tx, [note])
  if (whole && order.status !== 'refunded')
    await moveOrders(tx, [{ orderId: order.id, to: 'refunded', actor, why: refund.id }])
}

function moneyOfRefund({ payment, order, refund, occurredAt }: Given): NewTransfer[] {
  const common = { to: gatewayAccount(payment.gatewayId), cause: refund.id, mode: payment.mode, occurredAt }
  const money = (minor: number) => amount(minor, refund.currency)
  if (payment.status === 'held') {
    return [{ ...common, key: `refund:${refund.id}:held`, from: suspenseAccount, amount: money(refund.amountMinor) }]
  }
  const parts = [
    { key: `refund:${refund.id}:net`, from: salesAccount(order.vatCode), minor: refund.amountMinor - refund.vatMinor },
    { key: `refund:${refund.id}:vat`, from: vatAccount(order.vatCode), minor: refund.vatMinor },
  ]
  return parts
    .filter((part) => part.minor > 0)
    .map(({ key, from, minor }) => ({ ...common, key, from, amount: money(minor) }))
}
