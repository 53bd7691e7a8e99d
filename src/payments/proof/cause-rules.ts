import type { TopUpRow } from '../../credit/credit-tables.ts'
import { CREDIT } from '../../kit/amount.ts'
import {
  boughtWallet,
  gatewayAccount,
  givenWallet,
  issuedAccount,
  reservedAccount,
  salesAccount,
  suspenseAccount,
  vatAccount,
} from '../../ledger/account.ts'
import type { TransferRow } from '../../ledger/ledger-tables.ts'
import { isKey, isMove } from '../../ledger/wrong.ts'
import type { OrderRow } from '../../orders/orders-tables.ts'
import type { PaymentRow, RefundRow } from '../payments-tables.ts'

/** The rows that a list of transfers rests on, by id. */
export type Known = {
  payments: ReadonlyMap<string, PaymentRow>
  orders: ReadonlyMap<string, OrderRow>
  topUps: ReadonlyMap<string, TopUpRow>
  refunds: ReadonlyMap<string, RefundRow>
  /** Transfers of the keys that were asked for. */
  transfers: ReadonlyMap<string, TransferRow>
}

/** What must be so of a transfer; a sentence where it is not. */
type Rule = (row: TransferRow, parts: readonly string[], known: Known) => string | undefined

/** What is wrong with a transfer by the kind that its key names; undefined where nothing is. */
export function wrongCause(row: TransferRow, known: Known): string | undefined {
  const parts = row.key.split(':')
  const rule = rules[(parts[0] ?? '') as keyof typeof rules]
  return rule(row, parts, known)
}

/** Captured: its money is a sale, or was one until the bank took it back. */
const isCaptured = ({ status }: PaymentRow): boolean => status === 'succeeded' || status === 'charged_back'

function sale(row: TransferRow, [, id, part]: readonly string[], { payments, orders }: Known): string | undefined {
  const payment = payments.get(id ?? '')
  const order = payment && orders.get(payment.orderId)
  if (!payment || !order || !isCaptured(payment)) return 'is the sale of no captured payment'
  if (!isKey(row, ['sale', payment.id], ['net', 'vat'])) return 'is no part of a sale'
  const to = part === 'net' ? salesAccount(order.vatCode) : vatAccount(order.vatCode)
  const isFrom = row.fromAccount === gatewayAccount(payment.gatewayId) || row.fromAccount === suspenseAccount
  return isFrom && row.toAccount === to && row.unit === payment.currency && row.mode === payment.mode
    ? undefined
    : `does not fit payment ${payment.id}: accounts, currency or mode`
}

function credit(row: TransferRow, [, id, pot]: readonly string[], known: Known): string | undefined {
  const payment = known.payments.get(id ?? '')
  const topUp = known.topUps.get(id ?? '')
  if (!payment || !topUp || !isCaptured(payment)) return 'credits without a captured payment'
  if (!isKey(row, ['credit', payment.id], pots)) return 'is no pot of a payment'
  const to = pot === 'given' ? givenWallet(topUp.personId) : boughtWallet(topUp.personId)
  const minor = pot === 'given' ? topUp.bonusMinor : topUp.creditMinor
  if (row.amountMinor !== minor) return `credits ${row.amountMinor}, payment ${payment.id} bought ${minor}`
  if (topUp.personId !== known.orders.get(payment.orderId)?.personId) return 'credits another person than who ordered'
  return isMove(row, issuedAccount, to) && row.unit === CREDIT && row.mode === payment.mode
    ? undefined
    : `does not fit payment ${payment.id}: account, unit or mode`
}

function held(row: TransferRow, [, id]: readonly string[], { payments }: Known): string | undefined {
  const payment = payments.get(id ?? '')
  if (payment?.capture == null || row.key !== `held:${payment.id}`) return 'holds money of no captured payment'
  return isMove(row, gatewayAccount(payment.gatewayId), suspenseAccount)
    ? undefined
    : `does not fit payment ${payment.id}: accounts`
}

/** What a notice had said of a held payment becomes what the provider itself says, and that is what was captured. */
function heldFix(row: TransferRow, [, id, minor]: readonly string[], { payments }: Known): string | undefined {
  const payment = payments.get(id ?? '')
  if (!payment || row.key !== `held-fix:${payment.id}:${minor}`) return 'puts right no held payment'
  const gateway = gatewayAccount(payment.gatewayId)
  const isBetween = isMove(row, gateway, suspenseAccount) || isMove(row, suspenseAccount, gateway)
  return isBetween && row.unit === payment.currency ? undefined : `does not fit payment ${payment.id}: accounts`
}

function refund(row: TransferRow, [, id, part]: readonly string[], known: Known): string | undefined {
  const found = known.refunds.get(id ?? '')
  const payment = found && known.payments.get(found.paymentId)
  const order = payment && known.orders.get(payment.orderId)
  if (!found || !payment || !order || found.status !== 'done') return 'gives back without a refund that is done'
  const gateway = gatewayAccount(payment.gatewayId)
  const isIt = {
    credit: isMove(row, reservedAccount(found.id), issuedAccount, found.boughtMinor + found.givenMinor),
    net: isMove(row, salesAccount(order.vatCode), gateway, found.amountMinor - found.vatMinor),
    vat: isMove(row, vatAccount(order.vatCode), gateway, found.vatMinor),
    held: isMove(row, suspenseAccount, gateway, found.amountMinor),
  }[part ?? '']
  return isIt && isKey(row, ['refund', found.id], ['credit', 'net', 'vat', 'held'])
    ? undefined
    : `does not fit refund ${found.id}: accounts or amount`
}

const reserve: Rule = (row, [, id, pot], known) => {
  const found = known.refunds.get(id ?? '')
  const wallet = found && walletOfRefund(found, pot, known)
  if (!found || !wallet) return 'sets credit aside for no refund'
  return isKey(row, ['reserve', found.id], pots) && isMove(row, wallet, reservedAccount(found.id), potOf(found, pot))
    ? undefined
    : `does not fit refund ${found.id}`
}

const release: Rule = (row, [, id, pot], known) => {
  const found = known.refunds.get(id ?? '')
  const wallet = found && walletOfRefund(found, pot, known)
  if (!found || !wallet || found.status !== 'refused') return 'returns credit of no refund that was refused'
  return isKey(row, ['release', found.id], pots) && isMove(row, reservedAccount(found.id), wallet, potOf(found, pot))
    ? undefined
    : `does not fit refund ${found.id}`
}

const potOf = (found: RefundRow, pot: string | undefined): number =>
  pot === 'given' ? found.givenMinor : found.boughtMinor

function walletOfRefund(found: RefundRow, pot: string | undefined, { orders }: Known): string | undefined {
  const order = orders.get(found.orderId)
  return order && (pot === 'given' ? givenWallet(order.personId) : boughtWallet(order.personId))
}

/** What a chargeback took, and what came back of it when the dispute was won. */
const back: Rule = (row, [, id, ...rest], { payments, transfers }) => {
  if (!payments.has(id ?? '')) return 'takes back of no payment'
  if (rest.at(-1) !== 'won') return row.toAccount.startsWith('wallet:') ? 'takes back into a wallet' : undefined
  const taken = transfers.get(row.key.replace(/:won$/, ''))
  return taken && isMove(row, taken.toAccount, taken.fromAccount, taken.amountMinor)
    ? undefined
    : 'wins back what was not taken'
}

const pots = ['bought', 'given']

const rules = {
  sale,
  credit,
  held,
  'held-fix': heldFix,
  refund,
  reserve,
  release,
  back,
} satisfies Record<string, Rule>

/** The kinds of transfer that rest on payments and refunds. */
export const paymentKinds = Object.keys(rules)
