import { amount } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { orderStates } from '../../../order-history/order-conditions.ts'
import type { OrderLine } from '../../../order-history/order-situation.ts'
import type { FoundOrder, OrderPage } from '../../../order-history/search-orders.ts'
import { DataTable } from '../../look/data-table.tsx'
import { ErrorSummary, Field, FieldError, SearchBox } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { SituationState } from '../../look/order-look.tsx'
import { GoLink, PageHead, Pages } from '../../look/page-head.tsx'
import { Id, Notice } from '../../look/paper.tsx'
import { dateText, momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { type OrderFields, type OrderQuery, ordersLink, turnLink } from './order-query.ts'

type Props = {
  view: View
  query: OrderQuery
  /** Absent when the filter could not be read. */
  found: OrderPage | undefined
  lines: readonly OrderLine<FoundOrder>[]
  methods: ReadonlyArray<{ id: string; title: string }>
}

export function OrderListPage({ view, query, found, lines, methods }: Props) {
  const { t } = view
  const names: Readonly<Record<string, string>> = {
    from: t('orders.from'),
    to: t('orders.to'),
    amount: t('orders.amount'),
  }
  const nameOf = (field: string) => names[field]
  return (
    <>
      <PageHead title={t('desk.menu_deskOrders')} />
      <ErrorSummary view={view} problems={query.problems} nameOf={nameOf} />
      <SearchForm view={view} query={query} methods={methods} />
      {found && (
        <section class="mt5" aria-labelledby="found">
          <h2 id="found" class="vh">
            {t('orders.found')}
          </h2>
          {found.tooMany && (
            <div class="mb4">
              <Notice tone="care" icon="warning">
                <p>{t('orders.too_many')}</p>
              </Notice>
            </div>
          )}
          {lines.length === 0 ? <Nothing view={view} found={found} /> : <OrderTable view={view} lines={lines} />}
          <Turns view={view} fields={query.fields} found={found} any={lines.length > 0} />
        </section>
      )}
    </>
  )
}

function SearchForm({ view, query, methods }: Pick<Props, 'view' | 'query' | 'methods'>) {
  const { t } = view
  const { fields, problems } = query
  const isFiltered = Object.entries(fields).some(([name, value]) => name !== 'q' && value !== '')
  return (
    <form class="stack g3" role="search" action={link('deskOrders')}>
      <SearchBox view={view} problems={problems} label={t('orders.search')} value={fields.q} />
      <p class="small soft fit">{t('orders.search_hint')}</p>
      <details class="fold" open={isFiltered}>
        <summary>
          <Icon name="chevron" size={18} />
          {t('orders.filters')}
        </summary>
        <Filters view={view} query={query} methods={methods} />
        <p class="mt3">
          <GoLink href={link('deskOrders')} label={t('orders.clear')} />
        </p>
      </details>
    </form>
  )
}

function Filters({ view, query, methods }: Pick<Props, 'view' | 'query' | 'methods'>) {
  const { t } = view
  const { fields, problems } = query
  const common = { view, problems }
  const any = ['', t('orders.any')] as const
  return (
    <div class="filter">
      <Select {...common} name="state" label={t('orders.state')} value={fields.state}>
        {[any, ...orderStates.map((state) => [state, t(`orders.state_${state}`)] as const)]}
      </Select>
      <Select {...common} name="gateway" label={t('orders.gateway')} value={fields.gateway}>
        {[any, ...methods.map(({ id, title }) => [id, title] as const)]}
      </Select>
      <Select {...common} name="by" label={t('orders.by')} value={fields.by}>
        {[
          ['', t('orders.by_placed')],
          ['paid', t('orders.by_paid')],
        ]}
      </Select>
      <Field {...common} name="from" type="date" label={t('orders.from')} value={fields.from} />
      <Field {...common} name="to" type="date" label={t('orders.to')} value={fields.to} />
      <Field {...common} name="amount" label={t('orders.amount')} value={fields.amount} inputmode="decimal" />
    </div>
  )
}

type SelectProps = {
  view: View
  problems: readonly FieldProblem[]
  name: keyof OrderFields
  label: string
  value: string
  children: ReadonlyArray<readonly string[]>
}

function Select({ view, problems, name, label, value, children }: SelectProps) {
  const wrong = problems.some(({ field }) => field === name)
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <FieldError view={view} problems={problems} field={name} />
      <select class="in" id={name} name={name} {...(wrong && { 'aria-describedby': `${name}-error` })}>
        {children.map(([each = '', text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

function OrderTable({ view, lines }: { view: View; lines: readonly OrderLine<FoundOrder>[] }) {
  const { t, language } = view
  return (
    <DataTable
      caption={t('orders.caption')}
      phone="stack"
      layout="orders"
      rows={lines}
      keyOf={({ order }) => order.id}
      columns={[
        {
          head: t('orders.number'),
          cell: ({ order }) => <Id text={order.number} />,
          href: ({ order }) => link('deskOrder', { orderId: order.id }),
          note: ({ receiptNumber: number }) => number !== undefined && t('history.receipt', { number }),
        },
        {
          head: t('orders.person'),
          cell: ({ order }) => order.personName,
          note: ({ order }) => <Id text={order.login} />,
        },
        { head: t('orders.when'), as: 'soft', cell: ({ order }) => momentText(view, order.placedAt, 'short') },
        { head: t('orders.state'), cell: ({ situation }) => <SituationState view={view} situation={situation} /> },
        {
          head: t('orders.amount'),
          as: 'figure',
          cell: ({ order }) => formatMoney(amount(order.priceMinor, order.currency), language),
        },
      ]}
    />
  )
}

function Nothing({ view, found }: { view: View; found: OrderPage }) {
  const { t } = view
  if (found.lookedUntil !== undefined) return null
  return (
    <div class="prose" role="status">
      <p>
        <b>{t('orders.none')}</b>
      </p>
      <p>{t('orders.none_try')}</p>
    </div>
  )
}

function Turns({ view, fields, found, any }: { view: View; fields: OrderFields; found: OrderPage; any: boolean }) {
  const { t } = view
  const { older, newer, lookedUntil } = found
  return (
    <>
      {lookedUntil !== undefined && (
        <p class="soft mt4" role="status">
          {t('orders.looked_until', { date: dateText(view, lookedUntil) })}
        </p>
      )}
      <Pages
        view={view}
        back={newer !== undefined && { href: turnLink(fields, 'newer', newer), label: t('orders.newer') }}
        on={
          older !== undefined && {
            href: turnLink(fields, 'older', older),
            label: t(lookedUntil === undefined ? 'orders.older' : 'orders.look_on'),
          }
        }
        csv={any && { href: ordersLink(fields, 'deskOrdersCsv'), label: t('orders.csv') }}
      />
    </>
  )
}
