import { sql } from 'kysely'
import { CREDIT } from '../kit/amount.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { changed, notKept, ofOrder, reviewKind, withOrder } from '../review/review-kind.ts'
import { topUpJobs } from './credit-jobs.ts'
import { applyTopUp, type Delivery, resolveUncertain } from './deliver-top-ups.ts'
import { systemIdOf } from './print-account.ts'
import { findTopUp, isDoubtful, moveTopUps, type TopUp } from './top-up.ts'

/** Credit that the print system has refused, or may or may not have added. `onApplied`: the books follow its yes. */
export const doubtfulTopUp = (onApplied: Delivery['onApplied']) =>
  reviewKind({
    kind: 'doubtful_top_up',
    kept: 'doubtful_top_up',
    wakes: ({ printSystems }) => topUpJobs(printSystems),
    query: () => sql`select t.id, t.created_at as since, t.evidence as why, t.credit_minor + t.bonus_minor as minor,
      ${CREDIT} as unit, t.status as about, ${ofOrder} from top_up t ${withOrder('t.order_id')}
      where ${isDoubtful('t.')} and ${notKept('doubtful_top_up', 't.id')}`,
    async choices(tx, id) {
      const topUp = await findTopUp(tx, id)
      return topUp && choicesOf(topUp)
    },
    ask: {
      choice: 'ask_again',
      async run(shop, { id }) {
        const topUp = await findTopUp(shop.database.db, id)
        const printSystem = topUp && shop.printSystems.byId.get(systemIdOf(topUp))
        return printSystem && resolveUncertain({ ...shop, printSystem, onApplied })
      },
    },
    async decide(tx, { id, choice, by, why }) {
      const topUp = await findTopUp(tx, id)
      if (!topUp) return changed
      if (choice === 'is_there') await applyTopUp(tx, { topUp, actor: by, evidence: why, onApplied })
      else {
        const to = choice === 'send_again' ? 'queued' : 'parked'
        await moveTopUps(tx, [topUp], { to, actor: by, evidence: why, dueAt: tx.now })
        await tx.updateTable('topUp').set({ outlivedLease: 0 }).where('id', '=', id).execute()
      }
      const detail = { topUpId: id, why }
      await recordAudit(tx, { actor: by, act: `top-up ${choice}`, about: topUp.orderId, detail })
      return { is: choice === 'send_again' ? 'under_way' : 'decided' }
    },
  })

/**
 * "Send again" is offered for a refused one, and for an uncertain one whose sender may only have been frozen: any other
 * is sent again by the machine, on proof that it is absent.
 */
function choicesOf({ status, outlivedLease }: TopUp) {
  if (status === 'refused') return ['send_again', 'park', 'keep'] as const
  if (status !== 'uncertain') return []
  return outlivedLease === 1
    ? (['ask_again', 'is_there', 'send_again', 'keep'] as const)
    : (['ask_again', 'is_there', 'keep'] as const)
}
