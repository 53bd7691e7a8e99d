import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { add, credit } from '../kit/amount.ts'
import { later, MINUTE, nowOf, SECOND } from '../kit/clock.ts'
import { assert } from '../kit/failure.ts'
import type { Log } from '../kit/log.ts'
import { findPerson } from '../people/person.ts'
import type { Credit, Holder, Outcome, PrintSystem, TopUpToAdd } from '../printing/print-system.ts'
import { isDoubtful, moveTopUps, type TopUp } from './top-up.ts'

const leaseMs = 2 * MINUTE
const pauseAfterNotReachedMs = 30 * SECOND

export type Delivery = {
  database: Database
  printSystem: PrintSystem
  log: Log
  /** The books follow the print system's yes: called in the transaction that writes `applied`. */
  onApplied: Parameters<typeof applyTopUp>[1]['onApplied']
}

/**
 * Sends queued credit to the print system it is for, which keeps its own balances: one call each, never repeated
 * blindly.
 * A top-up found in `sending` after its lease may have had its effect: it becomes uncertain, not free.
 * Returns how many were sent.
 */
export async function deliverTopUps(delivery: Delivery): Promise<number> {
  const { database, printSystem } = delivery
  const { credit: way } = printSystem
  if (!way) return 0
  await doubtAbandoned(database, printSystem.id)
  let sent = 0
  const next = () => claimNext(database, printSystem.id)
  for (let topUp = await next(); topUp; topUp = await next()) {
    await deliver(delivery, way, topUp)
    sent += 1
  }
  return sent
}

async function claimNext(database: Database, systemId: string): Promise<TopUp | undefined> {
  return database.transact(async (tx) => {
    const due = await tx
      .selectFrom('topUp')
      .selectAll()
      .where('status', '=', sql.lit('queued'))
      .where('dueAt', '<=', tx.now)
      .where('printSystem', '=', systemId)
      // A person's credit arrives in the order in which it was paid, also after it could not be sent for hours.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('topUp as earlier')
              .select('earlier.id')
              .where('earlier.status', '=', sql.lit('queued'))
              .whereRef('earlier.personId', '=', 'topUp.personId')
              .whereRef('earlier.id', '<', 'topUp.id'),
          ),
        ),
      )
      .orderBy('dueAt')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (!due) return undefined
    await moveTopUps(tx, [due], { to: 'sending', actor: 'worker', evidence: '', fence: due.fence })
    const claimed = { tries: due.tries + 1, fence: due.fence + 1, leaseUntil: later(tx.now, leaseMs) }
    await tx.updateTable('topUp').set(claimed).where('id', '=', due.id).execute()
    return { ...due, ...claimed, status: 'sending' as const }
  })
}

async function deliver(delivery: Delivery, way: Credit, topUp: TopUp): Promise<void> {
  const holder = await holderOf(delivery.database, topUp)
  const amount = add(credit(topUp.creditMinor), credit(topUp.bonusMinor))
  if (!(await isStillOurs(delivery.database, topUp))) return
  const outcome = await send(way, { topUpId: topUp.id, holder, amount })
  delivery.log.info({ topUpId: topUp.id, outcome: outcome.is }, 'top-up sent')
  await delivery.database.transact(async (tx) => {
    // Whoever froze while sending finds it doubted by another: what it has to say is asked for, not written.
    if (!(await isStill(tx, topUp))) return delivery.log.warn({ topUpId: topUp.id }, 'top-up answered after its lease')
    const common = { actor: delivery.printSystem.id, fence: topUp.fence }
    if (outcome.is === 'applied')
      return applyTopUp(tx, { topUp, ...common, evidence: outcome.evidence, onApplied: delivery.onApplied })
    if (outcome.is === 'uncertain')
      return moveTopUps(tx, [topUp], { to: 'uncertain', evidence: outcome.why, ...common })
    const to = outcome.notReached ? 'queued' : 'refused'
    const dueAt = later(tx.now, pauseAfterNotReachedMs * Math.min(topUp.tries, 20))
    return moveTopUps(tx, [topUp], { to, evidence: outcome.why, dueAt, ...common })
  })
}

/** A top-up is of an order, and an order of a person who is there: nobody is deleted. */
async function holderOf({ db }: Database, topUp: TopUp): Promise<Holder> {
  const person = await findPerson(db, topUp.personId)
  assert(person, `the person of ${topUp.id} is there`)
  return { personId: person.id, login: person.login }
}

/** A system that takes vouchers only gets none that is not there: a person decides. */
const send = async (way: Credit, topUp: TopUpToAdd): Promise<Outcome> =>
  way.values === 'any' ? way.add(topUp) : refused('voucher_missing')

const refused = (why: string): Outcome => ({ is: 'refused', why, notReached: false })

/** Whether nobody has moved it since it was read: a node that is late writes nothing. */
async function isStill(tx: Tx, topUp: TopUp): Promise<boolean> {
  const now = await tx.selectFrom('topUp').select(['status', 'fence']).where('id', '=', topUp.id).executeTakeFirst()
  return now?.status === topUp.status && now.fence === topUp.fence
}

/** One statement, just before the call that cannot be repeated: who slept past the lease has nothing to send. */
async function isStillOurs({ transact }: Database, topUp: TopUp): Promise<boolean> {
  const held = await transact((tx) =>
    tx
      .updateTable('topUp')
      .set({ leaseUntil: later(tx.now, leaseMs) })
      .where('id', '=', topUp.id)
      .where('status', '=', sql.lit('sending'))
      .where('fence', '=', topUp.fence)
      .where('leaseUntil', '>', tx.now)
      .returning('id')
      .executeTakeFirst(),
  )
  return held !== undefined
}

async function doubtAbandoned(database: Database, systemId: string): Promise<void> {
  const now = nowOf(database.clock)
  const abandoned = await database.db
    .selectFrom('topUp')
    .selectAll()
    .where('status', '=', sql.lit('sending'))
    .where('leaseUntil', '<', now)
    .where('printSystem', '=', systemId)
    .execute()
  for (const topUp of abandoned) {
    await database.transact(async (tx) => {
      if (!(await isStill(tx, topUp))) return
      await moveTopUps(tx, [topUp], {
        to: 'uncertain',
        actor: 'clock',
        evidence: 'the worker ended while sending',
        fence: topUp.fence,
      })
      await tx
        .updateTable('topUp')
        .set({ fence: topUp.fence + 1, outlivedLease: 1 })
        .where('id', '=', topUp.id)
        .execute()
    })
  }
}

/**
 * Asks about uncertain credit: `applied` and `absent` are proofs, anything else waits for a person. Where whoever sent
 * it may only have been frozen, "absent" is no proof either: it may still be sent.
 */
export async function resolveUncertain(delivery: Delivery): Promise<number> {
  const { credit: way, id } = delivery.printSystem
  if (!way) return 0
  const uncertain = await delivery.database.db
    .selectFrom('topUp')
    .selectAll()
    .where(isDoubtful())
    .where('status', '=', 'uncertain')
    .where('printSystem', '=', id)
    .execute()
  let resolved = 0
  for (const topUp of uncertain) {
    const found = await way.find({ topUpId: topUp.id, holder: await holderOf(delivery.database, topUp) })
    if (found === 'cannot_tell' || (found === 'absent' && topUp.outlivedLease === 1)) continue
    await delivery.database.transact(async (tx) => {
      if (!(await isStill(tx, topUp))) return
      if (found === 'applied')
        return applyTopUp(tx, { topUp, actor: 'look-up', evidence: 'found in its log', onApplied: delivery.onApplied })
      await moveTopUps(tx, [topUp], { to: 'queued', actor: 'look-up', evidence: 'absent from its log', dueAt: tx.now })
    })
    resolved += 1
  }
  return resolved
}

type Tx = Parameters<typeof moveTopUps>[0]

/** Writes `applied` and lets the books follow in the same transaction. */
export async function applyTopUp(
  tx: Tx,
  applied: {
    topUp: TopUp
    actor: string
    evidence: string
    fence?: number
    onApplied: (tx: Tx, topUp: TopUp) => Promise<void>
  },
): Promise<void> {
  const { topUp, actor, evidence, fence } = applied
  await moveTopUps(tx, [topUp], { to: 'applied', actor, evidence, ...(fence !== undefined && { fence }) })
  await applied.onApplied(tx, topUp)
}
