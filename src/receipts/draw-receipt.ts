import { add, amount, credit } from '../kit/amount.ts'
import { startOfDay } from '../kit/day.ts'
import { formatCredit, formatDate, formatMoney, formatPercent, formatTime } from '../messages/format.ts'
import { translator } from '../messages/translate.ts'
import { lastDayToWithdraw } from '../orders/withdrawal-period.ts'
import { answersValues } from './credit-note.ts'
import { createPaperFonts } from './paper/paper-fonts.ts'
import { column, facts, figures, margin, rule, type Sheet, say, soldLine } from './paper/sheet.ts'
import type { Receipt } from './receipt.ts'
import type { ReceiptLook } from './render-receipt.ts'

let loaded: ReturnType<typeof load> | undefined
/** Loaded with the first receipt: much of the memory of a server that has sold nothing yet. */
const drawingThings = () => {
  loaded ??= load()
  return loaded
}

/** The fonts are read once: to read them for each receipt took as long as all the rest of it. */
async function load() {
  const [{ default: PDFDocument }, fontkit] = await Promise.all([import('pdfkit'), import('fontkit')])
  return { PDFDocument, fontFor: createPaperFonts((bytes) => fontkit.create(bytes)) }
}

/** The receipt as a tagged PDF of one A4 page, with the figures and in the order of the page. */
export async function drawReceipt(receipt: Receipt, look: ReceiptLook): Promise<Uint8Array> {
  const { PDFDocument, fontFor } = await drawingThings()
  const t = translator(look.language)
  const name = t(receipt.kind === 'receipt' ? 'receipt.title' : 'receipt.credit_note')
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    lang: look.language,
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
    // No Helvetica: it would be read for each document, and nothing is written in it.
    font: '',
    info: {
      Title: `${name} ${receipt.number}`,
      Author: receipt.content.seller.name,
      CreationDate: new Date(receipt.issuedAt),
    },
  })
  const parts: Buffer[] = []
  pdf.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  writeSheet({ pdf, root, fontFor, width: pdf.page.width - 2 * margin }, { receipt, look, name })
  root.end()
  pdf.end()
  return done
}

type Drawn = { receipt: Receipt; look: ReceiptLook; name: string }

function writeSheet(sheet: Sheet, { receipt, look, name }: Drawn): void {
  const { content, kind } = receipt
  const t = translator(look.language)
  const money = (minor: number) => formatMoney(amount(minor, content.currency), look.language)
  const creditOf = (minor: number) => formatCredit(credit(minor), look.language, look.creditNames)
  const added = creditOf(add(credit(content.creditMinor), credit(content.bonusMinor)).minor)
  const top = Math.max(drawSeller(sheet, receipt, look), drawTitle(sheet, { receipt, look, name })) + 14
  rule(sheet, { x: margin, y: top, width: sheet.width, weight: 1.5, colour: look.accent })
  const parties = facts(sheet, top + 20, [
    { label: t('receipt.client'), lines: [content.person.name, content.person.login] },
    { label: t('receipt.order'), lines: [content.orderNumber] },
  ])
  const sold = soldLine(sheet, parties + 28, {
    heads: [t('receipt.article'), t('receipt.quantity_short'), t('receipt.price')],
    what: content.articleTitle,
    note: t('receipt.what', { number: content.articleNumber, credit: added }),
    price: money(content.priceMinor),
  })
  const sums = figures(sheet, { ...column(sheet, 1), y: sold + 12 }, [
    { label: t('receipt.net'), figure: money(content.netMinor) },
    { label: t('receipt.vat', { rate: formatPercent(content.vatBp, look.language) }), figure: money(content.vatMinor) },
    { label: t('summary.total'), figure: money(content.priceMinor), as: 'total' },
  ])
  const paid = { date: formatDate(content.paidAt, 'date', look), time: formatTime(content.paidAt, look) }
  const means = [look.paidBy, content.payerMark].filter(Boolean).join(' ')
  const payment = facts(sheet, sums + 30, [
    {
      label: t(kind === 'receipt' ? 'receipt.paid_by' : 'receipt.given_back_by'),
      lines: [means, t('receipt.paid_on', paid)],
    },
    { label: t('receipt.bank_reference'), lines: [content.bankReference] },
  ])
  rule(sheet, { x: margin, y: payment + 12, width: sheet.width })
  const after = { label: t('receipt.balance'), lines: [creditOf(content.balanceMinor ?? 0)] }
  const credited = facts(sheet, payment + 26, [
    { label: t(kind === 'receipt' ? 'receipt.credit' : 'receipt.credit_back'), lines: [added] },
    ...(content.balanceMinor === null ? [] : [after]),
  ])
  const notes = Math.max(690, credited + 24)
  rule(sheet, { x: margin, y: notes - 10, width: sheet.width })
  const small = { x: margin, y: notes, width: sheet.width, size: 8.5, colour: '#444' }
  say(sheet, 'P', notesOf(receipt, look).join('\n'), small)
}

/** Logo, name and address. The logo says nothing that the name does not say: to a screen reader it is decoration. */
function drawSeller(sheet: Sheet, { content }: Receipt, look: ReceiptLook): number {
  const { pdf } = sheet
  const place = column(sheet, 0)
  let y = margin
  if (look.logo) {
    pdf.markContent('Artifact')
    pdf.image(Buffer.from(look.logo), place.x, y, { fit: [144, 36] })
    pdf.endMarkedContent()
    y += 44
  }
  const { name, lines } = content.seller
  const end = say(sheet, 'P', name, { ...place, y, size: 15, face: 'head', mostLines: 3 })
  return say(sheet, 'P', lines.join('\n'), { ...place, y: end + 2, size: 8.5, colour: '#444', mostLines: 12 })
}

/** What the paper is, its number and its day. */
function drawTitle(sheet: Sheet, { receipt, look, name }: Drawn): number {
  const t = translator(look.language)
  const place = column(sheet, 1)
  const issued = `${formatDate(receipt.issuedAt, 'date', look)}, ${formatTime(receipt.issuedAt, look)}`
  const end = say(sheet, 'H1', name, { ...place, y: margin, size: 22, face: 'head' })
  return figures(sheet, { ...place, y: end + 6 }, [
    { label: t('receipt.number'), figure: receipt.number },
    { label: t('receipt.date'), figure: issued },
  ])
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
