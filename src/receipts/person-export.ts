import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'

type Columns = { [Table in keyof Schema]?: ReadonlyArray<keyof Schema[Table] & string> }

/** What a person is given, column by column: one that is added to a table stays at home until it is named here. */
export const exported = {
  person: ['id', 'login', 'name', 'email', 'language', 'theme', 'disabledAt', 'createdAt'],
  identity: ['provider', 'issuer', 'subject', 'linkedAt', 'seenAt'],
  credential: ['kind', 'setAt'],
  webSession: ['createdAt', 'seenAt', 'expiresAt', 'secondFactorAt', 'endedAt', 'browser', 'language'],
  orders: [
    ...(['id', 'number', 'status', 'mode', 'language', 'articleNumber', 'articleTitle'] as const),
    ...(['priceMinor', 'listPriceMinor', 'currency', 'vatCode', 'vatBp', 'vatMinor', 'creditMinor'] as const),
    ...(['bonusMinor', 'termsId', 'termsSha256', 'immediateUse'] as const),
    ...(['placedAt', 'expiresAt', 'paidAt', 'fulfilledAt'] as const),
  ],
  historyEntry: ['seq', 'kind', 'deltaMinor', 'balanceMinor', 'cause', 'detail', 'occurredAt'],
  usageEntry: ['id', 'category', 'pages', 'colour', 'costMinor', 'device', 'document', 'occurredAt'],
  receipt: [
    ...(['id', 'kind', 'number', 'orderId', 'paymentId', 'refundId'] as const),
    ...(['amountMinor', 'vatMinor', 'currency', 'content', 'issuedAt'] as const),
  ],
} as const satisfies Columns

/** All that is kept about a person, for the person: without secrets, which would only help a thief. */
export async function exportPerson(db: Db, personId: string): Promise<Record<string, unknown>> {
  const [person, identities, credentials, sessions, orders, history, usage, receipts, withdrawals] = await Promise.all([
    db.selectFrom('person').select(exported.person).where('id', '=', personId).executeTakeFirst(),
    db.selectFrom('identity').select(exported.identity).where('personId', '=', personId).execute(),
    db.selectFrom('credential').select(exported.credential).where('personId', '=', personId).execute(),
    db.selectFrom('webSession').select(exported.webSession).where('personId', '=', personId).execute(),
    db
      .selectFrom('orders')
      .select(exported.orders)
      .where('personId', '=', personId)
      .orderBy('placedAt')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('historyEntry')
      .select(exported.historyEntry)
      .where('personId', '=', personId)
      .orderBy('seq')
      .execute(),
    db
      .selectFrom('usageEntry')
      .select(exported.usageEntry)
      .where('personId', '=', personId)
      .orderBy('occurredAt')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('receipt')
      .select(exported.receipt)
      .where('personId', '=', personId)
      .orderBy('issuedAt')
      .orderBy('id')
      .execute(),
    withdrawalsOf(db, personId),
  ])
  return { person, identities, credentials, sessions, orders, history, usage, receipts, withdrawals }
}

/** What the person declared when signed in, or under the address that is theirs; never what a stranger typed. */
async function withdrawalsOf(db: Db, personId: string) {
  const own = await db.selectFrom('person').select('emailKey').where('id', '=', personId).executeTakeFirst()
  const declared = db
    .selectFrom('withdrawal')
    .select(['id', 'status', 'name', 'contract', 'email', 'language', 'orderId', 'refundId', 'declaredAt'])
  return declared
    .where('declaredBy', '=', personId)
    .union(declared.where(sql`lower(email)`, '=', own?.emailKey ?? null))
    .orderBy('declaredAt')
    .orderBy('id')
    .execute()
}
