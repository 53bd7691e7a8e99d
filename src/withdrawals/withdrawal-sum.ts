import { sql } from 'kysely'
import { topUpOfPayment } from '../credit/top-up.ts'
import type { Db } from '../db/database.ts'
import { walletOf } from '../ledger/balance.ts'
import type { Order } from '../orders/order.ts'
import type { WithdrawalRules } from '../orders/withdrawal-period.ts'
import { type Payment, paymentsOfOrder } from '../payments/payment.ts'
import { refundableMinor } from '../payments/refunds/ask-refund.ts'

/** What a withdrawal from an order gives back, and from what it follows. */
export type WithdrawalSum = {
  /** The payment that the money came by; undefined when there is nothing to give back. */
  payment: Payment | undefined
  /** Money that is still ours of it, in minor units of its currency. */
  leftMinor: number
  /** Money to give back. */
  refundMinor: number
  /** Credit that came with it, bought and given, less what earlier refunds took. */
  creditMinor: number
  /** Of that, what is still there: it goes with the money. */
  unspentMinor: number
  /** Its credit is on its way or in doubt: that is decided first. */
  creditOpen: boolean
  /** Whether what was used is charged: only where the person asked for the credit at once. */
  chargesUse: boolean
}

/**
 * What was bought first is used first, so an order still holds what the wallet has beyond later purchases. What is
 * unspent of it goes back at the price that was paid for all of it, bought and given alike: given credit is not paid
 * out. A fraction of the smallest coin falls to the person.
 */
export async function computeWithdrawalSum(db: Db, order: Order, rules: WithdrawalRules): Promise<WithdrawalSum> {
  const payments = await paymentsOfOrder(db, order.id)
  const payment = payments.find((each) => each.status === 'succeeded' && refundableMinor(each) > 0)
  const chargesUse = rules.chargesUse && order.immediateUse === 1
  const nothing = {
    payment,
    leftMinor: 0,
    refundMinor: 0,
    creditMinor: 0,
    unspentMinor: 0,
    creditOpen: false,
    chargesUse,
  }
  if (!payment) return nothing
  const leftMinor = refundableMinor(payment)
  const topUp = await topUpOfPayment(db, payment.id)
  if (topUp?.status !== 'applied') {
    // What was never credited cannot have been used; it goes back whole.
    const isOnItsWay = topUp?.status === 'sending' || topUp?.status === 'uncertain'
    const creditOpen = isOnItsWay || leftMinor !== payment.capturedMinor
    return { ...nothing, leftMinor, refundMinor: leftMinor, creditOpen }
  }
  const [credited, wallet] = await Promise.all([creditOfPerson(db, order.personId), walletOf(db, order.personId)])
  const at = credited.findIndex((each) => each.paymentId === payment.id)
  const creditMinor = credited[at]?.creditMinor ?? 0
  const later = credited.slice(at + 1).reduce((sum, each) => sum + each.creditMinor, 0)
  const unspentMinor = Math.max(0, Math.min(creditMinor, wallet.total.minor - later))
  const refundMinor = chargesUse ? shareOf(leftMinor, unspentMinor, creditMinor) : leftMinor
  return { ...nothing, leftMinor, refundMinor, creditMinor, unspentMinor }
}

/** Rounded up. */
function shareOf(minor: number, part: number, whole: number): number {
  if (whole === 0) return 0
  return Number((BigInt(minor) * BigInt(part) + BigInt(whole) - 1n) / BigInt(whole))
}

type Credited = { paymentId: string; creditMinor: number }

/** All credit that a person's payments brought, oldest first, each less what refunds took or set aside. */
async function creditOfPerson(db: Db, personId: string): Promise<Credited[]> {
  const { rows } = await sql<Credited>`select t.payment_id as payment_id,
    cast(t.credit_minor + t.bonus_minor - coalesce((select sum(r.bought_minor + r.given_minor) from refund r
      where r.payment_id = t.payment_id and r.status <> 'refused'), 0) as bigint) as credit_minor
    from top_up t where t.person_id = ${personId} and t.status = 'applied' order by t.created_at, t.id`.execute(db)
  return rows
}
