import type { ComponentChildren } from 'preact'
import type { Db } from '../../../db/database.ts'
import { textIn } from '../../../kit/language.ts'
import { formatChange, formatFigure } from '../../../messages/format.ts'
import { openRefundsAmong } from '../../../payments/refund.ts'
import type { AccountEntry, AccountHistory } from '../../../printing/print-system.ts'
import { creditNotesOf } from '../../../receipts/credit-note.ts'
import { receiptIdsOf } from '../../../receipts/receipt.ts'
import { DataTable } from '../../look/data-table.tsx'
import { Pages } from '../../look/page-head.tsx'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** What the lines link to: receipt ids by number, credit notes by refund; and the refunds that are under way. */
export type HistoryPapers = {
  receiptIds: ReadonlyMap<string, string>
  notes: ReadonlyMap<string, { id: string; number: string }>
  openRefunds: ReadonlySet<string>
}

/** Operations with the balance after each, newest first, and a way to the older ones. */
export function HistoryTable({
  view,
  history,
  papers,
}: {
  view: View
  history: AccountHistory
  papers: HistoryPapers
}) {
  const { t, language, brand } = view
  return (
    <div>
      <DataTable
        caption={t('home.history_caption')}
        empty={t('home.no_history')}
        phone="stack"
        layout="history"
        rows={history.entries}
        keyOf={({ key }) => key}
        columns={[
          { head: t('home.date'), cell: ({ at }) => dateText(view, at, 'short') },
          {
            head: t('home.operation'),
            cell: (entry) => titleOf(view, entry),
            note: (entry) => notesOf(view, entry, papers),
          },
          {
            head: <span class="capital">{textIn(brand.creditNames, language).other}</span>,
            as: 'figure',
            cell: ({ change }) => (
              <span class={change.minor > 0 ? 'plus' : undefined}>{formatChange(change, language)}</span>
            ),
          },
          {
            head: t('home.balance'),
            as: 'figure',
            cell: ({ balance }) => balance && formatFigure(balance, language),
          },
        ]}
      />
      <Pages
        view={view}
        on={
          history.older !== undefined && {
            href: link('history', {}, { before: history.older }),
            label: t('home.older'),
          }
        }
      />
    </div>
  )
}

function notesOf(view: View, entry: AccountEntry, papers: HistoryPapers): ComponentChildren[] {
  const { pages, colour, reason } = entry.detail
  return [
    pages !== undefined && pagesOf(view, pages, colour === true),
    paperOf(view, entry, papers),
    reason !== undefined && reason !== chargedBack && reason,
  ]
}

/** The receipt of a recharge, the credit note of a refund; a refund that has none yet says so. */
function paperOf({ t }: View, { cause, detail }: AccountEntry, papers: HistoryPapers): ComponentChildren {
  const { receiptNumber = '' } = detail
  const receiptId = papers.receiptIds.get(receiptNumber)
  const note = papers.notes.get(cause)
  const paper = receiptId === undefined ? note : { id: receiptId, number: receiptNumber }
  if (!paper) return papers.openRefunds.has(cause) && t('history.refund_open')
  return (
    <a class="nb" href={link('receipt', { receiptId: paper.id })}>
      {t(paper === note ? 'history.credit_note' : 'history.receipt', { number: paper.number })}
    </a>
  )
}

/** The books’ own word for a dispute, which is no reason that a person gave. */
const chargedBack = 'charged_back'

function titleOf({ t, method }: View, { kind, detail, cause, change }: AccountEntry): string {
  if (kind === 'refund' && detail.reason === chargedBack)
    return t(change.minor < 0 ? 'history.charged_back' : 'history.won_back')
  if (kind === 'refund' && cause.endsWith(':back')) return t('history.refund_back')
  if (kind === 'recharge')
    return t('history.recharge', { by: detail.method === undefined ? '' : method(detail.method).by }).trim()
  if (kind !== 'usage') return t(`history.${kind}`)
  if (detail.category === 'print' && detail.title) return t('history.print_of', { title: detail.title })
  return t(`usage.${(detail.category ?? 'print') as 'print' | 'copy' | 'fax' | 'scan'}`)
}

function pagesOf({ t }: View, pages: number, colour: boolean): string {
  return t(colour ? 'history.pages_colour' : 'history.pages_bw', { pages: t('home.pages', { count: pages }) })
}

/** What the lines of a history link to, and which of its refunds are not at their end. */
export async function papersOf(db: Db, { entries }: AccountHistory): Promise<HistoryPapers> {
  const orderIds = entries.flatMap(({ detail }) => detail.orderId ?? [])
  const refundIds = entries.filter(({ kind }) => kind === 'refund').map(({ cause }) => cause)
  const [receiptIds, notes, openRefunds] = await Promise.all([
    receiptIdsOf(db, orderIds),
    creditNotesOf(db, refundIds),
    openRefundsAmong(db, refundIds),
  ])
  return { receiptIds, notes, openRefunds }
}
