import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TopUpRow } from '../../credit/credit-tables.ts'
import type { TransferRow } from '../../ledger/ledger-tables.ts'
import type { OrderRow } from '../../orders/orders-tables.ts'
import type { PaymentRow, RefundRow } from '../payments-tables.ts'
import { type Known, paymentKinds, wrongCause } from './cause-rules.ts'

const payment = { id: 'pay_a', orderId: 'ord_a', gatewayId: 'ogone', mode: 'live', currency: 'EUR', capture: 'c' }
const order = { id: 'ord_a', personId: 'per_a', vatCode: 'fr-20' }
const topUp = { personId: 'per_a', creditMinor: 1000, bonusMinor: 50 }
const sums = { amountMinor: 600, vatMinor: 100, boughtMinor: 600, givenMinor: 30 }
const refund = { id: 'rfd_a', paymentId: 'pay_a', orderId: 'ord_a', status: 'done', ...sums }

type Over = { payment?: object; order?: object; topUp?: object; refund?: object }

function known(over: Over = {}): Known {
  const taken = { fromAccount: 'sales:fr-20', toAccount: 'gateway:ogone', amountMinor: 833 } as TransferRow
  return {
    payments: new Map([['pay_a', { ...payment, status: 'succeeded', ...over.payment } as PaymentRow]]),
    orders: new Map([['ord_a', { ...order, ...over.order } as OrderRow]]),
    topUps: new Map([['pay_a', { ...topUp, ...over.topUp } as TopUpRow]]),
    refunds: new Map([['rfd_a', { ...refund, ...over.refund } as RefundRow]]),
    transfers: new Map([['back:pay_a:d:net', taken]]),
  }
}

/** `key from to amount`, in euros but for what moves credit. */
function move(text: string): TransferRow {
  const [key = '', fromAccount = '', toAccount = '', minor] = text.split(' ')
  const unit = /^(credit|reserve|release):|:credit/.test(key) ? 'credit' : 'EUR'
  return { key, fromAccount, toAccount, amountMinor: Number(minor), unit, mode: 'live' } as TransferRow
}

const refused: Over = { refund: { status: 'refused' } }
const [bought, given, aside] = ['wallet:per_a:bought', 'wallet:per_a:given', 'reserved:rfd_a']
/** What the program writes of each kind. */
const right: ReadonlyArray<readonly [transfer: string, over?: Over]> = [
  ['sale:pay_a:net gateway:ogone sales:fr-20 833'],
  ['sale:pay_a:vat suspense vat:fr-20 167'],
  ['sale:pay_a:net gateway:ogone sales:fr-20 833', { payment: { status: 'charged_back' } }],
  [`credit:pay_a:bought issued ${bought} 1000`],
  [`credit:pay_a:given issued ${given} 50`],
  ['held:pay_a gateway:ogone suspense 1000'],
  ['held-fix:pay_a:900 suspense gateway:ogone 100'],
  ['held-fix:pay_a:1100 gateway:ogone suspense 100'],
  [`refund:rfd_a:credit ${aside} issued 630`],
  ['refund:rfd_a:net sales:fr-20 gateway:ogone 500'],
  ['refund:rfd_a:vat vat:fr-20 gateway:ogone 100'],
  ['refund:rfd_a:held suspense gateway:ogone 600'],
  [`reserve:rfd_a:bought ${bought} ${aside} 600`],
  [`reserve:rfd_a:given ${given} ${aside} 30`],
  [`release:rfd_a:bought ${aside} ${bought} 600`, refused],
  [`release:rfd_a:given ${aside} ${given} 30`, refused],
  ['back:pay_a:d:net sales:fr-20 gateway:ogone 833'],
  ['back:pay_a:d:net:won gateway:ogone sales:fr-20 833'],
]

test('what the program writes rests on its payment, order, top-up and refund', () => {
  for (const [transfer, over] of right) assert.equal(wrongCause(move(transfer), known(over)), undefined, transfer)
})

test('another account, amount or part than these is wrong, whatever the kind', () => {
  const wrong = (transfer: string, over?: Over) =>
    assert.notEqual(wrongCause(move(transfer), known(over)), undefined, transfer)
  for (const [transfer, over] of right) {
    const [key = '', from, to, minor] = transfer.split(' ')
    wrong(`${key} ${from} wallet:per_b:bought ${minor}`, over)
    // Of what a dispute takes only the place it must not go to is known: its sums are those of the payment.
    if (key.startsWith('back:') && !key.endsWith(':won')) continue
    wrong(`${key} gateway:paypal ${to} ${minor}`, over)
    if (!key.startsWith('back:')) wrong(`${key}:more ${from} ${to} ${minor}`, over)
    // The sums of a sale, and of what is held, are compared with the payment's own (check-sales.ts).
    if (!/^(sale|held|held-fix):/.test(key)) wrong(`${key} ${from} ${to} 7`, over)
  }
})

test('a kind without the id of anything, or of what is not there, is wrong', () => {
  for (const kind of paymentKinds)
    for (const key of [
      kind,
      `${kind}:`,
      `${kind}:pay_a`,
      `${kind}:rfd_a:x`,
      `${kind}:pay_none:net`,
      `${kind}:rfd_none:bought`,
    ])
      assert.ok(wrongCause(move(`${key} issued ${bought} 1000`), known(refused)), key)
})

test('what a transfer rests on must be as far as the transfer says', () => {
  const cases: ReadonlyArray<readonly [transfer: string, over: Over, said: RegExp]> = [
    ['sale:pay_a:net gateway:ogone sales:fr-20 833', { payment: { status: 'pending' } }, /no captured payment/],
    ['sale:pay_a:net gateway:ogone sales:fr-20 833', { payment: { orderId: 'ord_none' } }, /no captured payment/],
    ['sale:pay_a:net gateway:ogone sales:fr-20 833', { payment: { currency: 'USD' } }, /accounts, currency or mode/],
    ['sale:pay_a:net gateway:ogone sales:fr-20 833', { payment: { mode: 'demo' } }, /accounts, currency or mode/],
    [`credit:pay_a:bought issued ${bought} 1000`, { payment: { status: 'held' } }, /without a captured payment/],
    [`credit:pay_a:bought issued ${bought} 1000`, { topUp: { creditMinor: 900 } }, /credits 1000, .* bought 900/],
    [`credit:pay_a:bought issued ${bought} 1000`, { order: { personId: 'per_b' } }, /another person than who ordered/],
    [`credit:pay_a:bought issued ${bought} 1000`, { payment: { orderId: 'ord_none' } }, /another person/],
    [`credit:pay_a:bought issued ${bought} 1000`, { payment: { mode: 'test' } }, /account, unit or mode/],
    ['held:pay_a gateway:ogone suspense 1000', { payment: { capture: null } }, /no captured payment/],
    ['held-fix:pay_a:900 suspense gateway:ogone 100', { payment: { currency: 'USD' } }, /accounts/],
    ['refund:rfd_a:net sales:fr-20 gateway:ogone 500', { refund: { status: 'sending' } }, /a refund that is done/],
    ['refund:rfd_a:net sales:fr-20 gateway:ogone 500', { refund: { paymentId: 'pay_none' } }, /a refund that is done/],
    ['refund:rfd_a:net sales:fr-20 gateway:ogone 500', { payment: { orderId: 'ord_none' } }, /a refund that is done/],
    [`reserve:rfd_a:bought ${bought} ${aside} 600`, { refund: { orderId: 'ord_none' } }, /for no refund/],
    [`release:rfd_a:bought ${aside} ${bought} 600`, {}, /no refund that was refused/],
    ['back:pay_a:x:net:won gateway:ogone sales:fr-20 833', {}, /wins back what was not taken/],
  ]
  for (const [transfer, over, said] of cases)
    assert.match(wrongCause(move(transfer), known(over)) ?? '', said, transfer)
})
