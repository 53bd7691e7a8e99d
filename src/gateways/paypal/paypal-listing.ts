import { z } from 'zod'
import { negated } from '../../kit/amount.ts'
import { DAY, HOUR, type Instant, later, MINUTE } from '../../kit/clock.ts'
import type { Fact, ListedLine, Listing, Mode, Span } from '../gateway.ts'
import { readPages, windowsOf } from '../kit/calls/list-pages.ts'
import { listWithout } from '../kit/calls/outcomes.ts'
import type { Called } from '../kit/calls/rest-client.ts'
import { given, instantOf } from '../kit/provider-values.ts'
import { mayBeOurs } from '../kit/setting-fields.ts'
import { statusTable } from '../kit/status-table.ts'
import type { PayPalApi } from './paypal-api.ts'
import { money, named, told } from './paypal-objects.ts'

/** What the code reads of a transaction; PayPal's own schema requires nothing. */
const info = z.object({
  transaction_id: named,
  paypal_reference_id: told,
  transaction_event_code: z.string(),
  transaction_initiation_date: told,
  transaction_amount: money,
  fee_amount: money.optional(),
  transaction_status: z.string(),
  custom_field: told,
})
const page = z.object({
  transaction_details: z.array(z.object({ transaction_info: info })).default([]),
  last_refreshed_datetime: told,
  total_pages: z.number().default(1),
})
type Transaction = z.infer<typeof info>

/** PayPal's limits: at most 31 days a query and 500 lines a page, up to three hours late. */
const longestQueryMs = 31 * DAY
const linesPerPage = 500
const latenessMs = 3 * HOUR

type Found = Called<{ transactions: Transaction[]; refreshedAt: string | undefined }>

/** Every transaction of a span, window by window, page by page. */
export async function findTransactions(api: PayPalApi, span: Span): Promise<Found> {
  const transactions: Transaction[] = []
  let refreshedAt: string | undefined
  for (const window of windowsOf(span, longestQueryMs)) {
    const found = await readPages(
      1,
      (number) => api.get(`/v1/reporting/transactions?${queryOf(window, number)}`, page),
      (shown, number) => {
        refreshedAt = shown.last_refreshed_datetime ?? refreshedAt
        const lines = shown.transaction_details.map((each) => each.transaction_info)
        return { lines, next: number < shown.total_pages ? number + 1 : undefined }
      },
    )
    if (found.is !== 'ok') return found
    transactions.push(...found.value)
  }
  return { is: 'ok', value: { transactions, refreshedAt } }
}

const queryOf = ({ from, to }: Span, number: number) =>
  new URLSearchParams({
    start_date: from,
    end_date: to,
    fields: 'transaction_info',
    page_size: String(linesPerPage),
    page: String(number),
  })

type Own = { account: string; mode: Mode; now: Instant; sharedAccount: string }

/** PayPal's list as lines: what it says of sales, of money that went back, of disputes. */
export async function listTransactions(api: PayPalApi, span: Span, own: Own): Promise<Listing> {
  const from = later(span.from, -HOUR)
  const found = await findTransactions(api, { from, to: span.to })
  if (found.is !== 'ok') return listWithout(found)
  const lines = found.value.transactions.flatMap((each) => lineOf(each, own))
  const asOf = [span.to, instantOf(found.value.refreshedAt, own)].sort()[0] ?? span.to
  return { is: 'listed', lines, completeTo: later(asOf, -latenessMs - MINUTE) }
}

type Meaning = Pick<Fact, 'about' | 'returned'> & { done: Fact['kind'] }

/**
 * Event codes of PayPal's transaction search: T00nn are payments, T1107 refunds, the others named here money that a
 * dispute moved. Fees, conversions, withdrawals and holds are no money of a sale. [unsure: their page is not at hand]
 */
function meaningOf(code: string): Meaning | undefined {
  if (code.startsWith('T00')) return { about: 'payment', done: 'paid' }
  if (code === 'T1107') return { about: 'refund', done: 'refunded' }
  if (code === 'T1106' || code === 'T1201') return { about: 'chargeback', done: 'charged_back' }
  return code === 'T1202' ? { about: 'chargeback', done: 'charged_back', returned: true } : undefined
}

/** `V` was done and went back since: that stands in lines of its own. */
const isDone = new Set(['S', 'V'])
const undone = statusTable({ pending: 'P', refused: 'D' })

function lineOf(transaction: Transaction, own: Own): ListedLine[] {
  const { transaction_event_code: code, transaction_status: status, custom_field: reference } = transaction
  const { transaction_amount: signed, fee_amount: fee } = transaction
  const meaning = meaningOf(code)
  // What we pay with the same account is no sale.
  if (!meaning || !signed || (meaning.about === 'payment' && signed.minor < 0)) return []
  const { about, done, returned } = meaning
  const isPayment = about === 'payment'
  if (isPayment && !mayBeOurs(reference, own.sharedAccount)) return []
  const capture = isPayment ? undefined : transaction.paypal_reference_id
  return [
    {
      about,
      kind: isDone.has(status) ? done : undone.kindOf(status),
      operation: transaction.transaction_id,
      ...given({ reference, capture, returned }),
      account: own.account,
      mode: own.mode,
      amount: signed.minor < 0 ? negated(signed) : signed,
      ...(fee && fee.minor !== 0 && { fee: negated(fee) }),
      occurredAt: instantOf(transaction.transaction_initiation_date, own),
      detail: `${code} ${status}`,
    },
  ]
}
