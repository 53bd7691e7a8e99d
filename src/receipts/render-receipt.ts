import { readFileSync } from 'node:fs'
import PDFDocument from 'pdfkit'
import { add, amount, credit } from '../kit/amount.ts'
import {
  type CreditNames,
  formatCredit,
  formatDate,
  formatMoney,
  formatPercent,
  formatTime,
} from '../messages/format.ts'
import { type Language, translator } from '../messages/translate.ts'
import type { Receipt } from './receipt.ts'

const font = (name: string): Buffer => readFileSync(new URL(`./fonts/${name}`, import.meta.url))
const fonts = { text: font('hanken-grotesk.ttf'), head: font('source-serif.ttf') }

export type ReceiptLook = { language: Language; timeZone: string; creditNames: CreditNames; accent: string }
type Pdf = InstanceType<typeof PDFDocument>
type Pen = { pdf: Pdf; receipt: Receipt; look: ReceiptLook; left: number; width: number }

/** The receipt as a tagged PDF of one A4 page, with the same figures as the page. */
export function renderReceipt(receipt: Receipt, look: ReceiptLook): Promise<Uint8Array> {
  const t = translator(look.language)
  const title = `${t(receipt.kind === 'receipt' ? 'receipt.title' : 'receipt.credit_note')} ${receipt.number}`
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 51,
    lang: look.language,
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: title, Author: receipt.content.seller.name, CreationDate: new Date(receipt.issuedAt) },
  })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
  pdf.registerFont('text', fonts.text).registerFont('head', fonts.head)
  drawReceipt({ pdf, receipt, look, left: 51, width: pdf.page.width - 102 }, title)
  pdf.end()
  return done
}

function drawReceipt(pen: Pen, title: string): void {
  const { pdf, receipt, look } = pen
  const { content } = receipt
  const t = translator(look.language)
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const say = (kind: 'H1' | 'P', draw: () => void) => root.add(pdf.struct(kind, {}, draw))

  say('P', () => {
    pdf
      .font('head')
      .fontSize(16)
      .text(content.seller.name, pen.left, 51, { width: pen.width / 2 })
    pdf.font('text').fontSize(9).fillColor('#444').text(content.seller.lines.join('\n'))
  })
  say('H1', () => pdf.font('head').fontSize(20).fillColor('#111').text(title, pen.left, 160))
  const place = { ...look }
  const when = (instant: string) => `${formatDate(instant, 'date', place)}, ${formatTime(instant, place)}`
  const money = (minor: number) => formatMoney(amount(minor, content.currency), look.language)
  const creditOf = (minor: number) => formatCredit(credit(minor), look.language, look.creditNames)
  const added = add(credit(content.creditMinor), credit(content.bonusMinor)).minor
  const back = receipt.kind === 'credit_note'
  const vat = t('receipt.vat', { rate: formatPercent(content.vatBp, look.language) })
  const method = t(`method.${content.gatewayId as 'ogone' | 'paypal'}_long`)

  drawTable(
    pen,
    root,
    [
      [t('receipt.date'), when(receipt.issuedAt)],
      [t('receipt.client'), `${content.person.name}, ${content.person.login}`],
      [t('receipt.order'), content.orderNumber],
    ],
    200,
  )
  drawTable(
    pen,
    root,
    [
      [`${t('receipt.article')} ${content.articleNumber}`, content.articleTitle],
      [t(back ? 'receipt.credit_back' : 'receipt.credit'), creditOf(added)],
      [t('receipt.net'), money(content.netMinor)],
      [vat, money(content.vatMinor)],
      [t('summary.total'), money(content.priceMinor)],
    ],
    300,
  )
  drawTable(
    pen,
    root,
    [
      [t('receipt.paid_by'), [method, content.payerMark].filter(Boolean).join(', ')],
      [
        '',
        t('receipt.paid_on', {
          date: formatDate(content.paidAt, 'date', place),
          time: formatTime(content.paidAt, place),
        }),
      ],
      [t('receipt.bank_reference'), content.bankReference],
      ...(content.balanceMinor === null ? [] : [[t('receipt.balance'), creditOf(content.balanceMinor)] as const]),
    ],
    450,
  )
  say('P', () => {
    const notes = [
      content.answers && t('receipt.answers', content.answers),
      t('receipt.terms', { number: content.termsNumber, date: formatDate(content.placedAt, 'date', place) }),
      !content.answers && t('receipt.withdrawal'),
      content.mode === 'demo' && t('receipt.demo'),
      content.mode === 'test' && t('receipt.test'),
    ]
    pdf
      .font('text')
      .fontSize(9)
      .fillColor('#444')
      .text(notes.filter(Boolean).join('\n'), pen.left, 600, { width: pen.width })
  })
  root.end()
}

/** Rows of a label and a value, tagged as a table so that a screen reader reads them together. */
function drawTable(
  pen: Pen,
  root: ReturnType<Pdf['struct']>,
  rows: ReadonlyArray<readonly [string, string]>,
  top: number,
): void {
  const { pdf, left, width } = pen
  const table = pdf.struct('Table')
  root.add(table)
  rows.forEach(([label, value], index) => {
    const y = top + index * 22
    const row = pdf.struct('TR')
    table.add(row)
    row.add(
      pdf.struct('TH', {}, () =>
        pdf
          .font('text')
          .fontSize(10)
          .fillColor('#444')
          .text(label || ' ', left, y, { width: 170 }),
      ),
    )
    row.add(pdf.struct('TD', {}, () => pdf.fillColor('#111').text(value, left + 180, y, { width: width - 180 })))
    row.end()
    pdf.markContent('Artifact')
    pdf
      .moveTo(left, y + 16)
      .lineTo(left + width, y + 16)
      .lineWidth(0.5)
      .strokeColor('#ccc')
      .stroke()
    pdf.endMarkedContent()
  })
  table.end()
}
