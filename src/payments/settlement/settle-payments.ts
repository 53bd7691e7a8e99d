import { RunAgain, type Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { toMs } from '../../kit/clock.ts'
import { newId } from '../../kit/id.ts'
import type { PaymentFactRow } from '../payments-tables.ts'
import type { SettleWith } from '../shop.ts'
import { type Decision, decideFact, type IncomingFact } from './decide-fact.ts'
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

function asRow(tx: Tx, { fact, decision }: Omit<Settlement, 'orderId'>, paymentId: string): PaymentFactRow {
  return {
    id: newId('fct', toMs(tx.now)),
    gatewayId: fact.gatewayId,
    account: fact.account,
    about: fact.about,
    kind: fact.kind,
    operation: fact.operation,
    capture: fact.capture ?? null,
    returned: fact.returned ? 1 : 0,
    paymentId,
    mode: fact.mode,
    amountMinor: fact.amount.minor,
    currency: fact.amount.unit,
    detail: fact.detail,
    source: fact.source,
    decision: decision.do,
    because: 'because' in decision ? decision.because : '',
    occurredAt: fact.occurredAt,
    seenAt: tx.now,
  }
}
