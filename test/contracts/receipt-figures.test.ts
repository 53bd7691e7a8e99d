import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderToString } from 'preact-render-to-string'
import { getDocumentProxy } from 'unpdf'
import { splitVat } from '../../src/catalogue/vat-rate.ts'
import { amount } from '../../src/kit/amount.ts'
import type { Language } from '../../src/messages/translate.ts'
import type { Receipt } from '../../src/receipts/receipt.ts'
import { renderReceipt } from '../../src/receipts/render-receipt.ts'
import { ReceiptPage } from '../../src/web/portal/receipts/receipt-page.tsx'
import { viewOf } from '../support/demo-view.ts'

function receiptOver(priceMinor: number, vatBp: number): Receipt {
  const { net, vat } = splitVat(amount(priceMinor, 'EUR'), vatBp)
  const content: Receipt['content'] = {
    seller: { name: 'Université Montclar', lines: ['1, rue des Presses', '99000 Montclar'] },
    person: { name: 'Zoë ŒUVRARD', login: 'z.oeuvrard@example.org' },
    orderNumber: 'gp4_z34530',
    articleNumber: 10,
    articleTitle: 'Recharger le compte',
    priceMinor,
    netMinor: net.minor,
    vatMinor: vat.minor,
    vatBp,
    currency: 'EUR',
    creditMinor: priceMinor,
    bonusMinor: 0,
    balanceMinor: 123_456,
    gatewayId: 'ogone',
    payerMark: 'VISA 1111',
    bankReference: '3040506070',
    paidAt: '2026-11-24T09:02:00.000Z',
    placedAt: '2026-11-24T09:00:00.000Z',
    termsNumber: 1,
    mode: 'demo',
  }
  return {
    id: 'rct_1',
    kind: 'receipt',
    series: 'receipt:demo:2026',
    value: 912,
    number: '2026-000912',
    orderId: 'ord_1',
    paymentId: 'pay_1',
    refundId: null,
    personId: 'per_1',
    amountMinor: priceMinor,
    vatMinor: vat.minor,
    currency: 'EUR',
    content,
    issuedAt: '2026-11-24T09:02:00.000Z',
  }
}

/** Every amount of money, of credit and every percentage, without what a typesetter does to spaces. */
const figuresIn = (text: string): Set<string> => {
  const amounts = /€?(?<!\d)\d{1,3}(?:[ ,.]\d{3})*[,.]\d\d(?: ?€| unit\p{L}*)?|\d+(?:[.,]\d+)? ?%/gu
  return new Set(text.replace(/[^\S\n]/g, ' ').match(amounts) ?? [])
}

async function pdfText(receipt: Receipt, language: Language): Promise<{ text: string; pages: number }> {
  const view = viewOf(language)
  const look = {
    language,
    timeZone: view.timeZone,
    creditNames: view.brand.creditNames,
    accent: '#112233',
    logo: undefined,
    paidBy: view.method('ogone').long,
    withdrawal: view.withdrawal,
  }
  const pdf = Uint8Array.from(await renderReceipt(receipt, look))
  const proxy = await getDocumentProxy(pdf)
  const { items } = await (await proxy.getPage(1)).getTextContent()
  // Each apart from the next: a quantity before a price is no thousand.
  return { text: items.map((item) => ('str' in item ? item.str : '')).join('\n'), pages: proxy.numPages }
}

test('page and PDF say the same figures, in both languages, at every rate, on one sheet', async () => {
  for (const language of ['fr', 'en'] as const) {
    for (const vatBp of [1960, 2000, 1000, 550, 0]) {
      for (const price of [1, 99, 1000, 4500, 10_000]) {
        const receipt = receiptOver(price, vatBp)
        const html = renderToString(ReceiptPage({ view: viewOf(language), receipt, ways: { back: '/', pdf: '/' } }))
        const onPage = figuresIn(html.replace(/<[^>]+>/g, '\n').replace(/&nbsp;/g, ' '))
        const { text, pages } = await pdfText(receipt, language)
        assert.equal(pages, 1)
        assert.deepEqual([...figuresIn(text)].sort(), [...onPage].sort(), `${price} at ${vatBp} in ${language}`)
        assert.ok(onPage.size >= 4, 'there are figures to compare')
      }
    }
  }
})

test('the PDF is tagged, says its language and its title, and shows names with their accents', async () => {
  const receipt = receiptOver(1000, 2000)
  const { text } = await pdfText(receipt, 'fr')
  assert.match(text, /Zoë ŒUVRARD/)
  assert.match(text, /Reçu\s+Numéro\s+2026-000912/)
  const look = {
    language: 'fr' as const,
    timeZone: 'Europe/Paris',
    creditNames: viewOf('fr').brand.creditNames,
    accent: '#112233',
    logo: undefined,
    paidBy: 'Carte bancaire',
    withdrawal: { offered: true, days: 14 },
  }
  const proxy = await getDocumentProxy(Uint8Array.from(await renderReceipt(receipt, look)))
  assert.deepEqual(await proxy.getMarkInfo(), { Marked: true, UserProperties: false, Suspects: false })
  const { info } = await proxy.getMetadata()
  assert.deepEqual(
    Object.entries(info)
      .filter(([name]) => /^(Title|Language)$/.test(name))
      .sort(),
    [
      ['Language', 'fr'],
      ['Title', 'Reçu 2026-000912'],
    ],
  )
})
