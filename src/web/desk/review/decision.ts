import type { ComponentChildren } from 'preact'
import type { Instant } from '../../../kit/clock.ts'
import type { Order } from '../../../orders/order.ts'
import type { Right } from '../../../people/role.ts'
import type { ReviewKindName } from '../../../review/all-review-kinds.ts'
import type { ReviewItem } from '../../../review/review-items.ts'
import type { IconName } from '../../look/icon-strokes.ts'
import type { View } from '../../look/view.ts'
import type { SignedInContext } from '../../request-context.ts'
import type { RouteName } from '../../routes.ts'
import type { SupportFact } from '../support-words.tsx'

/** One way to decide, with what follows from it in words. `refund 850` bears the sum that is shown, in minor units. */
export type Choice = { value: string; label: string; consequence: string }

export type Effect = {
  tone: 'bad' | 'care' | 'good'
  icon: IconName
  text: string
  way?: { href: string; label: string }
}

/** A review item as it is shown to who decides. */
export type DecisionView = {
  kind: ReviewKindName
  id: string
  title: string
  tone: 'bad' | 'care' | 'good'
  icon: IconName
  sentence: string
  /** What became of what was decided before: under way, refused with the other side's words, done. */
  effect?: Effect | undefined
  order: Order | undefined
  facts: ReadonlyArray<{ label: string; value: ComponentChildren }>
  /** What support asks for, folded below the facts. */
  support?: readonly SupportFact[]
  /** Empty when nothing is to be decided any more. */
  choices: readonly Choice[]
  /** What else can be done about it, beside the decision itself. */
  aside?: ComponentChildren
  /** What somebody has just done to it. */
  said?: string | undefined
  /** What the provider sent, masked. */
  raw?: string
}

/** What the desk says of one kind of review item: its line on the list, and the page that decides it. */
export type ReviewPage = {
  route: RouteName
  /** The way to the page of one of them. */
  way: (id: string) => string
  right: Right
  /** One of the choices sends money back: see DeskRoute. */
  proved?: true
  icon: IconName
  /** `about` of an item is a gateway's id. */
  ofGateway?: true
  /** In place of the kind's own words on the list. */
  state?: (view: View, item: ListedItem) => string
  says?: (view: View, item: ReviewItem) => string
  isUrgent?: (view: View, item: ReviewItem, now: Instant) => boolean
  /** Throws Failure `not_found`. */
  read(context: SignedInContext): Promise<DecisionView>
}

/** What a line's state is made of. */
export type ListedItem = Pick<ReviewItem, 'kind' | 'why' | 'effect'>
