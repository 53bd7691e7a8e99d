import { Zip, ZipDeflate } from 'fflate'
import { escapeHtml } from './html.ts'
import type { TableCell } from './table-cell.ts'

/** Office Open XML (ECMA-376), with one sheet. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type Rows = ReadonlyArray<readonly TableCell[]>

/** A workbook with one sheet, written while its rows are read. A text is a text, whatever it begins with. */
export async function* xlsxOf(
  sheet: { name: string; heads: readonly string[] },
  pages: AsyncIterable<Rows>,
): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    written.push(chunk)
  })
  const encoder = new TextEncoder()
  const add = (path: string) => {
    const file = new ZipDeflate(path, { level: 6 })
    zip.add(file)
    return { write: (text: string, isLast = false) => file.push(encoder.encode(text), isLast) }
  }
  for (const [path, text] of frameOf(sheet.name)) add(path).write(text, true)
  const rows = add('xl/worksheets/sheet1.xml')
  rows.write(`${sheetStart}${rowOf(sheet.heads.map((head) => textOf(head, styles.head)))}`)
  for await (const page of pages) {
    rows.write(page.map((row) => rowOf(row.map(cellOf))).join(''))
    yield* written.splice(0)
  }
  rows.write('</sheetData></worksheet>', true)
  zip.end()
  yield* written.splice(0)
}

/** The order of the formats in `xl/styles.xml`. */
const styles = { plain: 0, head: 1, amount: 2, whole: 3, day: 4, moment: 5 }

const rowOf = (cells: readonly string[]): string => `<row>${cells.join('')}</row>`

function cellOf(cell: TableCell): string {
  if (cell.is === 'text') return textOf(cell.text, styles.plain)
  if (cell.is === 'number') return numberOf(cell.decimal, cell.decimal.includes('.') ? styles.amount : styles.whole)
  if (cell.is === 'day') return numberOf(String(serialOf(`${cell.day}T00:00:00Z`)), styles.day)
  return numberOf(String(serialOf(`${cell.stamp.replace(' ', 'T')}Z`)), styles.moment)
}

const numberOf = (value: string, style: number): string => `<c s="${style}"><v>${value}</v></c>`

/** An inline string is never a formula. What XML cannot hold is left out. */
function textOf(text: string, style: number): string {
  if (text === '') return '<c/>'
  const held = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeHtml(held)}</t></is></c>`
}

/** Days since the last of 1899, the time as a part of a day. */
const serialOf = (utc: string): number => Date.parse(utc) / 86_400_000 + 25_569

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const contents = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** The first row stays in sight. */
const sheetStart =
  `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultColWidth="18" defaultRowHeight="15"/><sheetData>'

/** Everything but the rows. Formats 0, 4, 1, 14 and 22 are built in, and follow the reader's own language. */
const frameOf = (name: string): ReadonlyArray<readonly [path: string, text: string]> => [
  [
    '[Content_Types].xml',
    `${xml}<Types xmlns="${packaged}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${contents}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contents}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${contents}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${xml}<Relationships xmlns="${packaged}/relationships">` +
      `<Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
      `<sheet name="${escapeHtml(name.slice(0, 31))}" sheetId="1" r:id="r1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${xml}<Relationships xmlns="${packaged}/relationships">` +
      `<Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
      '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
      '<fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6">' +
      [0, 0, 4, 1, 14, 22]
        .map(
          (format, at) =>
            `<xf numFmtId="${format}" fontId="${at === styles.head ? 1 : 0}" xfId="0" applyNumberFormat="1"/>`,
        )
        .join('') +
      '</cellXfs></styleSheet>',
  ],
]
