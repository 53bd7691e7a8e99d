import { fileURLToPath } from 'node:url'
import type PdfKit from 'pdfkit'
import { add, amount, credit } from '../kit/amount.ts'
import { startOfDay } from '../kit/day.ts'
import { formatCredit, formatDate, formatMoney, formatPercent, formatTime } from '../messages/format.ts'
import { translator } from '../messages/translate.ts'
import { lastDayToWithdraw } from '../orders/withdrawal-period.ts'
import { answersValues } from './credit-note.ts'
import type { Receipt } from './receipt.ts'
import type { ReceiptLook } from './receipt-look.ts'

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

/** 18 mm, in points. */
const margin = 51

type Pdf = InstanceType<typeof PdfKit>
type Pen = { pdf: Pdf; receipt: Receipt; look: ReceiptLook; left: number; width: number }

/** The receipt as a tagged PDF of one A4 page, with the same figures as the page. */
export async function renderReceipt(receipt: Receipt, look: ReceiptLook): Promise<Uint8Array> {
  const { PDFDocument, fonts } = await drawingThings()
  const t = translator(look.language)
  const title = `${t(receipt.kind === 'receipt' ? 'receipt.title' : 'receipt.credit_note')} ${receipt.number}`
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
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
  drawReceipt({ pdf, receipt, look, left: margin, width: pdf.page.width - 2 * margin }, title)
  pdf.end()
  return done
}

/** The embedded fonts have no narrow no-break space, which French thousands are written with. */
const drawable = (text: string): string => text.replaceAll('\u202f', '\u00a0')

type Rows = ReadonlyArray<readonly [label: string, value: string]>

function drawReceipt(pen: Pen, title: string): void {
  const { pdf, receipt, look } = pen
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const say = (kind: 'H1' | 'P', draw: () => void) => root.add(pdf.struct(kind, {}, draw))
  const rows = rowsOf(receipt, look)
  const top = drawLogo(pen)
  say('P', () => drawSeller(pen, top))
  const rule = Math.max(140, pdf.y + 12)
  drawRule(pen, rule)
  say('H1', () =>
    pdf
      .font('head')
      .fontSize(20)
      .fillColor('#111')
      .text(title, pen.left, rule + 20),
  )
  const parties = drawTable(pen, root, { rows: rows.parties, top: rule + 60 })
  const figures = drawTable(pen, root, { rows: rows.figures, top: parties + 34 })
  const payment = drawTable(pen, root, { rows: rows.payment, top: figures + 34 })
  say('P', () => {
    const notes = notesOf(receipt, look).join('\n')
    pdf
      .font('text')
      .fontSize(9)
      .fillColor('#444')
      .text(drawable(notes), pen.left, Math.max(600, payment + 24), { width: pen.width })
  })
  root.end()
}

/** The logo says nothing that the name below it does not say: to a screen reader it is decoration. */
function drawLogo({ pdf, look, left }: Pen): number {
  if (!look.logo) return margin
  pdf.markContent('Artifact')
  pdf.image(Buffer.from(look.logo), left, margin, { fit: [144, 36] })
  pdf.endMarkedContent()
  return margin + 36 + 8
}

function drawSeller({ pdf, receipt, left, width }: Pen, top: number): void {
  const { seller } = receipt.content
  pdf
    .font('head')
    .fontSize(16)
    .fillColor('#111')
    .text(seller.name, left, top, { width: width / 2 })
  const lines = drawable(seller.lines.join('\n'))
  pdf
    .font('text')
    .fontSize(9)
    .fillColor('#444')
    .text(lines, { width: width / 2, height: 150, ellipsis: true })
}

/** In the operator's colour, which was chosen to be seen on paper. */
function drawRule({ pdf, look, left, width }: Pen, y: number): void {
  pdf.markContent('Artifact')
  pdf
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(1.5)
    .strokeColor(look.accent)
    .stroke()
  pdf.endMarkedContent()
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
      [
        t(kind === 'receipt' ? 'receipt.paid_by' : 'receipt.given_back_by'),
        [look.paidBy, content.payerMark].filter(Boolean).join(', '),
      ],
      ['', t('receipt.paid_on', dayAndTime(content.paidAt))],
      [t('receipt.bank_reference'), content.bankReference],
      ...balance,
    ],
  }
}

function notesOf({ content }: Receipt, look: ReceiptLook): string[] {
  const t = translator(look.language)
  const accepted = { number: content.termsNumber, date: formatDate(content.placedAt, 'date', look) }
  const { timeZone, withdrawal } = look
  const lastDay = lastDayToWithdraw(content.placedAt, { days: withdrawal.days, timeZone })
  const until = formatDate(startOfDay(lastDay, timeZone), 'date', look)
  return [
    ...(content.answers ? [t('receipt.answers', answersValues(content.answers))] : []),
    t('receipt.terms', accepted),
    ...(content.answers || !look.withdrawal.offered ? [] : [t('receipt.withdrawal', { date: until })]),
    ...(content.mode === 'live' ? [] : [t(content.mode === 'demo' ? 'receipt.demo' : 'receipt.test')]),
  ]
}

/**
 * Rows of a label and a value, tagged as a table so that a screen reader reads them together. Returns where it ends:
 * a long name takes two lines.
 */
function drawTable(pen: Pen, root: ReturnType<Pdf['struct']>, { rows, top }: { rows: Rows; top: number }): number {
  const { pdf, left, width } = pen
  const table = pdf.struct('Table')
  root.add(table)
  let y = top
  pdf.font('text').fontSize(10)
  for (const [label, value] of rows) {
    const [start, valueWidth] = [y, width - 180]
    const row = pdf.struct('TR')
    table.add(row)
    row.add(pdf.struct('TH', {}, () => pdf.fillColor('#444').text(label || ' ', left, start, { width: 170 })))
    row.add(
      pdf.struct('TD', {}, () => pdf.fillColor('#111').text(drawable(value), left + 180, start, { width: valueWidth })),
    )
    row.end()
    y += Math.max(13, pdf.heightOfString(drawable(value), { width: valueWidth })) + 9
    pdf.markContent('Artifact')
    pdf
      .moveTo(left, y - 6)
      .lineTo(left + width, y - 6)
      .lineWidth(0.5)
      .strokeColor('#ccc')
      .stroke()
    pdf.endMarkedContent()
  }
  table.end()
  return y
}
