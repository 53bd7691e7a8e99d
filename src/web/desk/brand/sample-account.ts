import { credit } from '../../../kit/amount.ts'
import { DAY, HOUR, toInstant } from '../../../kit/clock.ts'
import { textIn } from '../../../kit/language.ts'
import type { AccountEntry } from '../../../printing/print-system.ts'
import type { Receipt } from '../../../receipts/receipt.ts'
import type { ShownHistory } from '../../account-shown.tsx'
import type { View } from '../../look/view.ts'
import type { HomeProps } from '../../portal/account/home-page.tsx'

/** An invented account: a preview must show figures, and those of a real person are nobody’s to show. */
const sample = { name: 'Alix DUMAS', login: 'a.dumas@example.org' }

/** When it is looked at, and the first gateway in use. */
type Moment = { nowMs: number; gatewayId: string }

const sampleHistory = (entries: AccountEntry[]): ShownHistory => {
  const lines = { entries, older: undefined }
  return { lines, told: { title: '', isOurs: true, state: 'now', value: lines, readAt: '' } }
}

/** What the account page of the invented person is drawn with. */
export function sampleHome({ t }: View, { nowMs, gatewayId }: Moment): HomeProps {
  const entry = (daysAgo: number, rest: Pick<AccountEntry, 'kind' | 'change' | 'balance' | 'detail'>) => ({
    key: String(daysAgo),
    cause: '',
    at: toInstant(nowMs - daysAgo * DAY),
    ...rest,
  })
  const shown = <Value>(value: Value) =>
    ({ title: '', isOurs: true, state: 'now', value, readAt: toInstant(nowMs) }) as const
  const print = { category: 'print', title: t('brand.sample_print'), pages: 24 }
  return {
    person: sample,
    account: shown({ total: credit(4_960), pots: { bought: credit(4_760), given: credit(200) } }),
    openOrders: [],
    moreOpenOrders: false,
    usage: shown([
      { category: 'print', pages: 128, cost: credit(640) },
      { category: 'copy', pages: 41, cost: credit(205) },
      { category: 'fax', pages: 2, cost: credit(30) },
      { category: 'scan', pages: 17, cost: credit(0) },
    ]),
    period: 'semester',
    usageFrom: toInstant(nowMs - 80 * DAY),
    history: sampleHistory([
      entry(1, { kind: 'usage', change: credit(-120), balance: credit(4_960), detail: print }),
      entry(3, { kind: 'recharge', change: credit(2_100), balance: credit(5_080), detail: { method: gatewayId } }),
      entry(6, {
        kind: 'usage',
        change: credit(-15),
        balance: credit(2_980),
        detail: { category: 'copy', pages: 1, colour: true },
      }),
    ]),
    papers: { receiptIds: new Map(), notes: new Map(), openRefunds: new Set() },
  }
}

const sampleTitles = { fr: 'Recharger le compte avec 20,00', en: 'Top up the account with 20.00' }

/** A receipt of the invented person, sold by the draft’s own seller. */
export function sampleReceipt({ brand, mode, language }: View, { nowMs, gatewayId }: Moment): Receipt {
  const at = toInstant(nowMs - HOUR)
  return {
    id: 'rct_0',
    kind: 'receipt',
    series: '',
    value: 1_234,
    number: `${at.slice(0, 4)}-001234`,
    orderId: 'ord_0',
    paymentId: 'pay_0',
    refundId: null,
    personId: 'per_0',
    amountMinor: 2_000,
    vatMinor: 333,
    currency: 'EUR',
    issuedAt: at,
    content: {
      seller: brand.seller,
      person: sample,
      orderNumber: 'gp4_a.dumas34600',
      articleNumber: 20,
      articleTitle: textIn(sampleTitles, language),
      priceMinor: 2_000,
      netMinor: 1_667,
      vatMinor: 333,
      vatBp: 2_000,
      currency: 'EUR',
      creditMinor: 2_000,
      bonusMinor: 100,
      balanceMinor: 4_960,
      gatewayId,
      payerMark: 'VISA •••• 1111',
      bankReference: '3000000001',
      paidAt: at,
      placedAt: at,
      termsNumber: 1,
      mode,
    },
  }
}
