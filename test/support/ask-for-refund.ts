import { perform } from '../../src/db/act.ts'
import type { Refund } from '../../src/payments/refund.ts'
import { askRefund, type RefundRefusal, type RefundWish } from '../../src/payments/refunds/ask-refund.ts'
import type { Shop } from '../../src/payments/shop.ts'

/** What a test that expects a refund gets where it was refused. */
export class RefundRefused extends Error {
  readonly because: RefundRefusal['because']
  constructor({ because }: RefundRefusal) {
    super(`refund refused: ${because}`)
    this.because = because
  }
}

/** Asks for a refund that must be there afterwards. Throws RefundRefused. */
export async function askForRefund(shop: Pick<Shop, 'database' | 'gateways'>, wish: RefundWish): Promise<Refund> {
  const outcome = await perform(shop.database, (tx) => askRefund(tx, wish, shop))
  if (outcome.is === 'refused') throw new RefundRefused(outcome)
  return outcome.refund
}
