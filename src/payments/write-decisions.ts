import { RunAgain, type Tx } from '../db/database.ts'
import { assert } from '../kit/failure.ts'
import { postTransfers } from '../ledger/transfer.ts'
import { moveOrders } from '../orders/order.ts'
import { takeReceiptNumbers, writeReceipts } from '../receipts/receipt.ts'
import { queueReceiptMails } from '../receipts/send-receipt.ts'
import { moveTopUps, queueTopUps } from '../topups/top-up.ts'
import { chargeBack, winBack } from './charge-back.ts'
import type { Decision, IncomingFact } from './decide-fact.ts'
import { holdPayments } from './hold-payments.ts'
import { movePayments, type PaymentMove } from './payment.ts'
import { adoptRefund, finishRefund, releaseRefund } from './refund-books.ts'
import { creditOfSale, moneyOfSale } from './sale-transfers.ts'
import type { SettleWith } from './settle-payments.ts'

export type Decided<Kind extends Decision['do'] = Decision['do']> = {
  fact: IncomingFact
  decision: Extract<Decision, { do: Kind }>
}

/** Writes what was decided for a list of facts, each about another order: list by list, not fact by fact. */
export async function writeDecisions(tx: Tx, decided: readonly Decided[], shop: SettleWith): Promise<void> {
  await settleSales(tx, only(decided, 'settle'), shop)
  await holdPayments(tx, only(decided, 'hold'))
  await movePayments(tx, [...waits(only(decided, 'wait')), ...closes(only(decided, 'close'))])
  for (const each of only(decided, 'finish_refund')) await finishRefund(tx, each, shop)
  for (const each of only(decided, 'release_refund')) await releaseRefund(tx, each)
  for (const each of only(decided, 'adopt_refund')) await adoptRefund(tx, each, shop)
  for (const each of only(decided, 'charge_back')) await chargeBack(tx, each)
  for (const each of only(decided, 'win_back')) await winBack(tx, each)
}

function only<Kind extends Decision['do']>(decided: readonly Decided[], kind: Kind): Decided<Kind>[] {
  return decided.filter((each) => each.decision.do === kind) as unknown[] as Decided<Kind>[]
}

/** The sale, whole: statuses, money, receipt number, credit or its top-up, receipt, mail. All of it or nothing. */
async function settleSales(tx: Tx, sales: readonly Decided<'settle'>[], shop: SettleWith): Promise<void> {
  if (sales.length === 0) return
  await movePayments(tx, sales.map(paidMove))
  await moveAllOrders(tx, sales, 'paid')
  const [first] = sales
  assert(first, 'there is a first sale')
  const numbers = await takeReceiptNumbers(tx, {
    kind: 'receipt',
    mode: first.decision.order.mode,
    year: tx.now.slice(0, 4),
    count: sales.length,
  })
  const topUps = await queueTopUps(
    tx,
    sales.map(({ decision }) => ({ paymentId: decision.payment.id, order: decision.order })),
  )
  const posted = await postTransfers(
    tx,
    sales.flatMap((sale, index) => transfersOf(sale, numbers[index]?.number ?? '', shop)),
  )
  if (shop.printSystem.creditInBooks) {
    await moveTopUps(tx, topUps, { to: 'applied', actor: shop.printSystem.id, evidence: '' })
    await moveAllOrders(tx, sales, 'fulfilled')
  }
  const toReceipt = sales.map(({ decision, fact }, index) => {
    const number = numbers[index]
    assert(number, 'a number for each sale')
    const { order, payment } = decision
    const payerMark = fact.payerMark ?? null
    return { number, order, payment, bankReference: fact.operation, payerMark, paidAt: fact.occurredAt }
  })
  const receipts = await writeReceipts(tx, toReceipt, posted[0]?.seq ?? 0)
  await queueReceiptMails(tx, receipts)
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
      nextLookAt: null,
    },
  }
}

async function moveAllOrders(tx: Tx, sales: readonly Decided<'settle'>[], to: 'paid' | 'fulfilled'): Promise<void> {
  const moved = await moveOrders(
    tx,
    sales.map(({ fact, decision }) => ({ orderId: decision.order.id, to, actor: fact.source, why: '' })),
  )
  if (moved.length < sales.length) throw new RunAgain()
}

/** Money always; credit only where the balances are our own books: elsewhere it follows the print system's yes. */
function transfersOf({ fact, decision }: Decided<'settle'>, receiptNumber: string, shop: SettleWith) {
  const sale = { ...decision, occurredAt: fact.occurredAt }
  if (!shop.printSystem.creditInBooks) return moneyOfSale(sale)
  const { order, payment } = decision
  const detail = { title: order.articleTitle, orderId: order.id, receiptNumber, method: payment.gatewayId }
  return [...moneyOfSale(sale), ...creditOfSale({ ...sale, line: { kind: 'recharge', detail } })]
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
