import { splitVat } from '../../catalogue/vat-rate.ts'
import { type Amount, amount, credit } from '../../kit/amount.ts'
import type { Instant } from '../../kit/clock.ts'
import {
  boughtWallet,
  gatewayAccount,
  givenWallet,
  issuedAccount,
  salesAccount,
  suspenseAccount,
  vatAccount,
} from '../../ledger/account.ts'
import type { HistoryLine } from '../../ledger/history.ts'
import type { NewTransfer } from '../../ledger/transfer.ts'
import type { Order } from '../../orders/order.ts'
import type { Payment } from '../payment.ts'

/** What one payment buys: as the order froze it, or as a person decided of money that was held. */
export type Sale = {
  payment: Payment
  order: Order
  price: Amount
  creditMinor: number
  bonusMinor: number
  occurredAt: Instant
}

/** The sale as it was ordered: price and credit frozen. */
export function orderedSale(of: { payment: Payment; order: Order; occurredAt: Instant }): Sale {
  const { order } = of
  const { creditMinor, bonusMinor } = order
  return { ...of, price: amount(order.priceMinor, order.currency), creditMinor, bonusMinor }
}

/** The money of a sale, to sales and to VAT, with the order as its cause: from the gateway, or out of suspense. */
export function moneyOfSale(sale: Sale, from = gatewayAccount(sale.payment.gatewayId)): NewTransfer[] {
  const { payment, order, occurredAt } = sale
  const { net, vat } = splitVat(sale.price, order.vatBp)
  const common = { from, cause: order.id, mode: payment.mode, occurredAt }
  return withoutNothing([
    { ...common, key: `sale:${payment.id}:net`, to: salesAccount(order.vatCode), amount: net },
    { ...common, key: `sale:${payment.id}:vat`, to: vatAccount(order.vatCode), amount: vat },
  ])
}

/** The credit of a sale, and its bonus into the pot of given credit; `cause` groups them to one line of history. */
export function creditOfSale(sale: Sale, { line, cause }: { line: HistoryLine; cause: string }): NewTransfer[] {
  const { payment, order, occurredAt } = sale
  const common = { from: issuedAccount, cause, mode: payment.mode, occurredAt, line }
  const { personId } = order
  return withoutNothing([
    { ...common, key: `credit:${payment.id}:bought`, to: boughtWallet(personId), amount: credit(sale.creditMinor) },
    { ...common, key: `credit:${payment.id}:given`, to: givenWallet(personId), amount: credit(sale.bonusMinor) },
  ])
}

/** Money that came and cannot be attributed by a machine stands here until a person decides. */
export function intoSuspense(held: { payment: Payment; captured: Amount; occurredAt: Instant }): NewTransfer {
  const { payment } = held
  return {
    key: `held:${payment.id}`,
    from: gatewayAccount(payment.gatewayId),
    to: suspenseAccount,
    amount: held.captured,
    cause: payment.id,
    mode: payment.mode,
    occurredAt: held.occurredAt,
  }
}

/** What stands in suspense for a held payment becomes what the provider itself says was paid. */
export function suspenseCorrection(held: { payment: Payment; paid: Amount; occurredAt: Instant }): NewTransfer {
  const { payment, paid, occurredAt } = held
  const less = payment.capturedMinor - paid.minor
  const [gateway, suspense] = [gatewayAccount(payment.gatewayId), suspenseAccount]
  return {
    key: `held-fix:${payment.id}:${paid.minor}`,
    from: less > 0 ? suspense : gateway,
    to: less > 0 ? gateway : suspense,
    amount: amount(Math.abs(less), payment.currency),
    cause: payment.id,
    mode: payment.mode,
    occurredAt,
  }
}

function withoutNothing(transfers: NewTransfer[]): NewTransfer[] {
  return transfers.filter((transfer) => transfer.amount.minor > 0)
}
