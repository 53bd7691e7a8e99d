import type { ComponentChildren } from 'preact'
import type { Order } from '../../orders/order.ts'
import type { Right } from '../../people/role.ts'
import type { IconName } from '../look/icon-strokes.ts'
import type { RouteName } from '../routes.ts'
import type { SignedVisit } from '../visit.ts'

/** One way to decide, with what follows from it in words. */
export type Choice = { value: string; label: string; consequence: string }

/** A matter as it is shown to who decides. */
export type DecisionView = {
  title: string
  tone: 'bad' | 'care' | 'good'
  icon: IconName
  sentence: string
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

/** One kind of matter: its page, what may be chosen there, and what each choice does. */
export type DecisionCase = {
  route: RouteName
  right: Right
  /** Throws Failure `not_found`. */
  read(visit: SignedVisit): Promise<DecisionView>
  /** Called with a choice that was offered. Throws Failure `conflict` when somebody was faster. */
  act(visit: SignedVisit, decided: { choice: string; why: string; key: string }): Promise<void>
}
