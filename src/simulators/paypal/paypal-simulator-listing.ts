import { type Amount, amount, negated } from '../../kit/amount.ts'
import { DAY } from '../../kit/clock.ts'
import type { Engine } from '../engine/create-simulator.ts'
import { type Faults, listLies, strangePayment } from '../engine/faults.ts'
import type { SimulatorAnswer } from '../engine/simulator.ts'
import { asJson, iso, moneyOf, paypalError } from './paypal-simulator-answers.ts'
import type { SimulatedOrder } from './paypal-simulator-order.ts'

type Line = {
  id: string
  code: string
  status: string
  amount: Amount
  fee?: Amount
  atMs: number
  custom: string
  of?: string
}

/** Transaction search (specs: reporting): money that moved in a span of at most 31 days, a page at a time. */
export function answerTransactions(
  query: URLSearchParams,
  { book, faults, nowMs }: Engine<SimulatedOrder>,
  merchantId: string,
): SimulatorAnswer {
  const [from, to] = ['start_date', 'end_date'].map((name) => Date.parse(query.get(name) ?? ''))
  if (from === undefined || to === undefined || !(from < to) || to - from > 31 * DAY) return paypalError(400)
  const lines = book.all().flatMap((order) => linesOf(order, faults))
  const strange = strangePayment(faults)
  const foreign = { id: '9XX00000XX0000001', code: 'T0006', status: 'S', amount: amount(4321, 'EUR'), atMs: from }
  if (strange !== undefined) lines.push({ ...foreign, custom: strange })
  const inSpan = lines.filter(({ atMs }) => from <= atMs && atMs <= to).sort((a, b) => a.atMs - b.atMs)
  const size = Number(query.get('page_size') ?? 100)
  const page = Number(query.get('page') ?? 1)
  const shown = inSpan.slice((page - 1) * size, page * size)
  return asJson(200, {
    ...(shown.length > 0 && { transaction_details: shown.map((line) => ({ transaction_info: infoOf(line) })) }),
    account_number: merchantId,
    start_date: iso(from),
    end_date: iso(to),
    last_refreshed_datetime: iso(nowMs()),
    page,
    total_items: inSpan.length,
    total_pages: Math.max(1, Math.ceil(inSpan.length / size)),
  })
}

const statusLetters: Readonly<Record<string, string>> = { COMPLETED: 'S', PENDING: 'P', DECLINED: 'D', FAILED: 'D' }
const letterOf = (status: string): string => statusLetters[status] ?? 'P'

function linesOf(order: SimulatedOrder, faults: Faults): Line[] {
  const { reference: custom } = order
  const [first] = order.captures
  const lies = first && listLies(faults, custom, first.amount)
  if (!lies) return []
  const captures = order.captures.map((capture) => {
    const { id, atMs, amount: real } = capture
    const status = lies.status ?? letterOf(capture.status)
    const kept = lies.fee === undefined ? feeOf(real) : amount(-Number(lies.fee), real.unit)
    const listed = capture === first ? lies.amount : real
    return { id, code: 'T0006', status, amount: listed, ...(status === 'S' && { fee: kept }), atMs, custom }
  })
  const back = [
    ...order.refunds.map((refund) => ({ ...refund, code: 'T1107' })),
    ...order.reversals.map((reversal) => ({ ...reversal, status: 'COMPLETED', code: 'T1106' })),
  ].map(({ id, code, status: done, amount: sum, atMs }) => {
    return { id, code, status: letterOf(done), amount: negated(sum), atMs, custom, of: first.id }
  })
  return [...captures, ...back]
}

/** 2,9 % and 35 cents, as the merchant's price list of the simulation says. */
const feeOf = ({ minor, unit }: Amount): Amount => amount(-Math.min(minor, Math.round((minor * 29) / 1000) + 35), unit)

const infoOf = (line: Line): object => ({
  paypal_account_id: 'QYR5Z8XDVJNXQ',
  transaction_id: line.id,
  ...(line.of !== undefined && { paypal_reference_id: line.of, paypal_reference_id_type: 'TXN' }),
  transaction_event_code: line.code,
  transaction_initiation_date: iso(line.atMs),
  transaction_updated_date: iso(line.atMs),
  transaction_amount: moneyOf(line.amount),
  ...(line.fee && { fee_amount: moneyOf(line.fee) }),
  transaction_status: line.status,
  custom_field: line.custom,
})
