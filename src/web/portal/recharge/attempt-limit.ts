import type { Tx } from '../../../db/database.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { limits, networkOf, takeTryIn } from '../../../people/sign-in/throttle.ts'
import type { SignedInContext } from '../../request-context.ts'

/**
 * Counts one attempt to pay against the order, the person and the network: who tries one card after the other is
 * stopped. Called in the transaction of the attempt; what it returns stands in the way of it, and nothing is written.
 */
export async function attemptProblem(
  tx: Tx,
  context: SignedInContext,
  orderId: string | undefined,
): Promise<FieldProblem | undefined> {
  const { person, request } = context
  const minutes = await takeTryIn(tx, [
    ...(orderId === undefined ? [] : [{ bucket: `attempts ${orderId}`, limit: limits.attemptsByOrder }]),
    { bucket: `attempts ${person.id}`, limit: limits.attemptsByPerson },
    { bucket: `attempts from ${networkOf(request.ip)}`, limit: limits.attemptsByAddress },
  ])
  if (minutes === 0) return undefined
  await tell(tx, context, orderId)
  return { field: 'method', message: 'problem.too_many_attempts', values: { minutes } }
}

/** Once an hour for each person: the desk reads it in the audit log, the operator in the log. */
async function tell(tx: Tx, { person, site }: SignedInContext, orderId: string | undefined): Promise<void> {
  site.shop.log.warn({ personId: person.id, orderId }, 'attempts to pay are stopped')
  const bucket = { bucket: `attempts stopped ${person.id}`, limit: limits.attemptsStopped }
  if ((await takeTryIn(tx, [bucket])) > 0) return
  await recordAudit(tx, { actor: person.id, act: 'stop attempts', about: orderId ?? person.id })
}
