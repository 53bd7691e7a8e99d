import type { Tx } from '../db/database.ts'
import type { ListedLine } from '../gateways/gateway.ts'
import type { ConnectedGateway } from '../gateways/gateway-kind.ts'
import { type Amount, amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import type { Payment } from '../payments/payment.ts'
import { bookFees } from './book-fees.ts'
import type { DifferenceKind, KnownOfLine } from './compare-line.ts'
import { endDiscrepancies, insertDiscrepancies, type NewDiscrepancy } from './discrepancies.ts'
import { judgeList, type ListOf } from './judge-list.ts'
import { type Reconciliation, recordRun } from './reconciliation.ts'

type Comparison = {
  list: ListOf
  run: { gatewayId: string; account: string; askedBy: string; from: Instant }
  completeTo: Instant
  /** How many lines had never reached us before the provider was asked. */
  unheard: number
}

/** What still differs once everything was asked for: fees booked, differences opened and ended, the run recorded. */
export async function writeComparison(
  tx: Tx,
  { list, run, completeTo, unheard }: Comparison,
  { listsFrom }: Pick<ConnectedGateway, 'listsFrom'>,
): Promise<Reconciliation> {
  const found: NewDiscrepancy[] = []
  const agreed: Array<{ line: ListedLine; payment: Payment }> = []
  let stillUnheard = 0
  for (const { line, known, verdict } of await judgeList(tx, list)) {
    if (verdict.is === 'same' && known.payment) agreed.push({ line, payment: known.payment })
    if (verdict.is === 'unheard') stillUnheard += 1
    if (verdict.is === 'differs') found.push(differenceOf(verdict.kind, line, known))
    if (verdict.is === 'unheard') found.push(differenceOf(verdict.otherwise, line, known))
  }
  const from = listsFrom !== undefined && listsFrom > run.from ? listsFrom : run.from
  found.push(...(await missingFrom(tx, list, { from, to: completeTo })))
  const fees = await bookFees(tx, list.gatewayId, agreed)
  found.push(...fees.differences)
  const subjects = agreed.map(({ line }) => subjectOf(line))
  await endDiscrepancies(tx, { ...run, agreed: subjects, found })
  const opened = await insertDiscrepancies(tx, run, found)
  const settled = unheard - stillUnheard
  const counts = { listed: list.lines.length, settled, fees: fees.booked, differences: opened }
  const { gatewayId, account, askedBy } = run
  return recordRun(tx, {
    gatewayId,
    account,
    askedBy,
    from: run.from,
    completeTo,
    outcome: 'compared',
    why: '',
    ...counts,
  })
}

const subjectOf = (line: ListedLine): string => line.operation ?? `${line.capture ?? line.reference}/${line.about}`

function differenceOf(kind: DifferenceKind, line: ListedLine, { payment, facts: [fact] }: KnownOfLine): NewDiscrepancy {
  const ours = fact
    ? amount(fact.amountMinor, fact.currency)
    : payment && amount(payment.capture === null ? 0 : payment.capturedMinor, payment.currency)
  const detail = payment ? line.detail : allKnownOf(line)
  return { kind, subject: subjectOf(line), payment, listed: line.amount, ours, detail }
}

/** Of money that our books do not know, all that the provider says: after a restore it is all that there is. */
const allKnownOf = ({ detail, reference, occurredAt, payerMark }: ListedLine): string =>
  [detail, reference, occurredAt, payerMark].filter((part) => part !== undefined && part !== '').join(' · ')

/** What our books have as paid in the span, and the list has not. */
async function missingFrom(tx: Tx, list: ListOf, span: { from: Instant; to: Instant }): Promise<NewDiscrepancy[]> {
  const paid = await tx
    .selectFrom('orders as o')
    .innerJoin('payment as p', 'p.orderId', 'o.id')
    .selectAll('p')
    // The order's day has an index; the payment's is what is asked for.
    .where('o.paidAt', '>=', span.from)
    .where('o.paidAt', '<', span.to)
    .where('p.paidAt', '>=', span.from)
    .where('p.paidAt', '<', span.to)
    .where('p.gatewayId', '=', list.gatewayId)
    .where('p.account', '=', list.account)
    .where('p.status', 'in', ['succeeded', 'charged_back'])
    .execute()
  const listed = new Set(list.lines.flatMap(({ about, operation }) => (about === 'payment' ? (operation ?? []) : [])))
  return paid.flatMap((payment): NewDiscrepancy[] => {
    if (payment.capture === null || listed.has(payment.capture)) return []
    const ours: Amount = amount(payment.capturedMinor, payment.currency)
    return [{ kind: 'missing', subject: payment.capture, payment, listed: undefined, ours, detail: '' }]
  })
}
