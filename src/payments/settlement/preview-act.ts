import type { Outcome } from '../../db/act.ts'
import type { Tx } from '../../db/database.ts'
import { findPayment } from '../payment.ts'
import type { Refund } from '../refund.ts'
import type { Shop } from '../shop.ts'
import { type Effect, markOf, readEffect } from './effect.ts'
import { executedFact } from './executed-fact.ts'
import { settlePayments } from './settle-payments.ts'

/** What an act would come to now, and what would follow from it. */
export type Preview<Result> = {
  outcome: Result
  effect: Effect
  /** Of an act that sends money back: what follows once the provider says that it did. */
  whenConfirmed?: Effect
}

/**
 * Says an act's effect before it happens: the act itself runs in a transaction that is taken back. Where its outcome
 * bears a refund, the provider's word that it was executed is settled after it, as it will be when it comes.
 */
export function preview<Result extends Outcome & { refund?: Refund }>(
  shop: Pick<Shop, 'database' | 'printSystems' | 'mode' | 'timeZone'>,
  act: (tx: Tx) => Promise<Result>,
): Promise<Preview<Result>> {
  return shop.database.transact(
    async (tx) => {
      const outcome = await act(tx)
      if (outcome.is === 'refused') return { outcome, effect: nothing }
      const effect = await readEffect(tx)
      const payment = outcome.refund && (await findPayment(tx, outcome.refund.paymentId))
      if (!outcome.refund || !payment) return { outcome, effect }
      const mark = markOf(tx)
      const said = { occurredAt: tx.now, detail: '' }
      await settlePayments(tx, [executedFact(payment, outcome.refund, said)], shop)
      return { outcome, effect, whenConfirmed: await readEffect(tx, mark) }
    },
    () => false,
  )
}

const nothing: Effect = { transfers: [], balances: [], wallets: [], papers: [] }
