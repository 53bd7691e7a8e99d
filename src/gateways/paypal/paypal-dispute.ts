import { z } from 'zod'
import { amount } from '../../kit/amount.ts'
import type { Fact, LookUp, PaymentToLookUp } from '../gateway.ts'
import { lookUpWithout } from '../kit/calls/outcomes.ts'
import { given, instantOf } from '../kit/provider-values.ts'
import type { PayPalApi } from './paypal-api.ts'
import type { Around } from './paypal-facts.ts'
import { named, takenMoney, told } from './paypal-objects.ts'

const dispute = z.object({
  dispute_id: named,
  status: z.string(),
  create_time: told,
  update_time: told,
  dispute_amount: takenMoney.optional(),
  disputed_transactions: z.array(z.object({ custom: told, seller_transaction_id: told })),
  seller_response_due_date: told,
  dispute_outcome: z.object({ outcome_code: z.string(), amount_refunded: takenMoney.optional() }).optional(),
})
type Dispute = z.infer<typeof dispute>

/** PayPal's outcomes; any other leaves the dispute to a person. */
const lost = new Set(['RESOLVED_BUYER_FAVOUR', 'ACCEPTED'])
const won = new Set(['RESOLVED_SELLER_FAVOUR', 'RESOLVED_WITH_PAYOUT', 'CANCELED_BY_BUYER', 'DENIED', 'NONE'])
const underWay = new Set(['OPEN', 'WAITING_FOR_BUYER_RESPONSE', 'WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW', 'OTHER'])

type Question = { payment: PaymentToLookUp; disputeId: string; around: Around; said: readonly Fact[] }
/** `of`: PayPal's ids of the transactions that are disputed. */
type Asked = Question & { of: readonly string[] }

/**
 * A dispute as PayPal has it now; `said` is what the order itself says. A webhook only names it: what counts is this
 * answer. PayPal's no to the question is an answer too, which a person must see.
 */
export async function lookUpDispute(api: PayPalApi, question: Question): Promise<LookUp> {
  const asked = { ...question, of: [] }
  const answer = await api.get(`/v1/customer/disputes/${encodeURIComponent(asked.disputeId)}`, dispute)
  if (answer.is === 'failed') return lookUpWithout(answer)
  if (answer.is === 'refused') {
    if (answer.status === 404) return { is: 'unreachable', why: 'dispute not found' }
    return { is: 'facts', facts: [openFact(asked, 'unknown', `${answer.status} ${answer.issue}`)] }
  }
  const { dispute_id: id, disputed_transactions: disputed } = answer.value
  if (id !== asked.disputeId) return { is: 'unreachable', why: 'another dispute' }
  const of = disputed.flatMap((each) => each.seller_transaction_id ?? [])
  const isOurs =
    disputed.some(({ custom }) => custom === asked.payment.reference) ||
    asked.said.some(({ operation }) => of.includes(operation))
  if (!isOurs) return { is: 'unreachable', why: 'dispute of another payment' }
  return { is: 'facts', facts: factsOfDispute(answer.value, { ...question, of }) }
}

/** Open, it is a matter for a person, with the day by which to answer; resolved, its outcome counts. */
function factsOfDispute(said: Dispute, asked: Asked): Fact[] {
  const { status, dispute_outcome: outcome, seller_response_due_date: due } = said
  const code = outcome?.outcome_code ?? ''
  const words = [status, code, due && `answer until ${readable(due)}`].filter(Boolean).join(', ')
  if (underWay.has(status)) return [openFact(asked, 'pending', words)]
  // What one outcome means for each of several payments is not said.
  const isAlone = said.disputed_transactions.length === 1
  const taken = outcome?.amount_refunded
  if (status !== 'RESOLVED' || !isAlone) return [openFact(asked, 'unknown', words)]
  if (won.has(code)) return [{ ...endFact(said, asked, words), returned: true }]
  if (!lost.has(code) || !taken) return [openFact(asked, 'unknown', words)]
  return isPaidBack(said, asked, taken) ? [] : [{ ...endFact(said, asked, words), amount: taken }]
}

/** PayPal's date as staff read it; one that is none stays as it was written. */
function readable(date: string): string {
  const at = new Date(date)
  if (Number.isNaN(at.getTime())) return date.slice(0, 40)
  const day = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `${day} ${at.toISOString().slice(11, 16)} UTC`
}

/** A refund that PayPal made for this very outcome stands in the order and has been taken from there. */
function isPaidBack({ create_time }: Dispute, { said, around }: Asked, taken: Fact['amount']): boolean {
  const openedAt = instantOf(create_time, around)
  return said.some(
    ({ about, kind, refundId, amount: back, occurredAt }) =>
      about === 'refund' &&
      kind === 'refunded' &&
      refundId === undefined &&
      back.minor === taken.minor &&
      occurredAt >= openedAt,
  )
}

function openFact(asked: Asked, kind: 'pending' | 'unknown', words: string): Fact {
  const { account, mode, now, asked: price } = asked.around
  const taken = asked.said.find(({ about, operation }) => about === 'payment' && asked.of.includes(operation))
  return {
    about: 'chargeback',
    kind,
    ...given({ capture: taken?.operation }),
    operation: asked.disputeId,
    reference: asked.payment.reference,
    account,
    mode,
    // Nothing has been taken, or it is not known how much.
    amount: amount(0, price.unit),
    occurredAt: now,
    detail: `dispute ${asked.disputeId} ${words}`,
  }
}

function endFact(said: Dispute, asked: Asked, words: string): Fact {
  const disputed = said.dispute_amount ?? amount(0, asked.around.asked.unit)
  const occurredAt = instantOf(said.update_time, asked.around)
  return { ...openFact(asked, 'unknown', words), kind: 'charged_back', amount: disputed, occurredAt }
}
