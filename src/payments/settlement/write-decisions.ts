import type { Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { toMs } from '../../kit/clock.ts'
import { newId, newToken } from '../../kit/id.ts'
import { postTransfers } from '../../ledger/transfer.ts'
import { recordChanges } from '../../orders/status-change.ts'
import { movePayments, type Payment, type PaymentMove } from '../payment.ts'
import type { SettleWith } from '../shop.ts'
import { chargeBack, recordDisputeWon } from './charge-back.ts'
import type { Decided, Decision } from './decide-fact.ts'
import { recordExternalRefund } from './record-external-refund.ts'
import { finishRefund, nameRefund, releaseRefund } from './refund-books.ts'
import { intoSuspense, orderedSale } from './sale-transfers.ts'
import { type SaleToWrite, writeSales } from './write-sales.ts'

/** Writes what was decided for a list of facts, each about another order: list by list, not fact by fact. */
export async function writeDecisions(tx: Tx, decided: readonly Decided[], shop: SettleWith): Promise<void> {
  await settleSales(tx, only(decided, 'settle'), shop)
  await holdPayments(tx, only(decided, 'hold'))
  await movePayments(tx, [...waits(only(decided, 'wait')), ...closes(only(decided, 'close'))])
  for (const each of only(decided, 'finish_refund')) await finishRefund(tx, each, shop)
  for (const each of only(decided, 'release_refund')) await releaseRefund(tx, each)
  for (const each of only(decided, 'name_refund')) await nameRefund(tx, each)
  for (const each of only(decided, 'adopt_refund')) await recordExternalRefund(tx, each, shop)
  for (const each of only(decided, 'charge_back')) await chargeBack(tx, each)
  for (const each of only(decided, 'win_back')) await recordDisputeWon(tx, each)
}

function only<Kind extends Decision['do']>(decided: readonly Decided[], kind: Kind): Decided<Kind>[] {
  return decided.filter((each) => each.decision.do === kind) as unknown[] as Decided<Kind>[]
}

async function settleSales(tx: Tx, sales: readonly Decided<'settle'>[], shop: SettleWith): Promise<void> {
  await movePayments(tx, sales.map(paidMove))
  await writeSales(tx, sales.map(saleOf), shop)
}

function saleOf({ fact, decision }: Decided<'settle'>): SaleToWrite {
  const sale = orderedSale({ ...decision, occurredAt: fact.occurredAt })
  return { ...sale, actor: fact.source, bankReference: fact.operation, payerMark: fact.payerMark ?? null }
}

function paidMove({ fact, decision }: Decided<'settle'>): PaymentMove {
  return {
    payment: decision.payment,
    to: 'succeeded',
    actor: fact.source,
    why: fact.detail,
    set: {
      capturedMinor: fact.amount.minor,
      capture: fact.operation,
      payerMark: fact.payerMark ?? null,
      paidAt: fact.occurredAt,
      nextPollAt: null,
    },
  }
}

function waits(decided: readonly Decided<'wait'>[]): PaymentMove[] {
  return decided
    .filter(({ decision }) => decision.moves)
    .map(({ fact, decision }) => ({ payment: decision.payment, to: 'pending', actor: fact.source, why: fact.detail }))
}

/** A refused or cancelled attempt stays watched: the payer may still succeed on the provider's page. */
function closes(decided: readonly Decided<'close'>[]): PaymentMove[] {
  return decided.map(({ fact, decision }) => ({
    payment: decision.payment,
    to: decision.to,
    actor: fact.source,
    why: fact.detail,
  }))
}

/**
 * Money that no machine may attribute: visible, with its reason, until a person decides. What is on our account
 * stands in suspense. A further capture of an attempt that has one becomes a payment of its own, held.
 */
async function holdPayments(tx: Tx, decided: readonly Decided<'hold'>[]): Promise<void> {
  for (const { fact, decision } of decided) {
    const { payment, because, ours } = decision
    const set = {
      heldWhy: because,
      capturedMinor: ours && fact.amount.unit === payment.currency ? fact.amount.minor : 0,
      capture: ours ? fact.operation : null,
      payerMark: fact.payerMark ?? null,
      paidAt: fact.occurredAt,
      nextPollAt: null,
    }
    const taken = payment.capture !== null || payment.status === 'held'
    const held = taken ? await adoptCapture(tx, { ...payment, ...set, goTo: null }, fact.operation) : payment
    if (!taken) await movePayments(tx, [{ payment, to: 'held', actor: fact.source, why: because, set }])
    if (ours)
      await postTransfers(tx, [intoSuspense({ payment: held, captured: fact.amount, occurredAt: fact.occurredAt })])
  }
}

async function adoptCapture(tx: Tx, first: Payment, operation: string): Promise<Payment> {
  const adopted: Payment = {
    ...first,
    id: newId('pay', toMs(tx.now)),
    reference: `${first.reference}:${operation}`,
    key: `${first.key}:${operation}`,
    returnToken: newToken(160),
    status: 'held',
    refundedMinor: 0,
    startedAt: tx.now,
  }
  await insertRows(tx, 'payment', [adopted])
  recordChanges(tx, [
    {
      subject: 'payment',
      subjectId: adopted.id,
      orderId: adopted.orderId,
      fromStatus: '',
      toStatus: 'held',
      actor: first.gatewayId,
      why: first.heldWhy ?? '',
    },
  ])
  return adopted
}
