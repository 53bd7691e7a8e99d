import { newToken } from '../../../kit/id.ts'
import { formatFigure } from '../../../messages/format.ts'
import { walletChange } from '../../../payments/settlement/effect.ts'
import type { Preview } from '../../../payments/settlement/preview-act.ts'
import type { Right } from '../../../people/role.ts'
import { type ChoiceOf, getReviewKind, type ReviewKindName } from '../../../review/all-review-kinds.ts'
import { offeredChoices, previewDecision } from '../../../review/decide-item.ts'
import type { DecideOutcome, DecideWith } from '../../../review/review-kind.ts'
import type { View } from '../../look/view.ts'
import type { SignedInContext } from '../../request-context.ts'
import type { Choice } from './decision.ts'

/** What a decision needs of the world. */
export const decideWith = ({ site }: SignedInContext): DecideWith => ({
  ...site.shop,
  withdrawal: site.config.withdrawal,
})

type Offered<Kind extends ReviewKindName> = {
  item: { kind: Kind; id: string }
  /** Whose credit may move: what each choice would do is said by the act itself, to who may decide. */
  personId?: string
  right?: Right
  seenMinor?: number
}

/** What may be chosen now, in a page's words. */
export async function offer<Kind extends ReviewKindName>(
  context: SignedInContext,
  { item, personId, right = 'resolve', seenMinor }: Offered<Kind>,
  words: (choice: ChoiceOf<Kind>, seen: Preview<DecideOutcome> | undefined) => Choice,
): Promise<Choice[]> {
  const { view, person } = context
  const shop = decideWith(context)
  const choices: Choice[] = []
  for (const choice of await offeredChoices(shop, item)) {
    const writes = choice !== 'keep' && choice !== getReviewKind(item.kind).ask?.choice
    const decision = { ...item, choice, by: person.id, key: newToken(), ...(seenMinor !== undefined && { seenMinor }) }
    const isForetold = writes && personId !== undefined && view.rights.includes(right)
    const seen = isForetold ? await previewDecision(shop, decision) : undefined
    const said = words(choice, seen)
    const balance = seen && personId !== undefined ? balanceText(view, seen, personId) : ''
    choices.push({ ...said, consequence: said.consequence + balance })
  }
  return choices
}

/** The person's balance before and after a choice, as a sentence after its consequence; empty where it stays. */
function balanceText({ t, language }: View, seen: Preview<DecideOutcome>, personId: string): string {
  const change = walletChange(seen.effect, personId)
  if (!change) return ''
  const [before, after] = [formatFigure(change.before.total, language), formatFigure(change.after.total, language)]
  return ` ${t('decision.balance', { before, after })}`
}
