import type { Payment } from '../payments/payment.ts'
import { findPayment, movePayments } from '../payments/payment.ts'
import type { Settlement } from '../payments/settlement/settle-payments.ts'
import type { Shop } from '../payments/shop.ts'

/**
 * The payer came back by the cancel link, and the provider has just said that the payer did nothing there: our attempt
 * is closed, so that another can be begun. It stays watched until its limit: approved after all, it is honoured.
 */
export async function closeCancelledAttempt(shop: Shop, payment: Payment, said: readonly Settlement[]): Promise<void> {
  if (!said.some(({ fact }) => fact.waitsForPayer === true)) return
  await shop.database.transact(async (tx) => {
    const now = await findPayment(tx, payment.id)
    if (now?.status !== 'started') return
    await movePayments(tx, [{ payment: now, to: 'cancelled', actor: 'payer', why: 'came back without paying' }])
  })
}
