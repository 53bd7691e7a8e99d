import { z } from 'zod'
import { negated } from '../../kit/amount.ts'
import { DAY, HOUR, type Instant, later, MINUTE, toMs } from '../../kit/clock.ts'
import { type Fact, isReferenceOfOurs, type ListedLine, type Listing, type Mode, type Span } from '../gateway.ts'
import type { PayPalAnswer, PayPalApi } from './paypal-api.ts'
import { instantOf } from './paypal-facts.ts'
import { readMoney } from './paypal-money.ts'

/** What the code reads of a transaction; PayPal's own schema requires nothing. */
const money = z.object({ currency_code: z.string(), value: z.string() })
const info = z.object({
  transaction_id: z.string().min(1),
  paypal_reference_id: z.string().optional(),
  transaction_event_code: z.string(),
  transaction_initiation_date: z.string().optional(),
  transaction_amount: money,
  fee_amount: money.optional(),
  transaction_status: z.string(),
  custom_field: z.string().optional(),
})
const page = z.object({
  transaction_details: z.array(z.object({ transaction_info: info })).default([]),
  last_refreshed_datetime: z.string().optional(),
  total_pages: z.number().default(1),
})
type Transaction = z.infer<typeof info>

/** PayPal's limits: at most 31 days a query and 500 lines a page, up to three hours late. */
const longestQueryMs = 31 * DAY
const linesPerPage = 500
const latenessMs = 3 * HOUR

type Found =
  | { is: 'found'; transactions: Transaction[]; refreshedAt: string | undefined }
  | Exclude<PayPalAnswer, { is: 'ok' }>

/** Every transaction of a span, window by window, page by page. */
export async function findTransactions(api: PayPalApi, { from, to }: Span): Promise<Found> {
  const transactions: Transaction[] = []
  let refreshedAt: string | undefined
  for (let start = from; start < to; start = later(start, longestQueryMs)) {
    const end = later(start, Math.min(longestQueryMs, toMs(to) - toMs(start)))
    for (let number = 1, pages = 1; number <= pages; number += 1) {
      const answer = await api.get(`/v1/reporting/transactions?${queryOf({ from: start, to: end }, number)}`)
      if (answer.is !== 'ok') return answer
      const read = page.safeParse(answer.json).data
      if (!read) return { is: 'failed', sent: true, why: 'answer not understood' }
      transactions.push(...read.transaction_details.map((each) => each.transaction_info))
      pages = read.total_pages
      refreshedAt = read.last_refreshed_datetime ?? refreshedAt
    }
  }
  return { is: 'found', transactions, refreshedAt }
}

const queryOf = ({ from, to }: Span, number: number) =>
  new URLSearchParams({
    start_date: from,
    end_date: to,
    fields: 'transaction_info',
    page_size: String(linesPerPage),
    page: String(number),
  })

type Own = { account: string; mode: Mode; now: Instant; shared: boolean }

/** PayPal's list as lines: what it says of sales, of money that went back, of disputes. */
export async function listTransactions(api: PayPalApi, span: Span, own: Own): Promise<Listing> {
  const from = later(span.from, -HOUR)
  const found = await findTransactions(api, { from, to: span.to })
  if (found.is === 'failed') return { is: 'unreachable', why: found.why }
  if (found.is === 'refused') {
    const why = `${found.status} ${found.issue}`
    return found.status === 403 ? { is: 'not_allowed', why } : { is: 'unreachable', why }
  }
  const lines = found.transactions.flatMap((each) => lineOf(each, own))
  const asOf = [span.to, instantOf(found.refreshedAt, own)].sort()[0] ?? span.to
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
const kindOf = (status: string, done: Fact['kind']): Fact['kind'] =>
  (({ S: done, V: done, P: 'pending', D: 'refused' }) as const)[status] ?? 'unknown'

function lineOf(transaction: Transaction, own: Own): ListedLine[] {
  const { transaction_event_code: code, transaction_status: status, paypal_reference_id: capture } = transaction
  const meaning = meaningOf(code)
  const signed = readMoney(transaction.transaction_amount)
  // What we pay with the same account is no sale.
  if (!meaning || !signed || (meaning.about === 'payment' && signed.minor < 0)) return []
  if (own.shared && meaning.about === 'payment' && !isReferenceOfOurs(transaction.custom_field)) return []
  const fee = transaction.fee_amount && readMoney(transaction.fee_amount)
  const { about, done, returned } = meaning
  return [
    {
      about,
      kind: kindOf(status, done),
      operation: transaction.transaction_id,
      ...(transaction.custom_field !== undefined && { reference: transaction.custom_field }),
      ...(about !== 'payment' && capture !== undefined && { capture }),
      ...(returned && { returned }),
      account: own.account,
      mode: own.mode,
      amount: signed.minor < 0 ? negated(signed) : signed,
      ...(fee && fee.minor !== 0 && { fee: negated(fee) }),
      occurredAt: instantOf(transaction.transaction_initiation_date, own),
      detail: `${code} ${status}`,
    },
  ]
}
