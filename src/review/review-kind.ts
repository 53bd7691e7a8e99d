import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import type { WithdrawalRules } from '../orders/withdrawal-period.ts'
import type { Refund } from '../payments/refund.ts'
import type { Shop } from '../payments/shop.ts'
import type { AuditAct } from '../people/audit/audit-act.ts'
import type { KeptMatterRow } from './review-tables.ts'

/** The contract between this room and those whose rows may need a person. Each kind is one file of its room. */
export type ReviewKind<Kind extends string = string, Choice extends string = string, Job extends string = string> = {
  kind: Kind
  /** What waits: the columns of `FoundItem`. It walks a partial index of what is doubtful, however much is settled. */
  query(now: Instant): RawBuilder<unknown>
  /** What a person may safely choose now; nothing once it is settled. Undefined where there is no such row. */
  choices(tx: Tx, id: string, shop: DecideWith): Promise<readonly Choice[] | undefined>
  /** Writes what was chosen, which `choices` has just offered. `keep` and what `ask` names never come here. */
  decide?(tx: Tx, decision: Decision<Exclude<Choice, Apart>>, shop: DecideWith): Promise<DecideOutcome>
  /** The choice by which somebody else is asked, outside any transaction: nothing is decided by it. */
  ask?: { choice: Choice; run(shop: DecideWith, decision: Decision): Promise<unknown> }
  /** Under which name `keep`, "leave it as it is", is stored; absent where it cannot be chosen. */
  kept?: KeptMatterRow['kind']
  /** The jobs that carry out what was decided; whoever calls wakes them. */
  wakes(shop: DecideWith): readonly Job[]
}

/** Choices that no room writes itself. */
type Apart = 'keep' | 'ask_again' | 'compare_again'

/** One of them, with its names as types. */
export const reviewKind = <const Kind extends string, const Choice extends string, const Job extends string = never>(
  kind: ReviewKind<Kind, Choice, Job>,
): ReviewKind<Kind, Choice, Job> => kind

/** What a decision needs of the world. */
export type DecideWith = Shop & { withdrawal: WithdrawalRules }

export type Decision<Choice extends string = string> = {
  /** Of the row: a payment, a refund, a letter. */
  id: string
  choice: Choice
  /** Who decides: a person's id. */
  by: string
  why: string
  /** From the form: the same click twice is one decision. */
  key: string
  /** The sum that whoever decides was shown, in minor units, where it may change meanwhile. */
  seenMinor?: number
}

export type DecideRefusal = 'unknown' | 'choice_missing' | 'changed' | 'reason_missing' | 'reason_long'
export type DecideOutcome =
  /** `under_way`: what was decided happens elsewhere, and may yet be refused. */
  | {
      is: 'decided' | 'under_way'
      /** Money that goes back by it. */
      refund?: Refund
      /** What money that was held has become. */
      sold?: { price: Amount; credit: Amount }
      /** What the audit log says, where the room stands below the audit. */
      audit?: AuditAct
    }
  | { is: 'refused'; because: readonly DecideRefusal[] }

/** Somebody was faster, or the sum is another one now. */
export const changed: DecideOutcome = { is: 'refused', because: ['changed'] }

/** One row of a query: what waits, of which order. */
export type FoundItem = {
  id: string
  since: string
  /** Why, as the row says it: a hold reason, what differs, a provider's words. */
  why: string
  minor: number | null
  unit: string | null
  /** Which gateway speaks of it, which kind of mail it is, or which contract was named. */
  about: string
  orderId: string | null
  number: string | null
  priceMinor: number | null
  currency: string | null
  personName: string | null
  effect?: string | null
  effectWhy?: string | null
}

/** The columns of the order, which `withOrder` has joined. */
export const ofOrder = sql`o.id as order_id, o.number as number, o.price_minor as price_minor,
  o.currency as currency, n.name as person_name`

/** Joins the order that a column names, and its person. */
export const withOrder = (id: string) =>
  sql`left join orders o on o.id = ${sql.ref(id)} left join person n on n.id = o.person_id`

/** Nobody has left it as it is. */
export const notKept = (kind: KeptMatterRow['kind'], id: string) =>
  sql`not exists (select 1 from kept_matter k where k.kind = ${sql.lit(kind)} and k.subject_id = ${sql.ref(id)})`
