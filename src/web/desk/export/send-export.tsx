import { Readable } from 'node:stream'
import { csvLine, csvType } from '../../../kit/text/csv.ts'
import { plainCell, type TableCell } from '../../../kit/text/table-cell.ts'
import { xlsxOf, xlsxType } from '../../../kit/text/xlsx.ts'
import type { MessageKey } from '../../../messages/translate.ts'
import type { View } from '../../look/view.ts'
import { queryOf, type SignedInContext } from '../../request-context.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { ExportPage } from './export-page.tsx'

export type ExportColumn<Row> = { head: MessageKey; of: (row: Row, view: View) => TableCell }
export type Export<Row> = {
  /** What the file is called, without its ending. */
  file: MessageKey
  columns: ReadonlyArray<ExportColumn<Row>>
  /** Page by page; the file is written while they are read. */
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>
}

/** How a table may be had. `csv`: with the mark in front by which Excel knows UTF-8. */
export const exportForms = ['xlsx', 'csv', 'csv_plain'] as const

/** The table as the file that the address asks for by `as`; without it, the page that asks. Nothing is remembered. */
export async function sendExport<Row>(context: SignedInContext, table: Export<Row>): Promise<unknown> {
  const { view, request, reply } = context
  const form = exportForms.find((each) => each === queryOf(request, 'as'))
  if (form === undefined) {
    const { pathname, searchParams } = new URL(request.url, 'http://own')
    const title = view.t('export.title')
    return sendDeskPage(context, {
      title,
      children: <ExportPage view={view} action={pathname} query={[...searchParams]} forms={exportForms} />,
    })
  }
  const name = view.t(table.file)
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}.${form === 'xlsx' ? 'xlsx' : 'csv'}"`)
    .type(form === 'xlsx' ? xlsxType : csvType)
    .send(Readable.from(form === 'xlsx' ? asXlsx(view, table, name) : asCsv(view, table, form === 'csv')))
}

const headsOf = <Row,>({ t }: View, { columns }: Export<Row>): string[] => columns.map(({ head }) => t(head))

async function* cellsOf<Row>(view: View, { columns, pages }: Export<Row>): AsyncGenerator<TableCell[][]> {
  for await (const page of pages) yield page.map((row) => columns.map(({ of }) => of(row, view)))
}

const asXlsx = <Row,>(view: View, table: Export<Row>, name: string): AsyncGenerator<Uint8Array> =>
  xlsxOf({ name, heads: headsOf(view, table) }, cellsOf(view, table))

async function* asCsv<Row>(view: View, table: Export<Row>, isMarked: boolean): AsyncGenerator<string> {
  const decimalMark = view.language === 'en' ? '.' : ','
  yield `${isMarked ? '\ufeff' : ''}${csvLine(headsOf(view, table))}`
  for await (const page of cellsOf(view, table))
    yield page.map((cells) => csvLine(cells.map((cell) => plainCell(cell, decimalMark)))).join('')
}
