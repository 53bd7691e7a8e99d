import { RunAgain, type Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import type { Log } from '../../kit/log.ts'
import type { PaymentFactRow } from '../payments-tables.ts'
import type { SettleWith } from '../shop.ts'
import { type Decision, decideFact, type IncomingFact } from './decide-fact.ts'
import { asRow } from './fact-row.ts'
import { type KnownRows, loadForSettlement } from './load-for-settlement.ts'
import { writeDecisions } from './write-decisions.ts'

/** A fact, the order it is about as far as it is known, and what followed, in the order in which facts were given. */
export type Settlement = { fact: IncomingFact; orderId: string | undefined; decision: Decision }

/**
 * Turns facts into books: every notice, return, look-up and "check again" ends here. Replaying a fact changes
 * nothing; one transaction for the whole list. Throws RunAgain when another node was faster.
 */
export async function settlePayments(tx: Tx, facts: readonly IncomingFact[], shop: SettleWith): Promise<Settlement[]> {
  const settled = new Map<IncomingFact, Settlement>()
  let waiting = [...facts]
  while (waiting.length > 0) {
    const known = await loadForSettlement(tx, waiting)
    const { now, next } = onePerOrder(waiting, known)
    const round = now.map((fact) => judge(fact, known))
    await keepFacts(tx, round, known)
    await writeDecisions(tx, round, shop)
    for (const each of round) settled.set(each.fact, each)
    waiting = [...next, ...round.flatMap((each) => keptBefore(each, known))]
  }
  return facts.map((fact) => settled.get(fact) ?? { fact, orderId: undefined, decision: alreadyHandled })
}

/** What was heard before the payment that is settled now. */
function keptBefore({ decision }: Settlement, known: KnownRows): IncomingFact[] {
  const isPaid = decision.do === 'settle' || (decision.do === 'hold' && decision.ours)
  return isPaid ? known.keptFor(decision.payment) : []
}

function judge(fact: IncomingFact, rows: KnownRows): Settlement {
  const known = rows.of(fact)
  return { fact, orderId: known.order?.id, decision: decideFact(fact, known) }
}

const alreadyHandled: Decision = { do: 'nothing', because: 'already_handled' }

/** Two facts about one order are judged one after the other, each on rows that show what the other did. */
function onePerOrder(facts: readonly IncomingFact[], known: KnownRows): { now: IncomingFact[]; next: IncomingFact[] } {
  const taken = new Set<string>()
  const now: IncomingFact[] = []
  const next: IncomingFact[] = []
  for (const fact of facts) {
    const orderId = known.of(fact).order?.id
    if (orderId !== undefined && taken.has(orderId)) next.push(fact)
    else now.push(fact)
    if (orderId !== undefined) taken.add(orderId)
  }
  return { now, next }
}

/** The unique key of a fact is what makes a replay harmless: a row that is there already was somebody faster. */
async function keepFacts(tx: Tx, round: readonly Settlement[], known: KnownRows): Promise<void> {
  const rows = round.flatMap(({ fact, decision }) => {
    const { payment, stored } = known.of(fact)
    return payment && !stored ? [asRow(tx, { fact, decision }, payment.id)] : []
  })
  const key = 'gateway_id, account, about, kind, operation, returned'
  const inserted = await insertRows(tx, 'paymentFact', rows, `on conflict (${key}) do nothing returning id`)
  if (inserted.length < rows.length) throw new RunAgain()
  const otherwise = round.flatMap((each) => saidOtherwise(tx, each, known))
  await insertRows(tx, 'paymentFact', otherwise, `on conflict (${key}) do nothing returning id`)
}

/**
 * What contradicts a fact that is stored is a row of its own, once for each sum: the stored one bears the operation's
 * name already, so this one bears the sum as well. Nothing but a person reads it.
 */
function saidOtherwise(tx: Tx, { fact, decision }: Settlement, known: KnownRows): PaymentFactRow[] {
  const { payment, stored, before } = known.of(fact)
  if (!payment || !stored || decision.do !== 'puzzle') return []
  const { minor, unit } = fact.amount
  if (before?.amountMinor === minor && before.currency === unit) return []
  const row = asRow(tx, { fact, decision }, payment.id)
  return [{ ...row, operation: `${fact.operation} (${minor} ${unit})` }]
}

/** Says aloud what an operator must hear of: money that is held, contradictions, words that we do not know. */
export function raiseAlerts(log: Log, settled: readonly Settlement[]): void {
  for (const { fact, decision } of settled) {
    const paymentId = 'payment' in decision ? decision.payment.id : undefined
    const about = { gateway: fact.gatewayId, paymentId, operation: fact.operation, detail: fact.detail }
    if (decision.do === 'hold') log.error({ ...about, why: decision.because }, 'payment is held')
    else if (decision.do === 'puzzle') log.error({ ...about, why: decision.because }, 'provider contradicts itself')
    else if (decision.do === 'charge_back') log.error(about, 'payment was charged back')
    else if (fact.kind === 'unknown') log.warn(about, 'provider said something unknown')
  }
}
