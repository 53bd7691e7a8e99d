import type { Db, Tx } from '../db/database.ts'
import { Failure } from '../kit/failure.ts'
import { recordAudit } from '../people/audit.ts'
import { applyTopUp, type Delivery } from './deliver-top-ups.ts'
import { moveTopUps, type TopUp, type TopUpStatus } from './top-up.ts'

export type TopUpChoice = 'is_there' | 'send_again' | 'park'

/**
 * What a person may say of a top-up that no machine can settle. "Send again" is offered for a refused one only: an
 * uncertain one is sent again on proof that it is absent, and then by the machine.
 */
export const topUpChoices: Readonly<Partial<Record<TopUpStatus, readonly TopUpChoice[]>>> = {
  uncertain: ['is_there'],
  refused: ['send_again', 'park'],
}

/** Writes what a person decided, with an audit row. Throws Failure `not_found`, `conflict` when it moved meanwhile. */
export async function resolveTopUp(
  tx: Tx,
  decision: { topUpId: string; choice: TopUpChoice; by: string; why: string; onApplied: Delivery['onApplied'] },
): Promise<void> {
  const { topUpId, choice, by, why, onApplied } = decision
  const topUp = await findTopUp(tx, topUpId)
  if (!topUp) throw new Failure('not_found', 'no such top-up')
  if (!topUpChoices[topUp.status]?.includes(choice)) throw new Failure('conflict', `${topUpId} is ${topUp.status}`)
  if (choice === 'is_there') await applyTopUp(tx, { topUp, actor: by, evidence: why, onApplied })
  else {
    const to = choice === 'send_again' ? 'queued' : 'parked'
    await moveTopUps(tx, [topUp], { to, actor: by, evidence: why, dueAt: tx.now })
  }
  await recordAudit(tx, { actor: by, act: `top-up ${choice}`, about: topUp.orderId, detail: { topUpId, why } })
}

/** One top-up by its id. */
export async function findTopUp(db: Db, topUpId: string): Promise<TopUp | undefined> {
  return db.selectFrom('topUp').selectAll().where('id', '=', topUpId).executeTakeFirst()
}
