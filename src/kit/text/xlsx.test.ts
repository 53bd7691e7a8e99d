import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XMLParser } from 'fast-xml-parser'
import { unzipSync } from 'fflate'
import { dayCell, momentCell, numberCell, plainCell, textCell } from './table-cell.ts'
import { xlsxOf } from './xlsx.ts'

async function* pages() {
  yield [
    [textCell('=1+1'), numberCell('1234.50'), numberCell(12), dayCell('2026-11-24'), momentCell('2026-11-24 10:30:00')],
  ]
  yield [[textCell('é & <b>\u0007\ud800'), numberCell('-0.05'), numberCell(0), dayCell('2024-02-29'), momentCell('')]]
}

test('a workbook read back: texts are texts, numbers numbers, dates dates, and nothing is a formula', async () => {
  const parts: Uint8Array[] = []
  for await (const part of xlsxOf({ name: 'commandes', heads: ['a', 'b', 'c', 'd', 'é & <'] }, pages()))
    parts.push(part)
  const files = unzipSync(Buffer.concat(parts))
  const text = (path: string) => new TextDecoder().decode(files[path])
  const options = {
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name: string) => ['row', 'c', 'xf'].includes(name),
  }
  const parse = (path: string) => new XMLParser({ ...options, parseTagValue: false }).parse(text(path))
  const { row } = parse('xl/worksheets/sheet1.xml').worksheet.sheetData
  const formats = parse('xl/styles.xml').styleSheet.cellXfs.xf.map(({ numFmtId }: { numFmtId: string }) => numFmtId)
  type Cell = { t?: string; s?: string; v?: string; is?: { t: { '#text': string } | string } }
  const read = (cell: Cell | '') => {
    if (cell === '') return undefined
    if (cell.t === 'inlineStr') return typeof cell.is?.t === 'object' ? cell.is.t['#text'] : cell.is?.t
    return [Number(cell.v), formats[Number(cell.s)]]
  }
  const cells = row.map(({ c }: { c: Cell[] }) => c.map(read))
  assert.deepEqual(cells[0], ['a', 'b', 'c', 'd', 'é & <'])
  // 45 000 is 15 March 2023, as ECMA-376 counts; 4, 1, 14 and 22 are its formats of sums, wholes, days and moments.
  const serial = (utc: string) => (Date.parse(utc) - Date.parse('2023-03-15')) / 86_400_000 + 45_000
  assert.deepEqual(cells[1], [
    '=1+1',
    [1234.5, '4'],
    [12, '1'],
    [serial('2026-11-24'), '14'],
    [serial('2026-11-24T10:30:00Z'), '22'],
  ])
  assert.deepEqual(cells[2], ['é & <b>', [-0.05, '4'], [0, '1'], [serial('2024-02-29'), '14'], undefined])
  assert.doesNotMatch(text('xl/worksheets/sheet1.xml'), /<f>|t="str"/)
  const declared = Object.keys(files).sort()
  assert.deepEqual(declared, [
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ])
})

test('in CSV a figure has the mark of the reader’s language', () => {
  assert.deepEqual(
    [plainCell(numberCell('1234.50'), ','), plainCell(numberCell('1234.50'), '.')],
    ['1234,50', '1234.50'],
  )
})
