import type { Log } from '../../kit/log.ts'
import type { Settlement } from './settle-payments.ts'

/** Says aloud what an operator must hear of: money that is held, contradictions, words that we do not know. */
export function raiseAlerts(log: Log, settled: readonly Settlement[]): void {
  for (const { fact, decision } of settled) {
    const paymentId = 'payment' in decision ? decision.payment.id : undefined
    const about = { gateway: fact.gatewayId, paymentId, operation: fact.operation, detail: fact.detail }
    if (decision.do === 'hold') log.error({ ...about, why: decision.because }, 'payment is held')
    else if (decision.do === 'puzzle') log.error({ ...about, why: decision.because }, 'provider contradicts itself')
    else if (decision.do === 'charge_back') log.error(about, 'payment was charged back')
    else if (fact.kind === 'unknown') log.warn(about, 'provider said something unknown')
  }
}
