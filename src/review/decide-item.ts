import { perform } from '../db/act.ts'
import type { Tx } from '../db/database.ts'
import { assert } from '../kit/failure.ts'
import { longestReason } from '../payments/refunds/ask-refund.ts'
import { type Preview, preview } from '../payments/settlement/preview-act.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { type ChoiceOf, getReviewKind, type ReviewKindName } from './all-review-kinds.ts'
import { closeReviewItem } from './review-items.ts'
import { changed, type DecideOutcome, type DecideRefusal, type DecideWith, type Decision } from './review-kind.ts'

export type ReviewDecision = Decision & { kind: ReviewKindName }

/**
 * Decides a review item: one of the choices that are offered for it now, and why. `asked`: nothing was decided, and
 * somebody was asked. Refused: everything that stands in the way. Whoever calls wakes the jobs that the kind names.
 */
export async function decideReviewItem(
  shop: DecideWith,
  decision: ReviewDecision,
): Promise<DecideOutcome | { is: 'asked' }> {
  const { ask } = getReviewKind(decision.kind)
  if (decision.choice !== ask?.choice) return perform(shop.database, (tx) => decide(tx, decision, shop))
  const refusal = await shop.database.transact((tx) => refusalOf(tx, decision, shop))
  if (refusal) return refusal
  return (await ask.run(shop, decision)) === changed ? changed : { is: 'asked' }
}

/** What one choice would do, before anybody has written why. */
export const previewDecision = (
  shop: DecideWith,
  decision: Omit<ReviewDecision, 'why'>,
): Promise<Preview<DecideOutcome>> => preview(shop, (tx) => decide(tx, { ...decision, why: '…' }, shop))

/** What may be chosen now: nothing once it is settled. */
export function offeredChoices<Kind extends ReviewKindName>(
  shop: DecideWith,
  { kind, id }: { kind: Kind; id: string },
): Promise<ReadonlyArray<ChoiceOf<Kind>>> {
  return shop.database.transact(
    async (tx) => ((await getReviewKind(kind).choices(tx, id, shop)) ?? []) as ReadonlyArray<ChoiceOf<Kind>>,
  )
}

/** The act itself, within a transaction. */
async function decide(tx: Tx, decision: ReviewDecision, shop: DecideWith): Promise<DecideOutcome> {
  const refusal = await refusalOf(tx, decision, shop)
  if (refusal) return refusal
  const { kind, choice, id, by, why } = decision
  const reviewed = getReviewKind(kind)
  if (choice === 'keep' && reviewed.kept) {
    await closeReviewItem(tx, { kind: reviewed.kept, id, by, why })
    return { is: 'decided' }
  }
  assert(choice !== 'keep' && choice !== reviewed.ask?.choice, `${kind} writes ${choice} itself`)
  const outcome = (await reviewed.decide?.(tx, decision, shop)) ?? changed
  if (outcome.is !== 'refused' && outcome.audit)
    await recordAudit(tx, { actor: by, act: outcome.audit, about: id, detail: { why } })
  return outcome
}

async function refusalOf(tx: Tx, decision: ReviewDecision, shop: DecideWith): Promise<DecideOutcome | undefined> {
  const { kind, id, choice, why } = decision
  const offered = await getReviewKind(kind).choices(tx, id, shop)
  if (!offered) return { is: 'refused', because: ['unknown'] }
  // Settled, or chosen and no longer offered: somebody or the bank was faster.
  if (offered.length === 0) return changed
  const because: DecideRefusal[] = []
  if (!offered.includes(choice)) because.push(choice === '' ? 'choice_missing' : 'changed')
  if (why.trim() === '') because.push('reason_missing')
  if (why.length > longestReason) because.push('reason_long')
  return because.length === 0 ? undefined : { is: 'refused', because }
}
