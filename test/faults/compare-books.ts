import type { Db } from '../../src/db/database.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import type { SimulatedPayment } from '../../src/simulators/engine/simulator.ts'
import { type Bank, markOf } from './bank.ts'

export type Comparison = { problems: string[]; paid: number; credited: number; held: number; refunds: number }

/**
 * The bank's books against ours: what it took is credited once or visibly held, what it gave back is booked, what it
 * does not know is nowhere, what was acknowledged is stored, and our own books hold in themselves.
 */
export async function compareBooks(db: Db, bank: Bank, acknowledged: ReadonlySet<string>): Promise<Comparison> {
  const ours = new Map((await readPayments(db)).map((payment) => [payment.reference, payment]))
  const found: Comparison = { problems: [], paid: 0, credited: 0, held: 0, refunds: 0 }
  const known = new Set<string>()
  for (const simulator of bank.simulators.values()) {
    for (const theirs of simulator.books()) {
      known.add(theirs.reference)
      compareOne(theirs, ours.get(theirs.reference), found)
    }
  }
  for (const { reference, status } of ours.values())
    if (status === 'succeeded' && !known.has(reference))
      found.problems.push(`${reference}: the bank knows nothing of it`)
  found.problems.push(...(await unstored(db, acknowledged)))
  const { problems } = await checkBooks(db)
  return { ...found, problems: [...found.problems, ...problems] }
}

type Ours = Awaited<ReturnType<typeof readPayments>>[number]

async function readPayments(db: Db) {
  const payments = await db
    .selectFrom('payment')
    .select(['id', 'reference', 'status', 'orderId', 'polls', 'nextPollAt'])
    .execute()
  const refunds = await db.selectFrom('refund').select(['paymentId', 'status', 'amountMinor']).execute()
  const transfers = await db
    .selectFrom('transfer')
    .select(['cause', 'toAccount'])
    .where('key', 'not like', 'fee:%')
    .execute()
  const refundsOf = Map.groupBy(refunds, ({ paymentId }) => paymentId)
  const creditsOf = Map.groupBy(
    transfers.filter(({ toAccount }) => /^wallet:.*:bought$/.test(toAccount)),
    ({ cause }) => cause,
  )
  return payments.map((payment) => ({
    ...payment,
    credits: creditsOf.get(payment.orderId)?.length ?? 0,
    refunds: refundsOf.get(payment.id) ?? [],
  }))
}

function compareOne(theirs: SimulatedPayment, ours: Ours | undefined, found: Comparison): void {
  const say = (what: string) => found.problems.push(`${theirs.reference} (${ours?.id}): ${what}`)
  if (theirs.status !== 'paid') {
    if (ours?.status === 'succeeded') say(`succeeded with us, ${theirs.status} at the bank`)
    return
  }
  found.paid += 1
  if (!ours) return void say('paid at the bank, and no payment of ours')
  if (ours.status === 'held') found.held += 1
  else if (ours.status === 'succeeded') found.credited += 1
  else say(`paid at the bank, ${ours.status} with us; ${ours.polls} polls, the next at ${ours.nextPollAt}`)
  if (ours.status === 'succeeded' && ours.credits !== 1) say(`credited ${ours.credits} times`)
  const done = ours.refunds.filter(({ status }) => status === 'done')
  const given = done.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  if (given !== theirs.refundedMinor) say(`the bank gave back ${theirs.refundedMinor}, our books say ${given}`)
  for (const { status } of ours.refunds)
    if (status !== 'done' && status !== 'refused') say(`a refund is still ${status}`)
  found.refunds += done.length
}

async function unstored(db: Db, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const rows = await db.selectFrom('notice').select('body').execute()
  const stored = new Set(rows.map(({ body }) => markOf(body)))
  const lost = [...acknowledged].filter((mark) => !stored.has(mark))
  return lost.map((mark) => `a notice that had its 2xx is not stored (${mark})`)
}
