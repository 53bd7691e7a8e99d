import { amount, CREDIT } from '../../kit/amount.ts'
import type { HistoryEntry, HistoryPage } from '../../ledger/history.ts'
import { formatChange, formatFigure } from '../../messages/format.ts'
import { Icon } from '../look/icon.tsx'
import { dateText, type View } from '../look/view.ts'
import { link } from '../routes.ts'

type Props = {
  view: View
  history: HistoryPage
  /** Receipt ids by order id, for the links. */
  receiptIds: ReadonlyMap<string, string>
}

/** Operations with the balance after each, newest first, and a way to the older ones. */
export function HistoryTable({ view, history, receiptIds }: Props) {
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
            <Line key={entry.seq} view={view} entry={entry} receiptId={receiptIds.get(entry.detail.orderId ?? '')} />
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

function Line({ view, entry, receiptId }: { view: View; entry: HistoryEntry; receiptId: string | undefined }) {
  const { t, language } = view
  const { detail } = entry
  const delta = amount(entry.deltaMinor, CREDIT)
  return (
    <tr role="row">
      <td role="cell">{dateText(view, entry.occurredAt, 'short')}</td>
      <td role="cell">
        {titleOf(view, entry)}
        {detail.pages !== undefined && <small>{pagesOf(view, detail.pages, detail.colour === true)}</small>}
        {detail.receiptNumber !== undefined && receiptId !== undefined && (
          <small>
            <a class="nb" href={link('receipt', { receiptId })}>
              {t('history.receipt', { number: detail.receiptNumber })}
            </a>
          </small>
        )}
        {detail.reason !== undefined && <small>{detail.reason}</small>}
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

function titleOf({ t, method }: View, { kind, detail }: HistoryEntry): string {
  if (kind === 'recharge')
    return t('history.recharge', { by: detail.method === undefined ? '' : method(detail.method).by }).trim()
  if (kind !== 'usage') return t(`history.${kind}`)
  if (detail.category === 'print' && detail.title) return t('history.print_of', { title: detail.title })
  return t(`usage.${(detail.category ?? 'print') as 'print' | 'copy' | 'fax' | 'scan'}`)
}

function pagesOf({ t }: View, pages: number, colour: boolean): string {
  return t(colour ? 'history.pages_colour' : 'history.pages_bw', { pages: t('home.pages', { count: pages }) })
}
