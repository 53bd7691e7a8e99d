import { splitVat } from '../../catalogue/vat-rate.ts'
import type { Tx } from '../../db/database.ts'
import { amount } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import { gatewayAccount, salesAccount, suspenseAccount, vatAccount } from '../../ledger/account.ts'
import { type NewTransfer, postTransfers } from '../../ledger/transfer.ts'
import { moveOrders, type Order } from '../../orders/order.ts'
import { writeCreditNote } from '../../receipts/credit-note.ts'
import { queueReceiptMails } from '../../receipts/send-receipt.ts'
import { movePayments, type Payment } from '../payment.ts'
import { moveRefund, type Refund } from '../refund.ts'
import type { SettleWith } from '../shop.ts'
import { chargeBackRest } from './charge-back.ts'
import type { Decided } from './decide-fact.ts'
import { creditOutOfReserve, releaseCredit } from './refund-credit.ts'

type Given = { payment: Payment; order: Order; refund: Refund; occurredAt: Instant; actor: string; timeZone: string }

/** The provider confirmed a refund of ours: money and credit leave the books, a credit note is issued. */
export async function finishRefund(
  tx: Tx,
  { fact, decision }: Decided<'finish_refund'>,
  { timeZone }: Pick<SettleWith, 'timeZone'>,
): Promise<void> {
  const { refund, payment, order } = decision
  const { occurredAt } = fact
  const operation = fact.isUnnamed ? refund.operation : fact.operation
  await moveRefund(tx, { refund, to: 'done', actor: fact.source, why: fact.detail, operation })
  const done = { ...refund, operation }
  await bookRefund(tx, { payment, order, refund: done, occurredAt, actor: fact.source, timeZone })
}

/** What the provider calls a refund that was booked without its name: what is told by that name is no other refund. */
export async function nameRefund(tx: Tx, { fact, decision }: Decided<'name_refund'>): Promise<void> {
  const { operation } = fact
  await tx
    .updateTable('refund')
    .set({ operation })
    .where('id', '=', decision.refund.id)
    .where('operation', 'is', null)
    .execute()
}

/** It is certain that no money left: the credit returns to its pots and the amount may be refunded again. */
export async function releaseRefund(tx: Tx, { fact, decision }: Decided<'release_refund'>): Promise<void> {
  await refuseRefund(tx, { ...decision, actor: fact.source, why: fact.detail, occurredAt: fact.occurredAt })
}

/** The end of a refund that did not happen: the ceiling on the payment and the credit are put back. */
export async function refuseRefund(
  tx: Tx,
  refused: { refund: Refund; order: Order; actor: string; why: string; occurredAt: Instant; operation?: string },
): Promise<void> {
  const { refund, order, actor, why, occurredAt, operation = null } = refused
  await moveRefund(tx, { refund, to: 'refused', actor, why, operation })
  await tx
    .updateTable('payment')
    .set((eb) => ({ refundedMinor: eb('refundedMinor', '-', refund.amountMinor) }))
    .where('id', '=', refund.paymentId)
    .execute()
  await releaseCredit(tx, { refund, order, occurredAt })
  await chargeBackRest(tx, { refund, order, occurredAt })
}

/**
 * A refund that happened: its credit and its money leave the books, the money out of sales and VAT, or out of suspense
 * where it was never credited. The row is `done` already.
 */
export async function bookRefund(tx: Tx, given: Given): Promise<void> {
  const { payment, order, actor, occurredAt } = given
  const done = await doneRefunds(tx, payment.id)
  const isHeld = payment.status === 'held'
  const refund = isHeld ? given.refund : await withVat(tx, { ...given, done })
  await postTransfers(tx, creditOutOfReserve(refund, order, occurredAt))
  await postTransfers(tx, isHeld ? moneyOfHeld({ ...given, refund }) : moneyOfRefund({ ...given, refund }))
  const whole = done.amountMinor >= payment.capturedMinor
  if (isHeld) {
    if (whole) await movePayments(tx, [{ payment, to: 'returned', actor, why: refund.reason }])
    return
  }
  const note = await writeCreditNote(tx, { order, payment, refund, timeZone: given.timeZone })
  await queueReceiptMails(tx, [{ receipt: note, order }])
  if (whole && !(await isPaidOtherwise(tx, payment)))
    await moveOrders(tx, [{ orderId: order.id, to: 'refunded', actor, why: refund.id }])
}

/** Another payment of the same order that was credited too: the order stays what it is. */
async function isPaidOtherwise(tx: Tx, payment: Payment): Promise<boolean> {
  const other = await tx
    .selectFrom('payment')
    .select('id')
    .where('orderId', '=', payment.orderId)
    .where('id', '!=', payment.id)
    .where('status', '=', 'succeeded')
    .where((eb) => eb('refundedMinor', '<', eb.ref('capturedMinor')))
    .executeTakeFirst()
  return other !== undefined
}

/** Of all refunds of the payment that happened, this one included; its own VAT is not known yet. */
async function doneRefunds(tx: Tx, paymentId: string): Promise<{ amountMinor: number; vatMinor: number }> {
  const rows = await tx
    .selectFrom('refund')
    .select(['amountMinor', 'vatMinor'])
    .where('paymentId', '=', paymentId)
    .where('status', '=', 'done')
    .execute()
  const sum = (of: 'amountMinor' | 'vatMinor') => rows.reduce((total, row) => total + row[of], 0)
  return { amountMinor: sum('amountMinor'), vatMinor: sum('vatMinor') }
}

/** The VAT of everything given back so far, less that of the parts before: the parts add up to the whole. */
async function withVat(
  tx: Tx,
  { refund, order, done }: Given & { done: { amountMinor: number; vatMinor: number } },
): Promise<Refund> {
  const all = splitVat(amount(done.amountMinor, refund.currency), order.vatBp).vat
  const vatMinor = all.minor - done.vatMinor
  await tx.updateTable('refund').set({ vatMinor }).where('id', '=', refund.id).execute()
  return { ...refund, vatMinor }
}

const common = ({ payment, refund, occurredAt }: Given) => ({
  to: gatewayAccount(payment.gatewayId),
  cause: refund.id,
  mode: payment.mode,
  occurredAt,
})

function moneyOfHeld(given: Given): NewTransfer[] {
  const { refund } = given
  const money = amount(refund.amountMinor, refund.currency)
  return [{ ...common(given), key: `refund:${refund.id}:held`, from: suspenseAccount, amount: money }]
}

function moneyOfRefund(given: Given): NewTransfer[] {
  const { refund, order } = given
  const parts = [
    { key: `refund:${refund.id}:net`, from: salesAccount(order.vatCode), minor: refund.amountMinor - refund.vatMinor },
    { key: `refund:${refund.id}:vat`, from: vatAccount(order.vatCode), minor: refund.vatMinor },
  ]
  return parts
    .filter((part) => part.minor > 0)
    .map(({ key, from, minor }) => ({ ...common(given), key, from, amount: amount(minor, refund.currency) }))
}
