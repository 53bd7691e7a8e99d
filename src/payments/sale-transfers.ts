import { splitVat } from '../catalogue/vat.ts'
import { type Amount, amount, credit } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import {
  boughtWallet,
  gatewayAccount,
  givenWallet,
  issuedAccount,
  salesAccount,
  suspenseAccount,
  vatAccount,
} from '../ledger/account.ts'
import type { HistoryLine } from '../ledger/history.ts'
import type { NewTransfer } from '../ledger/transfer.ts'
import type { Order } from '../orders/order.ts'
import type { Payment } from './payment.ts'

type Sale = { payment: Payment; order: Order; occurredAt: Instant }

/** The money of a sale: gateway → sales and gateway → VAT, both with the order as their cause. */
export function moneyOfSale({ payment, order, occurredAt }: Sale): NewTransfer[] {
  const { net, vat } = splitVat(amount(order.priceMinor, order.currency), order.vatBp)
  const from = gatewayAccount(payment.gatewayId)
  const common = { from, cause: order.id, mode: payment.mode, occurredAt }
  return withoutNothing([
    { ...common, key: `sale:${payment.id}:net`, to: salesAccount(order.vatCode), amount: net },
    { ...common, key: `sale:${payment.id}:vat`, to: vatAccount(order.vatCode), amount: vat },
  ])
}

/** The credit of a sale, and its bonus into the pot of given credit. */
export function creditOfSale({ payment, order, occurredAt, line }: Sale & { line: HistoryLine }): NewTransfer[] {
  const common = { from: issuedAccount, cause: order.id, mode: payment.mode, occurredAt, line }
  return withoutNothing([
    {
      ...common,
      key: `credit:${payment.id}:bought`,
      to: boughtWallet(order.personId),
      amount: credit(order.creditMinor),
    },
    { ...common, key: `credit:${payment.id}:given`, to: givenWallet(order.personId), amount: credit(order.bonusMinor) },
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

function withoutNothing(transfers: NewTransfer[]): NewTransfer[] {
  return transfers.filter((transfer) => transfer.amount.minor > 0)
}
