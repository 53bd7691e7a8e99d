import type { Db } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import type { TransferRow } from '../ledger/ledger-tables.ts'
import type { MailRow } from '../mail/mail-tables.ts'
import type { Order } from '../orders/order.ts'
import type { StatusChangeRow } from '../orders/orders-tables.ts'
import { changesOfOrder } from '../orders/status-change.ts'
import { contradictionsOf } from '../payments/contradiction.ts'
import { type Notice, noticesOfOrder } from '../payments/intake/notice.ts'
import type { PaymentFactRow } from '../payments/payments-tables.ts'
import { type Refund, refundsOfOrder } from '../payments/refund.ts'
import type { AuditEntryRow } from '../people/people-tables.ts'
import { type OrderView, readOrderView } from './order-view.ts'

type WithdrawalChangeRow = Schema['withdrawalChange']

/** Everything that is kept about one order: what its page at the desk tells. */
export type OrderFile = {
  shown: OrderView
  person: { id: string; name: string; login: string; email: string | null }
  terms: { id: string; number: number } | undefined
  changes: StatusChangeRow[]
  facts: PaymentFactRow[]
  /** Of the facts, what contradicts itself or the books and waits for a person. */
  contradictions: Array<{ id: string; why: string }>
  notices: Notice[]
  refunds: Refund[]
  mails: MailRow[]
  /** Moves of the withdrawals from it. */
  withdrawals: WithdrawalChangeRow[]
  acts: AuditEntryRow[]
  transfers: TransferRow[]
  /** Names of the people who acted on it, by id. */
  names: ReadonlyMap<string, string>
}

/** Reads the file; each table by an index of the order or of what hangs on it. */
export async function readOrderFile(db: Db, order: Order): Promise<OrderFile> {
  const [shown, changes, notices, refunds, mails, person, terms, withdrawals, contradictions] = await Promise.all([
    readOrderView(db, order),
    changesOfOrder(db, order.id),
    noticesOfOrder(db, order.id),
    refundsOfOrder(db, order.id),
    db.selectFrom('mail').selectAll().where('orderId', '=', order.id).orderBy('createdAt').orderBy('id').execute(),
    db
      .selectFrom('person')
      .select(['id', 'name', 'login', 'email'])
      .where('id', '=', order.personId)
      .executeTakeFirstOrThrow(),
    db.selectFrom('termsVersion').select(['id', 'number']).where('id', '=', order.termsId).executeTakeFirst(),
    withdrawalMoves(db, order),
    contradictionsOf(db, order.id),
  ])
  const facts = await factsOf(db, shown)
  const about = [
    order.id,
    ...idsOf(shown, refunds),
    ...[...notices, ...facts].map(({ id }) => id),
    ...mails.map(({ id }) => id),
  ]
  const [acts, transfers] = await Promise.all([
    db.selectFrom('auditEntry').selectAll().where('about', 'in', about).orderBy('at').orderBy('id').execute(),
    db
      .selectFrom('transfer')
      .selectAll()
      .where('cause', 'in', causesOf(shown, refunds, facts))
      .orderBy('seq')
      .execute(),
  ])
  const names = await namesOf(db, [...acts, ...changes, ...withdrawals])
  return {
    shown,
    person,
    terms,
    changes,
    facts,
    contradictions,
    notices,
    refunds,
    mails,
    withdrawals,
    acts,
    transfers,
    names,
  }
}

const withdrawalMoves = (db: Db, order: Order): Promise<WithdrawalChangeRow[]> =>
  db
    .selectFrom('withdrawalChange')
    .selectAll('withdrawalChange')
    .innerJoin('withdrawal', 'withdrawal.id', 'withdrawalChange.withdrawalId')
    .where('withdrawal.orderId', '=', order.id)
    .orderBy('withdrawalChange.id')
    .execute()

async function factsOf(db: Db, { payments }: OrderView): Promise<PaymentFactRow[]> {
  if (payments.length === 0) return []
  const ids = payments.map(({ id }) => id)
  return db
    .selectFrom('paymentFact')
    .selectAll()
    .where('paymentId', 'in', ids)
    .orderBy('seenAt')
    .orderBy('id')
    .execute()
}

function idsOf({ payments, topUp, receipts }: OrderView, refunds: readonly Refund[]): string[] {
  return [...payments, ...refunds, ...receipts, ...(topUp ? [topUp] : [])].map(({ id }) => id)
}

/** A sale is caused by its order, a hold by its payment, a refund by itself, a chargeback by its operation. */
function causesOf(
  { order, payments }: OrderView,
  refunds: readonly Refund[],
  facts: readonly PaymentFactRow[],
): string[] {
  return [
    order.id,
    ...payments.map(({ id }) => id),
    ...refunds.flatMap(({ id }) => [id, `${id}:back`]),
    ...facts
      .filter(({ about }) => about === 'chargeback')
      .map(({ paymentId, operation }) => `${paymentId}:${operation}`),
  ]
}

async function namesOf(db: Db, acted: ReadonlyArray<{ actor: string }>): Promise<Map<string, string>> {
  const ids = [...new Set(acted.map(({ actor }) => actor).filter((actor) => actor.startsWith('per_')))]
  if (ids.length === 0) return new Map()
  const people = await db.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(people.map(({ id, name }) => [id, name]))
}
