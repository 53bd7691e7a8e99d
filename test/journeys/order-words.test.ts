import assert from 'node:assert/strict'
import { test } from 'node:test'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import type { TopUpRow } from '../../src/credit/credit-tables.ts'
import { credit } from '../../src/kit/amount.ts'
import { situationOf } from '../../src/order-history/order-situation.ts'
import { viewOfOrder } from '../../src/order-history/order-view.ts'
import type { OrderRow } from '../../src/orders/orders-tables.ts'
import type { PaymentRow, RefundRow } from '../../src/payments/payments-tables.ts'
import type { Receipt } from '../../src/receipts/receipt.ts'
import { OpenOrders } from '../../src/web/portal/orders/open-orders.tsx'
import { OrderPage } from '../../src/web/portal/orders/order-page.tsx'
import { viewOf } from '../support/demo-view.ts'

const at = '2026-11-24T09:00:00.000Z'
const order = {
  id: 'ord_1',
  number: 'gp4_x1',
  personId: 'per_1',
  articleNumber: 10,
  articleTitle: 'Recharge',
  priceMinor: 1000,
  currency: 'EUR',
  vatBp: 2000,
  vatMinor: 167,
  creditMinor: 1000,
  bonusMinor: 0,
  termsId: 'trm_1',
  placedAt: at,
}
const orderStatuses = ['placed', 'paid', 'fulfilled', 'cancelled', 'expired', 'refunded'] as const
const attempts: Array<Partial<PaymentRow>> = [
  { status: 'started', goTo: null },
  { status: 'started', goTo: '{}' },
  { status: 'pending', goTo: '{}' },
  { status: 'refused', goTo: '{}' },
  { status: 'cancelled', goTo: '{}' },
  { status: 'expired', goTo: '{}' },
  { status: 'held', goTo: '{}', heldWhy: 'paid_twice', capture: 'c', capturedMinor: 1000 },
  { status: 'held', goTo: '{}', heldWhy: 'wrong_amount', capture: 'c', capturedMinor: 900 },
  { status: 'returned', goTo: '{}', capture: 'c', capturedMinor: 900 },
  { status: 'succeeded', goTo: '{}', capture: 'c', capturedMinor: 1000 },
  { status: 'charged_back', goTo: '{}', capture: 'c', capturedMinor: 1000 },
]
const topUps = [undefined, 'queued', 'sending', 'uncertain', 'refused', 'parked', 'applied'] as const
const refundLists: Array<Array<Pick<RefundRow, 'status' | 'amountMinor'>>> = [
  [],
  [{ status: 'reserved', amountMinor: 400 }],
  [{ status: 'uncertain', amountMinor: 400 }],
  [{ status: 'refused', amountMinor: 400 }],
  [{ status: 'done', amountMinor: 400 }],
  [
    { status: 'refused', amountMinor: 1000 },
    { status: 'done', amountMinor: 1000 },
  ],
]

type Case = {
  status: OrderRow['status']
  payments: Array<Partial<PaymentRow>>
  topUp: TopUpRow['status'] | undefined
  /** Of the first payment that brought money. */
  refunds: (typeof refundLists)[number]
}

function* cases(): Generator<Case> {
  const lists = [[], ...attempts.map((each) => [each]), ...attempts.flatMap((a) => attempts.map((b) => [a, b]))]
  for (const status of orderStatuses)
    for (const payments of lists)
      for (const topUp of topUps)
        for (const refunds of refundLists) {
          const found = { status, payments, topUp, refunds }
          if (canBe(found)) yield found
        }
}

const withMoney = ({ payments }: Case) => payments.find(({ capture }) => capture)
const backMinor = ({ refunds }: Case) =>
  refunds.filter(({ status }) => status === 'done').reduce((sum, { amountMinor }) => sum + amountMinor, 0)

/** What the lifecycles and the books allow. */
function canBe(known: Case): boolean {
  const { status, payments, topUp, refunds } = known
  const statuses = payments.map((each) => each.status)
  const isSold = statuses.includes('succeeded') || statuses.includes('charged_back')
  const isOpen = ['placed', 'cancelled', 'expired'].includes(status)
  if (isOpen === isSold || isOpen !== (topUp === undefined)) return false
  if (status === 'fulfilled' && topUp !== 'applied') return false
  if (status === 'paid' && topUp === 'applied') return false
  const money = withMoney(known)
  if (refunds.length > 0 && !money) return false
  const isWhole = backMinor(known) >= (money?.capturedMinor ?? 0)
  if (status === 'refunded')
    return topUp === 'applied' || topUp === 'parked' ? isSold && isWhole && money?.status === 'succeeded' : false
  if (money?.status === 'succeeded' && isWhole) return false
  if (money?.status === 'returned') return isWhole
  if (money?.status === 'held') return backMinor(known) === 0
  return money?.status !== 'charged_back' || refunds.every((each) => each.status === 'done')
}

const viewFor = (known: Case, gatewayId: string) => {
  const isSold = ['paid', 'fulfilled', 'refunded'].includes(known.status)
  const payments = known.payments.map((each, index) => ({
    ...each,
    id: `pay_${index}`,
    reference: 'r',
    gatewayId,
    capture: each.capture ?? null,
    startedAt: at,
  })) as PaymentRow[]
  const paymentId = payments.find(({ capture }) => capture)?.id ?? ''
  return viewOfOrder({
    order: {
      ...order,
      status: known.status,
      paidAt: isSold ? at : null,
      fulfilledAt: known.topUp === 'applied' ? at : null,
    } as OrderRow,
    payments,
    receipts: isSold
      ? [{ id: 'rct_1', kind: 'receipt', number: '2026-000001', refundId: null, issuedAt: at } as Receipt]
      : [],
    topUp: known.topUp && ({ status: known.topUp, creditMinor: 1000, bonusMinor: 0 } as TopUpRow),
    refunds: known.refunds.map((refund, index) => ({
      ...refund,
      id: `rfd_${index}`,
      paymentId,
      currency: 'EUR',
      boughtMinor: 400,
      givenMinor: 0,
      askedAt: at,
    })) as RefundRow[],
    changes: [],
  })
}

const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const methods = [
  { id: 'ogone', isAvailable: true },
  { id: 'paypal', isAvailable: true },
]

function pageOf(known: Case, language: 'fr' | 'en', gatewayId = 'ogone'): { html: string; words: string } {
  const withdrawal = { is: 'over' as const }
  const account = {
    ...{ title: 'Obole', isOurs: true, state: 'now' as const, readAt: '2026-11-24T09:00:00.000Z' },
    value: { total: credit(1000) },
  }
  const props = { account, methods, problems: [], receiptMail: undefined, withdrawal }
  const html = render(h(OrderPage, { view: viewOf(language), shown: viewFor(known, gatewayId), ...props }))
  return { html, words: wordsOf(html) }
}

const offersToPay = (html: string): boolean => /\/summary\?method=|\/pay"/.test(html)

/** Two things that one page must never say together. */
const pairs: ReadonlyArray<readonly [RegExp, RegExp]> = [
  [/annulée|cancelled/, /votre commande vous attend|your order is still here/i],
  [/annulée|cancelled|pris fin|ended without/, /à venir|still to come/],
  [/vous a été rendu\.|has been returned to you/, /à venir|still to come/],
  [
    /Votre compte est crédité\.|Your account has been credited\./,
    /Un remboursement est en cours|A refund is under way/,
  ],
  [/Compte crédité \(fait\)|Account credited \(done\)/, /n’a pas pu être ajouté|n’a pas crédité|could not be added/],
  [/est remboursée\.|has been refunded\./, /n’a pas abouti|did not go through/],
  [
    /Nous n’avons reçu aucun paiement|We have received no payment/,
    /est bien reçu|has arrived|est à vérifier|is being looked into/,
  ],
  [/n’a pas encore répondu|has not answered/, /Réessayer|Try again|Payer par|Pay by/],
  [/décide avec vous|decides with you/, /vous n’avez rien à faire|nothing you need to do/i],
]

test('no state of order, payments, credit and refunds makes a page say two things that cannot both be true', () => {
  let seen = 0
  for (const known of cases()) {
    seen += 1
    for (const language of ['fr', 'en'] as const) {
      const { html, words } = pageOf(known, language)
      const why = `${JSON.stringify(known)}\n${words}`
      for (const [one, other] of pairs)
        assert.ok(!(one.test(words) && other.test(words)), `${one} and ${other}: ${why}`)
      if (/Ne payez pas|Do not pay/.test(words)) assert.ok(!offersToPay(html), `do not pay, and pay: ${why}`)
      if (offersToPay(html)) assert.equal(known.status, 'placed', `a closed order is not paid: ${why}`)
    }
  }
  assert.ok(seen > 500, `${seen} states`)
})

test('what a page says of money is what the rows say', () => {
  for (const known of cases()) {
    const { words } = pageOf(known, 'fr')
    const why = `${JSON.stringify(known)}\n${words}`
    const money = withMoney(known)
    if (/Rien n’a été débité(?! pour)|aucun paiement/.test(words)) assert.equal(money, undefined, why)
    if (/Votre compte est crédité\.|Compte crédité \(fait\)/.test(words)) assert.equal(known.topUp, 'applied', why)
    if (/a été rendu\.|est remboursée/.test(words)) assert.ok(backMinor(known) > 0, why)
    if (/Remboursement en cours|Un remboursement est en cours/.test(words))
      assert.ok(
        known.refunds.some(({ status }) => status === 'reserved' || status === 'uncertain'),
        why,
      )
    if (/payée deux fois/.test(words))
      assert.ok(
        known.payments.some(({ heldWhy }) => heldWhy === 'paid_twice'),
        why,
      )
    if (backMinor(known) > 0) assert.match(words, /Déjà rendu/, why)
  }
})

test('a payment by PayPal is never told as one by a bank', () => {
  for (const known of cases()) {
    if (known.payments.length === 0) continue
    assert.doesNotMatch(pageOf(known, 'fr', 'paypal').words, /banque/, JSON.stringify(known))
    assert.doesNotMatch(pageOf(known, 'en', 'paypal').words, /\bbank\b(?! card)/, JSON.stringify(known))
  }
})

test('the banner of the account never forbids to pay what its order offers to pay', () => {
  for (const known of cases()) {
    const shown = viewFor(known, 'ogone')
    const line = { order: shown.order, situation: situationOf(shown), gatewayIds: ['ogone'], receiptNumber: undefined }
    const html = render(h(OpenOrders, { view: viewOf('fr'), lines: [line], more: false }))
    const why = `${JSON.stringify(known)}\n${wordsOf(html)}`
    if (/Ne payez pas/.test(html)) assert.ok(!offersToPay(pageOf(known, 'fr').html), why)
    if (/Reprendre/.test(html)) assert.ok(offersToPay(pageOf(known, 'fr').html), why)
  }
})
