import type { Tx } from '../db/database.ts'
import type { Shop } from '../payments/shop.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { limits, networkOf, takeTryIn } from '../people/sign-in/throttle.ts'

/** Who pays, and from which address of the network they ask; a counter or a command line has none. */
export type Payer = { id: string; login: string; address: string | undefined }

/**
 * Counts one attempt to pay against the order, the person and the network: who tries one card after the other is
 * stopped. Called in the transaction of the attempt, which writes nothing else when minutes to wait come back.
 */
export async function takeAttempt(
  tx: Tx,
  { shop, payer, orderId }: { shop: Pick<Shop, 'log'>; payer: Payer; orderId: string | undefined },
): Promise<number> {
  const { id, address } = payer
  const minutes = await takeTryIn(tx, [
    ...(orderId === undefined ? [] : [{ bucket: `attempts ${orderId}`, limit: limits.attemptsByOrder }]),
    { bucket: `attempts ${id}`, limit: limits.attemptsByPerson },
    ...(address === undefined
      ? []
      : [{ bucket: `attempts from ${networkOf(address)}`, limit: limits.attemptsByAddress }]),
  ])
  if (minutes > 0) await tell(tx, shop, { personId: id, orderId })
  return minutes
}

/** Once an hour for each person: the desk reads it in the audit log, the operator in the log. */
async function tell(
  tx: Tx,
  { log }: Pick<Shop, 'log'>,
  { personId, orderId }: { personId: string; orderId: string | undefined },
): Promise<void> {
  log.warn({ personId, orderId }, 'attempts to pay are stopped')
  const bucket = { bucket: `attempts stopped ${personId}`, limit: limits.attemptsStopped }
  if ((await takeTryIn(tx, [bucket])) > 0) return
  await recordAudit(tx, { actor: personId, act: 'stop attempts', about: orderId ?? personId })
}
