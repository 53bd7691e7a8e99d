import { vatOfRefund } from '../catalogue/vat.ts'
import type { Tx } from '../db/database.ts'
import { amount, CREDIT, credit } from '../kit/amount.ts'
import { boughtWallet, gatewayAccount, issuedAccount, salesAccount, vatAccount } from '../ledger/account.ts'
import { type NewTransfer, postTransfers } from '../ledger/transfer.ts'
import type { Decided } from './decide-fact.ts'
import { movePayments } from './payment.ts'
import { creditToTakeBack } from './refund-credit.ts'

/** The bank took the money back: the sale leaves the books and its credit is taken back, below zero if need be. */
export async function chargeBack(tx: Tx, { fact, decision }: Decided<'charge_back'>): Promise<void> {
  await movePayments(tx, [{ payment: decision.payment, to: 'charged_back', actor: fact.source, why: fact.detail }])
  await postTransfers(tx, await reversal(tx, { fact, decision }))
}

/** The dispute was won: what the chargeback took, and no more, returns by transfers of their own. */
export async function winBack(tx: Tx, { fact, decision }: Decided<'win_back'>): Promise<void> {
  const { payment, order } = decision
  await movePayments(tx, [{ payment, to: 'succeeded', actor: fact.source, why: fact.detail }])
  const taken = await tx
    .selectFrom('transfer')
    .selectAll()
    .where('cause', 'like', `${payment.id}:%`)
    .where('key', 'like', `back:${payment.id}:%`)
    .where('key', 'not like', '%:won')
    .execute()
  const line = {
    kind: 'refund' as const,
    detail: { title: order.articleTitle, orderId: order.id, reason: 'charged_back' },
  }
  const back = taken.map((row) => ({
    key: `${row.key}:won`,
    from: row.toAccount,
    to: row.fromAccount,
    amount: amount(row.amountMinor, row.unit),
    cause: row.cause,
    mode: row.mode,
    occurredAt: fact.occurredAt,
    ...(row.unit === CREDIT && { line }),
  }))
  await postTransfers(tx, back)
}

/** What was taken of the sale, at most what its refunds have left of it, backwards. */
async function reversal(tx: Tx, { fact, decision }: Decided<'charge_back'>): Promise<NewTransfer[]> {
  const { payment, order } = decision
  const takenMinor = Math.min(fact.amount.minor, payment.capturedMinor - payment.refundedMinor)
  const taken = amount(takenMinor, payment.currency)
  const refundedBefore = amount(payment.refundedMinor, payment.currency)
  const vat = vatOfRefund({ amount: taken, refundedBefore, rateBp: order.vatBp })
  const cause = `${payment.id}:${fact.operation}`
  const common = { cause, mode: payment.mode, occurredAt: fact.occurredAt }
  const line = {
    kind: 'refund' as const,
    detail: { title: order.articleTitle, orderId: order.id, reason: 'charged_back' },
  }
  const to = gatewayAccount(payment.gatewayId)
  const net = amount(takenMinor - vat.minor, payment.currency)
  const { bought, given } = await creditToTakeBack(tx, {
    payment,
    order,
    refundedBefore: payment.refundedMinor,
    moneyMinor: takenMinor,
  })
  const wallet = boughtWallet(order.personId)
  return [
    { ...common, key: `back:${cause}:net`, from: salesAccount(order.vatCode), to, amount: net },
    { ...common, key: `back:${cause}:vat`, from: vatAccount(order.vatCode), to, amount: vat },
    { ...common, key: `back:${cause}:credit`, from: wallet, to: issuedAccount, amount: credit(bought + given), line },
  ].filter((transfer) => transfer.amount.minor > 0)
}
