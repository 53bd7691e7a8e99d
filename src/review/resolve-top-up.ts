import { applyTopUp, type Delivery } from '../credit/deliver-top-ups.ts'
import { findTopUp, moveTopUps, type TopUp } from '../credit/top-up.ts'
import type { Tx } from '../db/database.ts'
import { Failure, orNotFound } from '../kit/failure.ts'
import { recordAudit } from '../people/audit/audit.ts'

export type TopUpChoice = 'is_there' | 'send_again' | 'park'

/**
 * What a person may say of a top-up that no machine can settle. "Send again" is offered for a refused one, and for an
 * uncertain one whose sender may only have been frozen: any other is sent again by the machine, on proof that it is
 * absent.
 */
export function topUpChoices({ status, outlivedLease }: TopUp): readonly TopUpChoice[] {
  if (status === 'uncertain') return outlivedLease === 1 ? ['is_there', 'send_again'] : ['is_there']
  return status === 'refused' ? ['send_again', 'park'] : []
}

/** Writes what a person decided, with an audit row. Throws Failure `not_found`, `conflict` when it moved meanwhile. */
export async function resolveTopUp(
  tx: Tx,
  decision: { topUpId: string; choice: TopUpChoice; by: string; why: string; onApplied: Delivery['onApplied'] },
): Promise<void> {
  const { topUpId, choice, by, why, onApplied } = decision
  const topUp = orNotFound(await findTopUp(tx, topUpId), 'top-up')
  if (!topUpChoices(topUp).includes(choice)) throw new Failure('conflict', `${topUpId} is ${topUp.status}`)
  if (choice === 'is_there') await applyTopUp(tx, { topUp, actor: by, evidence: why, onApplied })
  else {
    const to = choice === 'send_again' ? 'queued' : 'parked'
    await moveTopUps(tx, [topUp], { to, actor: by, evidence: why, dueAt: tx.now })
    await tx.updateTable('topUp').set({ outlivedLease: 0 }).where('id', '=', topUpId).execute()
  }
  await recordAudit(tx, { actor: by, act: `top-up ${choice}`, about: topUp.orderId, detail: { topUpId, why } })
}
