import { amount, CREDIT } from '../../../kit/amount.ts'
import type { HistoryEntry, HistoryPage } from '../../../ledger/history.ts'
import { formatChange, formatFigure } from '../../../messages/format.ts'
import { Icon } from '../../look/icon.tsx'
import { dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** What the lines link to: receipt ids by number, credit notes by refund; and the refunds that are under way. */
export type HistoryPapers = {
  receiptIds: ReadonlyMap<string, string>
  notes: ReadonlyMap<string, { id: string; number: string }>
  openRefunds: ReadonlySet<string>
}
type Props = { view: View; history: HistoryPage; papers: HistoryPapers }

/** Operations with the balance after each, newest first, and a way to the older ones. */
export function HistoryTable({ view, history, papers }: Props) {
  const { t } = view
  if (history.entries.length === 0)
    return (
      <div class="void">
        <p>{t('home.no_history')}</p>
      </div>
    )
  return (
    <div>
      <table class="data history reflow" role="table">
        <caption class="vh">{t('home.history_caption')}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t('home.date')}
            </th>
            <th scope="col" role="columnheader">
              {t('home.operation')}
            </th>
            <th scope="col" role="columnheader" class="end capital">
              {view.brand.creditNames[view.language].other}
            </th>
            <th scope="col" role="columnheader" class="end">
              {t('home.balance')}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {history.entries.map((entry) => (
            <Line key={entry.seq} view={view} entry={entry} papers={papers} />
          ))}
        </tbody>
      </table>
      {history.older !== undefined && (
        <p class="mt4">
          <a class="go" href={link('history', {}, { before: history.older })}>
            {t('home.older')}
            <Icon name="forward" size={18} />
          </a>
        </p>
      )}
    </div>
  )
}

type LineProps = { view: View; entry: HistoryEntry; papers: HistoryPapers }

function Line({ view, entry, papers }: LineProps) {
  const { language } = view
  const { detail } = entry
  const delta = amount(entry.deltaMinor, CREDIT)
  return (
    <tr role="row">
      <td role="cell">{dateText(view, entry.occurredAt, 'short')}</td>
      <td role="cell">
        {titleOf(view, entry)}
        {detail.pages !== undefined && <small>{pagesOf(view, detail.pages, detail.colour === true)}</small>}
        <PaperOfLine view={view} entry={entry} papers={papers} />
        {detail.reason !== undefined && detail.reason !== chargedBack && <small>{detail.reason}</small>}
      </td>
      <td role="cell" class={`end${delta.minor > 0 ? ' plus' : ''}`}>
        {formatChange(delta, language)}
      </td>
      <td role="cell" class="end">
        {formatFigure(amount(entry.balanceMinor, CREDIT), language)}
      </td>
    </tr>
  )
}

/** The receipt of a recharge, the credit note of a refund; a refund that has none yet says so. */
function PaperOfLine({ view: { t }, entry: { cause, detail }, papers }: LineProps) {
  const { receiptNumber = '' } = detail
  const receiptId = papers.receiptIds.get(receiptNumber)
  const note = papers.notes.get(cause)
  const paper = receiptId === undefined ? note : { id: receiptId, number: receiptNumber }
  if (!paper) return papers.openRefunds.has(cause) ? <small>{t('history.refund_open')}</small> : null
  return (
    <small>
      <a class="nb" href={link('receipt', { receiptId: paper.id })}>
        {t(paper === note ? 'history.credit_note' : 'history.receipt', { number: paper.number })}
      </a>
    </small>
  )
}

/** The books’ own word for a dispute, which is no reason that a person gave. */
const chargedBack = 'charged_back'

function titleOf({ t, method }: View, { kind, detail, cause, deltaMinor }: HistoryEntry): string {
  if (kind === 'refund' && detail.reason === chargedBack)
    return t(deltaMinor < 0 ? 'history.charged_back' : 'history.won_back')
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
