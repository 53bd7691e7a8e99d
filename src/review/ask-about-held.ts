import { nowOf } from '../kit/clock.ts'
import { fetchStatus } from '../payments/intake/poll-payment.ts'
import { findPayment, type Payment } from '../payments/payment.ts'
import type { Shop } from '../payments/shop.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { changed, type DecideOutcome } from './review-kind.ts'

/**
 * "Ask the bank again" about money that is held: the provider's own figure is kept beside the one that we heard, and
 * decides nothing. What somebody has decided meanwhile is not asked about.
 */
export async function askAboutHeld(
  shop: Shop,
  ask: { paymentId: string; by: string; why: string },
): Promise<DecideOutcome | undefined> {
  const { database } = shop
  const payment = await findPayment(database.db, ask.paymentId)
  if (payment?.status !== 'held') return changed
  const told = await whatIsTold(shop, payment)
  await database.transact(async (tx) => {
    await tx.updateTable('payment').set(told).where('id', '=', payment.id).execute()
    const detail = { paymentId: payment.id, why: ask.why }
    await recordAudit(tx, { actor: ask.by, act: 'check at bank', about: payment.orderId, detail })
  })
  return undefined
}

type Told = Pick<Payment, 'toldMinor' | 'toldUnit' | 'toldAt' | 'toldWords'>

async function whatIsTold(shop: Shop, payment: Payment): Promise<Told> {
  const toldAt = nowOf(shop.database.clock)
  const asked = await attemptOf(shop, payment)
  const said = await fetchStatus(shop, asked.id, { evenIfRecent: true })
  if (!said) return { toldMinor: null, toldUnit: null, toldAt, toldWords: 'no answer' }
  const about = said.map(({ fact }) => fact).filter((fact) => fact.about === 'payment')
  const same = about.find(({ operation }) => operation === payment.capture) ?? about[0]
  if (!same) return { toldMinor: null, toldUnit: null, toldAt, toldWords: 'not known there' }
  const isMoney = same.kind === 'paid'
  const figure = { toldMinor: isMoney ? same.amount.minor : null, toldUnit: isMoney ? same.amount.unit : null }
  return { ...figure, toldAt, toldWords: same.detail }
}

/** Money that came besides is a payment of its own here, and of the first one's attempt at the provider. */
async function attemptOf(shop: Shop, payment: Payment): Promise<Payment> {
  const [reference = ''] = payment.reference.split(':')
  const query = shop.database.db.selectFrom('payment').selectAll().where('gatewayId', '=', payment.gatewayId)
  return (await query.where('reference', '=', reference).executeTakeFirst()) ?? payment
}
