import type { ComponentChildren } from 'preact'
import type { Order } from '../../../orders/order.ts'
import type { Right } from '../../../people/role.ts'
import type { IconName } from '../../look/icon-strokes.ts'
import type { SignedInContext } from '../../request-context.ts'
import type { RouteName } from '../../routes.ts'

/** One way to decide, with what follows from it in words. */
export type Choice = { value: string; label: string; consequence: string }

export type Effect = {
  tone: 'bad' | 'care' | 'good'
  icon: IconName
  text: string
  way?: { href: string; label: string }
}

/** A review item as it is shown to who decides. */
export type DecisionView = {
  title: string
  tone: 'bad' | 'care' | 'good'
  icon: IconName
  sentence: string
  /** What became of what was decided before: under way, refused with the other side's words, done. */
  effect?: Effect | undefined
  order: Order | undefined
  facts: ReadonlyArray<{ label: string; value: ComponentChildren }>
  /** Empty when nothing is to be decided any more. */
  choices: readonly Choice[]
  /** What else can be done about it, beside the decision itself. */
  aside?: ComponentChildren
  /** What somebody has just done to it. */
  said?: string | undefined
  /** What the provider sent, masked. */
  raw?: string
}

/**
 * `under_way`: what was decided happens elsewhere, and may yet be refused; `asked`: nothing was decided, somebody was
 * asked.
 */
export type Decided = 'decided' | 'under_way' | 'asked'

/** One kind of review item: its page, what may be chosen there, and what each choice does. */
export type DecisionCase = {
  route: RouteName
  right: Right
  /** One of the choices sends money back: see DeskRoute. */
  proved?: true
  /** Throws Failure `not_found`. */
  read(context: SignedInContext): Promise<DecisionView>
  /** Called with a choice that was offered. Throws Failure `conflict` when somebody was faster. */
  act(context: SignedInContext, decided: { choice: string; why: string; key: string }): Promise<Decided>
}
