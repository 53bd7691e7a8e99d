import type { PublishOutcome } from '../../../catalogue/publish-article.ts'
import { Failure } from '../../../kit/failure.ts'

/** Where no form can show what stands in the way. Throws Failure `conflict` or `invalid` if something does. */
export function orConflict(outcome: PublishOutcome): void {
  if (outcome.is === 'stale') throw new Failure('conflict', 'another version came meanwhile')
  if (outcome.is === 'refused')
    throw new Failure('invalid', outcome.because, 'problems' in outcome ? outcome.problems : [])
}
