import type { Situation } from '../../../order-history/order-situation.ts'
import type { IconName } from '../icon-strokes.ts'
import { State } from '../paper.tsx'
import type { View } from '../view.ts'

type Tone = 'good' | 'care' | 'bad' | 'live'

/** The sign and the colour of each situation, the same on the portal and at the desk. */
export const situationLooks: Readonly<Record<Situation, { tone: Tone; icon: IconName }>> = {
  to_pay: { tone: 'live', icon: 'hourglass' },
  at_bank: { tone: 'live', icon: 'hourglass' },
  being_confirmed: { tone: 'live', icon: 'hourglass' },
  refused: { tone: 'bad', icon: 'cross' },
  abandoned: { tone: 'care', icon: 'hourglass' },
  held: { tone: 'care', icon: 'warning' },
  given_back: { tone: 'care', icon: 'undo' },
  cancelled: { tone: 'care', icon: 'cross' },
  expired: { tone: 'care', icon: 'cross' },
  crediting: { tone: 'live', icon: 'hourglass' },
  checking_credit: { tone: 'care', icon: 'hourglass' },
  credit_stopped: { tone: 'care', icon: 'warning' },
  credited: { tone: 'good', icon: 'check' },
  refunding: { tone: 'live', icon: 'undo' },
  partly_refunded: { tone: 'good', icon: 'undo' },
  refunded: { tone: 'good', icon: 'undo' },
  charged_back: { tone: 'care', icon: 'warning' },
}

/** Where an order stands, in a word. */
export function SituationState({ view, situation }: { view: View; situation: Situation }) {
  return <State {...situationLooks[situation]}>{view.t(`order.s_${situation}`)}</State>
}
