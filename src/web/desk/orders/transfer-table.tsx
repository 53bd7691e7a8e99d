import { amount, CREDIT } from '../../../kit/amount.ts'
import type { TransferRow } from '../../../ledger/ledger-tables.ts'
import { formatMoney, formatPercent } from '../../../messages/format.ts'
import { isMessageKey } from '../../../messages/translate.ts'
import type { OrderFile } from '../../../order-history/order-file.ts'
import { DataTable } from '../../look/data-table.tsx'
import { creditText, type View } from '../../look/view.ts'

type Props = { view: View; file: OrderFile; titles: ReadonlyMap<string, string> }

/** What the books hold of this order, transfer by transfer, with the cause of each. */
export function TransferTable({ view, file, titles }: Props) {
  const { t } = view
  const account = (name: string) => accountText({ view, file, titles }, name)
  return (
    <DataTable
      caption={t('books.caption')}
      empty={t('books.none')}
      phone="stack"
      layout="moves"
      rows={file.transfers}
      keyOf={({ seq }) => seq}
      columns={[
        { head: t('books.cause'), cell: (transfer) => causeText(view, transfer) },
        { head: t('books.from'), isNamedOnPhone: true, cell: ({ fromAccount }) => account(fromAccount) },
        { head: t('books.to'), isNamedOnPhone: true, cell: ({ toAccount }) => account(toAccount) },
        { head: t('orders.amount'), as: 'figure', cell: (transfer) => amountText(view, transfer) },
      ]}
    />
  )
}

function amountText(view: View, { amountMinor, unit }: TransferRow): string {
  const moved = amount(amountMinor, unit)
  return unit === CREDIT ? creditText(view, moved) : formatMoney(moved, view.language)
}

/** The key of a transfer begins with what it is: a sale, a hold, a refund. */
function causeText({ t }: View, { key }: TransferRow): string {
  const kind = `books.key_${key.split(':')[0]}`
  return isMessageKey(kind) ? t(kind) : key
}

/** The names of the books' accounts in words: see ledger/account.ts. */
function accountText({ view, file, titles }: Props, account: string): string {
  const { t, language } = view
  const [kind = '', name = '', pot = ''] = account.split(':')
  const { order } = file.shown
  const rate = name === order.vatCode ? formatPercent(order.vatBp, language) : name
  switch (kind) {
    case 'gateway':
      return t('books.gateway', { name: titles.get(name) ?? name })
    case 'fees':
      return t('books.fees', { name: titles.get(name) ?? name })
    case 'sales':
      return t('books.sales')
    case 'vat':
      return t('books.vat', { rate })
    case 'wallet':
      return t('books.wallet', { name: file.person.name, pot })
    default: {
      const words = `books.account_${kind.replace('-', '_')}`
      return isMessageKey(words) ? t(words) : account
    }
  }
}
