import { amount } from '../../kit/amount.ts'
import { HOUR, type Instant, later, toMs } from '../../kit/clock.ts'
import type { Simulator } from '../../simulators/engine/simulator.ts'

/**
 * Yesterday somebody else sold under the same PayPal account: the day's comparison finds in PayPal's list what the
 * books do not have.
 */
export function sellElsewhere(simulators: ReadonlyMap<string, Simulator>, now: Instant): void {
  const sale = { reference: 'billetterie-0147', attemptRef: '4TH83520KM917263P', operation: '6RB41927XD850364L' }
  const paid = { amount: amount(1_800, 'EUR'), paidAtMs: toMs(later(now, -19 * HOUR)), refunds: [] }
  simulators.get('paypal')?.remember([{ ...sale, ...paid }])
}
