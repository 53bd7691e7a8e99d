import { amount } from '../../kit/amount.ts'
import { DAY, type HandClock, HOUR, type Instant, later, MINUTE, nowOf } from '../../kit/clock.ts'
import { assert } from '../../kit/failure.ts'
import { deliverMails, queueMails } from '../../mail/mail-outbox.ts'
import { findPayment } from '../../payments/payment.ts'
import { recordRefund } from '../../payments/refunds/record-refund.ts'
import type { Shop } from '../../payments/shop.ts'
import { findPerson } from '../../people/person.ts'
import { declareWithdrawal } from '../../withdrawals/declare-withdrawal.ts'
import { type Bought, buy, factOf, hear, readSale, refundOf } from './buying.ts'
import type { Chance } from './chance.ts'

/** A refund that somebody made in the provider's back office, and tells the shop of. */
export async function giveSomeBack(
  shop: Shop,
  paid: readonly Bought[],
  { by, chance }: { by: string; chance: Chance },
) {
  const bought = paid.at(-chance.between(1, Math.min(12, paid.length)))
  if (bought) await recordPartBack(shop, bought, { by, share: chance.oneOf([0.5, 1]) })
}

async function recordPartBack(shop: Shop, { payment }: Bought, { by, share }: { by: string; share: number }) {
  const { id: paymentId, amountMinor, currency } = payment
  const made = {
    paymentId,
    amount: amount(Math.round(amountMinor * share), currency),
    operation: refundOf(payment.gatewayId, paymentId),
    reason: 'Erreur d’article, à la demande de l’acheteur',
    occurredAt: nowOf(shop.database.clock),
  }
  await shop.database.transact(
    (tx) => recordRefund(tx, made, by, shop),
    ({ is }) => is === 'recorded',
  )
}

type Ending = { by: string; clock: HandClock; until: Instant }

/** What the last days leave for a person to decide, each of another kind. */
export async function leaveMatters(shop: Shop, paid: readonly Bought[], { by, clock, until }: Ending): Promise<void> {
  const at = (before: number) => {
    const instant = later(until, -before)
    if (instant > nowOf(clock)) clock.set(instant)
  }
  at(9 * HOUR)
  await payTooLittle(shop, paid.at(-9))
  clock.move(20 * MINUTE)
  await disputeWhatWasGivenBack(shop, paid, by)
  at(6 * HOUR)
  await withdraw(shop, paid.at(-4))
  clock.move(11 * MINUTE)
  await loseALetter(shop, paid.at(-6))
}

/** The bank charged another sum than was asked for: held. */
async function payTooLittle(shop: Shop, last: Bought | undefined): Promise<void> {
  assert(last, 'somebody has bought')
  const wish = { buyer: last.buyer, articleNumber: 10, method: 'ogone', key: 'year:held', immediateUse: true }
  const bought = await buy(shop, await readSale(shop.database), wish)
  assert(bought, 'the order of what will be held')
  const occurredAt = nowOf(shop.database.clock)
  const said = { kind: 'paid', source: 'notice', detail: 'status 9', amount: amount(100, 'EUR'), occurredAt } as const
  await hear(shop, [factOf(bought, said)])
}

/** Half was given back, then the bank took the whole: more than was left. */
async function disputeWhatWasGivenBack(shop: Shop, paid: readonly Bought[], by: string): Promise<void> {
  const since = later(nowOf(shop.database.clock), -40 * DAY)
  const bought = paid.find(({ order, payment }) => payment.gatewayId === 'paypal' && order.placedAt > since)
  assert(bought, 'somebody has paid by PayPal')
  await recordPartBack(shop, bought, { by, share: 0.5 })
  const payment = await findPayment(shop.database.db, bought.payment.id)
  const capture = payment?.capture ?? ''
  const dispute = { about: 'chargeback', kind: 'charged_back', operation: 'PP-D-27803', capture } as const
  const said = { source: 'notice', detail: 'dispute RESOLVED_BUYER_FAVOUR' } as const
  await hear(shop, [factOf(bought, { ...dispute, ...said, occurredAt: nowOf(shop.database.clock) })])
}

/** Somebody leaves the contract of a few days ago. */
async function withdraw(shop: Shop, bought: Bought | undefined): Promise<void> {
  const person = bought && (await findPerson(shop.database.db, bought.buyer.id))
  assert(bought && person, 'somebody has bought')
  const declared = { name: person.name, contract: bought.order.number, email: 'retractation@example.org' }
  const wish = { ...declared, key: 'year:withdrawal', language: 'fr' as const, person, address: '198.51.100.7' }
  await declareWithdrawal(shop.database, wish)
}

/** A letter to an address that is no more: refused for good. The other letters of that day go as they should. */
async function loseALetter(shop: Shop, bought: Bought | undefined): Promise<void> {
  assert(bought, 'somebody has bought')
  const { db } = shop.database
  const receipt = await db.selectFrom('receipt').selectAll().where('orderId', '=', bought.order.id).executeTakeFirst()
  assert(receipt, 'what was paid has a receipt')
  const gone = 'ancienne.adresse@example.org'
  const letter = { kind: 'receipt', about: receipt.id, orderId: bought.order.id, to: gone, language: 'fr' as const }
  await shop.database.transact((tx) => queueMails(tx, [{ ...letter, detail: {} }]))
  const nothing = { from: 'Montclar', subject: '', text: '', html: '', attachments: [] }
  const refused = { is: 'failed', why: '550 5.1.1 mailbox unavailable', forGood: true } as const
  const delivery = {
    log: shop.log,
    render: async ({ toAddress: to }: { toAddress: string }) => ({ to, ...nothing }),
    sender: { send: async ({ to }: { to: string }) => (to === gone ? refused : { is: 'sent' as const }) },
  }
  while ((await deliverMails(shop.database, delivery)) > 0);
}
