import type { Db, Tx } from '../db/database.ts'
import { insertRows } from '../db/many-rows.ts'
import type { Amount } from '../kit/amount.ts'
import { toMs } from '../kit/clock.ts'
import { newId } from '../kit/id.ts'
import type { Payment } from '../payments/payment.ts'
import { recordAudit } from '../people/audit/audit.ts'
import type { DifferenceKind } from './compare-line.ts'
import type { DifferenceRow } from './reconciliation-tables.ts'

export type Discrepancy = DifferenceRow
export type NewDiscrepancy = {
  kind: DifferenceKind
  subject: string
  payment: Payment | undefined
  listed: Amount | undefined
  ours: Amount | undefined
  detail: string
}
type Account = { gatewayId: string; account: string }

const atOnce = 500
const byMachine = 'worker'

/** With how it ended; both are null while it is open. */
export type DiscrepancyWithEnd = Discrepancy & { endedAt: string | null; endedBy: string | null }

const withEnds = (db: Db) =>
  db
    .selectFrom('difference as d')
    .leftJoin('differenceEnd as e', 'e.differenceId', 'd.id')
    .selectAll('d')
    .select(['e.endedAt', 'e.endedBy'])

/** A difference with how it ended, if it did. */
export async function findDiscrepancy(db: Db, id: string): Promise<DiscrepancyWithEnd | undefined> {
  return withEnds(db).where('d.id', '=', id).executeTakeFirst()
}

/** What is still open, the oldest first. */
export async function listOpen(db: Db, most: number): Promise<DiscrepancyWithEnd[]> {
  return withEnds(db).where('e.differenceId', 'is', null).orderBy('d.seenAt').orderBy('d.id').limit(most).execute()
}

/** Opens those that are not open yet; what a person has ended stays ended. Returns how many were new. */
export async function insertDiscrepancies(
  tx: Tx,
  { gatewayId, account }: Account,
  found: readonly NewDiscrepancy[],
): Promise<number> {
  // A provider may list an operation twice.
  const distinct = [...new Map(found.map((each) => [`${each.kind} ${each.subject}`, each])).values()]
  let opened = 0
  for (let start = 0; start < distinct.length; start += atOnce) {
    const some = distinct.slice(start, start + atOnce)
    const before = await knownOf(tx, { gatewayId, account }, some)
    const isNew = ({ kind, subject }: NewDiscrepancy) =>
      !before.some((row) => row.kind === kind && row.subject === subject && isStanding(row))
    const fresh = some.filter(isNew)
    const rows = fresh.map((each) => asRow(tx, { gatewayId, account }, each))
    await insertRows(tx, 'difference', rows)
    opened += rows.length
  }
  return opened
}

const isStanding = ({ endedBy }: DiscrepancyWithEnd): boolean => endedBy !== byMachine

function knownOf(db: Db, { gatewayId, account }: Account, of: ReadonlyArray<{ subject: string }>) {
  return withEnds(db)
    .where('d.gatewayId', '=', gatewayId)
    .where('d.account', '=', account)
    .where(
      'd.subject',
      'in',
      of.map(({ subject }) => subject),
    )
    .execute()
}

function asRow(tx: Tx, { gatewayId, account }: Account, each: NewDiscrepancy): DifferenceRow {
  const { kind, subject, payment, listed, ours, detail } = each
  return {
    id: newId('dif', toMs(tx.now)),
    gatewayId,
    account,
    kind,
    subject,
    paymentId: payment?.id ?? null,
    orderId: payment?.orderId ?? null,
    listedMinor: listed?.minor ?? null,
    listedUnit: listed?.unit ?? null,
    oursMinor: ours?.minor ?? null,
    oursUnit: ours?.unit ?? null,
    detail,
    seenAt: tx.now,
  }
}

/** Ends what is open about operations on which both agree now, but for what still differs of them. */
export async function endDiscrepancies(
  tx: Tx,
  { gatewayId, account, agreed, found }: Account & { agreed: readonly string[]; found: readonly NewDiscrepancy[] },
): Promise<void> {
  for (let start = 0; start < agreed.length; start += atOnce) {
    const subjects = agreed.slice(start, start + atOnce).map((subject) => ({ subject }))
    const known = await knownOf(tx, { gatewayId, account }, subjects)
    const matched = known.filter(
      (row) => row.endedAt === null && !found.some(({ kind, subject }) => kind === row.kind && subject === row.subject),
    )
    const end = { endedAt: tx.now, endedBy: byMachine, why: 'matched' }
    await insertRows(
      tx,
      'differenceEnd',
      matched.map(({ id }) => ({ differenceId: id, ...end })),
    )
  }
}

/** What is open about one payment. */
export async function openDiscrepanciesOf(db: Db, paymentId: string): Promise<Discrepancy[]> {
  const rows = await withEnds(db).where('d.paymentId', '=', paymentId).where('e.differenceId', 'is', null).execute()
  return rows
}

/** A person has decided about the payment itself: what differed about it is settled with it. */
export async function endDiscrepanciesOf(
  tx: Tx,
  { paymentId, by, why }: { paymentId: string; by: string; why: string },
): Promise<void> {
  for (const { id } of await openDiscrepanciesOf(tx, paymentId)) await endByPerson(tx, { id, by, why })
}

/** "It is settled": a person ends a difference, with why. Ending it twice changes nothing. */
export async function endByPerson(tx: Tx, { id, by, why }: { id: string; by: string; why: string }): Promise<void> {
  const end = { differenceId: id, endedAt: tx.now, endedBy: by, why }
  const once = 'on conflict (difference_id) do nothing returning difference_id'
  const [ended] = await insertRows(tx, 'differenceEnd', [end], once)
  if (ended) await recordAudit(tx, { actor: by, act: 'end difference', about: id, detail: { why } })
}
