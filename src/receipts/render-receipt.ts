import { fileURLToPath } from 'node:url'
import type PdfKit from 'pdfkit'
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

let loaded: ReturnType<typeof load> | undefined
/** Loaded with the first receipt: much of the memory of a server that has sold nothing yet. */
const drawingThings = () => {
  loaded ??= load()
  return loaded
}

/** The fonts are read once: to read them for each receipt took as long as all the rest of it. */
async function load() {
  const [{ default: PDFDocument }, fontkit] = await Promise.all([import('pdfkit'), import('fontkit')])
  const font = (name: string) => fontkit.openSync(fileURLToPath(new URL(`./fonts/${name}`, import.meta.url)))
  return { PDFDocument, fonts: { text: font('hanken-grotesk.ttf'), head: font('source-serif.ttf') } }
}

export type ReceiptLook = {
  language: Language
  timeZone: string
  creditNames: CreditNames
  accent: string
  /** What the means of payment is called. */
  paidBy: string
}
type Pdf = InstanceType<typeof PdfKit>
type Pen = { pdf: Pdf; receipt: Receipt; look: ReceiptLook; left: number; width: number }

/** The receipt as a tagged PDF of one A4 page, with the same figures as the page. */
export async function renderReceipt(receipt: Receipt, look: ReceiptLook): Promise<Uint8Array> {
  const { PDFDocument, fonts } = await drawingThings()
  const t = translator(look.language)
  const title = `${t(receipt.kind === 'receipt' ? 'receipt.title' : 'receipt.credit_note')} ${receipt.number}`
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 51,
    lang: look.language,
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
    // No Helvetica: it would be read for each document, and nothing is written in it.
    font: '',
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

/** The embedded fonts have no narrow no-break space, which French thousands are written with. */
const drawable = (text: string): string => text.replaceAll('\u202f', '\u00a0')

type Rows = ReadonlyArray<readonly [label: string, value: string]>

function drawReceipt(pen: Pen, title: string): void {
  const { pdf, receipt, look } = pen
  const { seller } = receipt.content
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const say = (kind: 'H1' | 'P', draw: () => void) => root.add(pdf.struct(kind, {}, draw))
  const rows = rowsOf(receipt, look)
  say('P', () => {
    pdf
      .font('head')
      .fontSize(16)
      .text(seller.name, pen.left, 51, { width: pen.width / 2 })
    pdf.font('text').fontSize(9).fillColor('#444').text(seller.lines.join('\n'))
  })
  say('H1', () => pdf.font('head').fontSize(20).fillColor('#111').text(title, pen.left, 160))
  drawTable(pen, root, { rows: rows.parties, top: 200 })
  drawTable(pen, root, { rows: rows.figures, top: 300 })
  drawTable(pen, root, { rows: rows.payment, top: 450 })
  say('P', () => {
    const notes = notesOf(receipt, look).join('\n')
    pdf.font('text').fontSize(9).fillColor('#444').text(drawable(notes), pen.left, 600, { width: pen.width })
  })
  root.end()
}

function rowsOf(receipt: Receipt, look: ReceiptLook): { parties: Rows; figures: Rows; payment: Rows } {
  const { content, kind } = receipt
  const t = translator(look.language)
  const money = (minor: number) => formatMoney(amount(minor, content.currency), look.language)
  const creditOf = (minor: number) => formatCredit(credit(minor), look.language, look.creditNames)
  const dayAndTime = (instant: string) => ({ date: formatDate(instant, 'date', look), time: formatTime(instant, look) })
  const issued = dayAndTime(receipt.issuedAt)
  const added = add(credit(content.creditMinor), credit(content.bonusMinor)).minor
  const balance = content.balanceMinor === null ? [] : [[t('receipt.balance'), creditOf(content.balanceMinor)] as const]
  return {
    parties: [
      [t('receipt.date'), `${issued.date}, ${issued.time}`],
      [t('receipt.client'), `${content.person.name}, ${content.person.login}`],
      [t('receipt.order'), content.orderNumber],
    ],
    figures: [
      [`${t('receipt.article')} ${content.articleNumber}`, content.articleTitle],
      [t(kind === 'receipt' ? 'receipt.credit' : 'receipt.credit_back'), creditOf(added)],
      [t('receipt.net'), money(content.netMinor)],
      [t('receipt.vat', { rate: formatPercent(content.vatBp, look.language) }), money(content.vatMinor)],
      [t('summary.total'), money(content.priceMinor)],
    ],
    payment: [
      [t('receipt.paid_by'), [look.paidBy, content.payerMark].filter(Boolean).join(', ')],
      ['', t('receipt.paid_on', dayAndTime(content.paidAt))],
      [t('receipt.bank_reference'), content.bankReference],
      ...balance,
    ],
  }
}

function notesOf({ content }: Receipt, look: ReceiptLook): string[] {
  const t = translator(look.language)
  const accepted = { number: content.termsNumber, date: formatDate(content.placedAt, 'date', look) }
  return [
    ...(content.answers ? [t('receipt.answers', content.answers)] : []),
    t('receipt.terms', accepted),
    ...(content.answers ? [] : [t('receipt.withdrawal')]),
    ...(content.mode === 'live' ? [] : [t(content.mode === 'demo' ? 'receipt.demo' : 'receipt.test')]),
  ]
}

/** Rows of a label and a value, tagged as a table so that a screen reader reads them together. */
function drawTable(pen: Pen, root: ReturnType<Pdf['struct']>, { rows, top }: { rows: Rows; top: number }): void {
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
    row.add(
      pdf.struct('TD', {}, () => pdf.fillColor('#111').text(drawable(value), left + 180, y, { width: width - 180 })),
    )
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
