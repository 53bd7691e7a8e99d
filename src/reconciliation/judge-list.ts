import type { Db } from '../db/database.ts'
import type { ListedLine } from '../gateways/gateway.ts'
import type { Payment } from '../payments/payment.ts'
import type { PaymentFactRow } from '../payments/payments-tables.ts'
import { compareLine, type KnownOfLine, type Verdict } from './compare-line.ts'

const atOnce = 500

export type ListOf = { gatewayId: string; account: string; lines: readonly ListedLine[] }

/** A line, what our books know of it, and how the two compare. */
export type Judged = { line: ListedLine; known: KnownOfLine; verdict: Verdict }

/** Every line of a list against our books as they are now, five hundred lines a query. */
export async function judgeList(db: Db, { gatewayId, account, lines }: ListOf): Promise<Judged[]> {
  const judged: Judged[] = []
  for (let start = 0; start < lines.length; start += atOnce) {
    const some = lines.slice(start, start + atOnce)
    const payments = await loadPayments(db, gatewayId, some)
    const facts = await loadFacts(db, { gatewayId, account, lines: some })
    const all = [...payments, ...(await loadByIds(db, facts, payments))]
    for (const line of some) {
      const known = knownOf(line, all, facts)
      judged.push({ line, known, verdict: compareLine(line, known) })
    }
  }
  return judged
}

function knownOf(line: ListedLine, payments: readonly Payment[], facts: readonly PaymentFactRow[]): KnownOfLine {
  const own = facts.filter((fact) => fact.about === line.about && fact.operation === line.operation)
  const named = own[0]?.paymentId
  const payment =
    payments.find((each) => each.id === named) ??
    // An attempt may have brought money twice: what is said of one of the two is about the payment that holds it.
    payments.find((each) => each.capture !== null && each.capture === (line.capture ?? line.operation)) ??
    payments.find((each) => line.reference !== undefined && each.reference === line.reference) ??
    payments.find((each) => line.attemptRef !== undefined && each.attemptRef === line.attemptRef)
  return { payment, facts: own }
}

/** By our reference, by the money that a line gives back, or by the provider's own name of the attempt. */
async function loadPayments(db: Db, gatewayId: string, lines: readonly ListedLine[]): Promise<Payment[]> {
  const by = async (column: 'reference' | 'capture' | 'attemptRef'): Promise<Payment[]> => {
    const values = lines.flatMap((line) => line[column] ?? [])
    if (values.length === 0) return []
    const query = db.selectFrom('payment').selectAll().where('gatewayId', '=', gatewayId)
    return query.where(column, 'in', values).execute()
  }
  return [...(await by('reference')), ...(await by('capture')), ...(await by('attemptRef'))]
}

async function loadFacts(db: Db, { gatewayId, account, lines }: ListOf): Promise<PaymentFactRow[]> {
  const operations = lines.flatMap(({ operation }) => operation ?? [])
  if (operations.length === 0) return []
  // What could be left out of this is named, so that the index of facts serves.
  return db
    .selectFrom('paymentFact')
    .selectAll()
    .where('gatewayId', '=', gatewayId)
    .where('account', '=', account)
    .where('about', 'in', ['payment', 'refund', 'chargeback'])
    .where('kind', 'in', ['paid', 'refunded', 'charged_back'])
    .where('operation', 'in', operations)
    .execute()
}

async function loadByIds(db: Db, facts: readonly PaymentFactRow[], have: readonly Payment[]): Promise<Payment[]> {
  const missing = new Set(facts.map(({ paymentId }) => paymentId))
  for (const { id } of have) missing.delete(id)
  if (missing.size === 0) return []
  return db
    .selectFrom('payment')
    .selectAll()
    .where('id', 'in', [...missing])
    .execute()
}
