import { vatOfRefund } from '../catalogue/vat.ts'
import type { Tx } from '../db/database.ts'
import { amount, credit } from '../kit/amount.ts'
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

/** The dispute was won: what the chargeback took returns, by transfers of their own. */
export async function winBack(tx: Tx, { fact, decision }: Decided<'win_back'>): Promise<void> {
  await movePayments(tx, [{ payment: decision.payment, to: 'succeeded', actor: fact.source, why: fact.detail }])
  const taken = await reversal(tx, { fact, decision })
  const back = taken.map((transfer) => ({
    ...transfer,
    key: `${transfer.key}:won`,
    from: transfer.to,
    to: transfer.from,
  }))
  await postTransfers(tx, back)
}

/** What is left of the sale after its refunds, backwards. */
async function reversal(tx: Tx, { fact, decision }: Decided<'charge_back' | 'win_back'>): Promise<NewTransfer[]> {
  const { payment, order } = decision
  const leftMinor = payment.capturedMinor - payment.refundedMinor
  if (leftMinor <= 0) return []
  const left = amount(leftMinor, payment.currency)
  const refundedBefore = amount(payment.refundedMinor, payment.currency)
  const vat = vatOfRefund({ amount: left, refundedBefore, rateBp: order.vatBp })
  const cause = `${payment.id}:${fact.operation}`
  const common = { cause, mode: payment.mode, occurredAt: fact.occurredAt }
  const line = {
    kind: 'refund' as const,
    detail: { title: order.articleTitle, orderId: order.id, reason: 'charged_back' },
  }
  const to = gatewayAccount(payment.gatewayId)
  const net = amount(leftMinor - vat.minor, payment.currency)
  const refundedMinor = payment.refundedMinor
  const { bought, given } = await creditToTakeBack(tx, {
    payment,
    order,
    refundedBefore: refundedMinor,
    moneyMinor: leftMinor,
  })
  const wallet = boughtWallet(order.personId)
  return [
    { ...common, key: `back:${cause}:net`, from: salesAccount(order.vatCode), to, amount: net },
    { ...common, key: `back:${cause}:vat`, from: vatAccount(order.vatCode), to, amount: vat },
    { ...common, key: `back:${cause}:credit`, from: wallet, to: issuedAccount, amount: credit(bought + given), line },
  ].filter((transfer) => transfer.amount.minor > 0)
}
