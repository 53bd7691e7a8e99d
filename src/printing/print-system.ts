import type { Amount } from '../kit/amount.ts'
import type { Instant } from '../kit/clock.ts'
import type { HistoryDetail } from '../ledger/history.ts'

/**
 * What holds print accounts, or jobs, or both. It declares what it can do, and the core asks for nothing else: a
 * capability that is absent is left out of the pages, or said to be missing; it is never a failure.
 */
export type PrintSystem = {
  id: string
  title: string
  /**
   * `ours`: the balances are our own books, and credit is a transfer in the settlement's own transaction.
   * `theirs`: credit is an outside effect with an outcome of its own, and our books mirror what came of it.
   */
  balances: 'ours' | 'theirs'
  accounts?: Accounts
  credit?: Credit
  debit?: Debit
  heldJobs?: HeldJobs
  intake?: Intake
  usage?: Usage
}

/** Several at once: each account, and each top-up, is at exactly one of them. */
export type PrintSystems = {
  byId: ReadonlyMap<string, PrintSystem>
  /** Where the account of somebody who has none yet will be. */
  usual: PrintSystem
}

/** The systems in use; the first is the usual one. */
export function printSystemsOf(systems: readonly [PrintSystem, ...PrintSystem[]]): PrintSystems {
  return { byId: new Map(systems.map((system) => [system.id, system])), usual: systems[0] }
}

/** Whose account: most systems know people by their logins, our own books by their ids. */
export type Holder = { personId: string; login: string }

/** What was read, and when: somebody may print at this very moment. */
export type Reading<Value> =
  | { is: 'read'; value: Value; readAt: Instant }
  | { is: 'no_account' }
  | { is: 'no_answer'; why: string }

/** Reading changes nothing. It ends when the signal does, and throws nothing: what went wrong is `no_answer`. */
export interface Accounts {
  find(holder: Holder, signal: AbortSignal): Promise<Reading<Account>>
  balance(holder: Holder, signal: AbortSignal): Promise<Reading<Balance>>
  /** Newest first, at most `limit`; `before` is what an earlier page called `older`. Absent where nothing tells it. */
  history?(
    holder: Holder,
    page: { limit: number; before?: string | undefined },
    signal: AbortSignal,
  ): Promise<Reading<AccountHistory>>
}

export type Account = { login: string; name: string; isDisabled: boolean }

/** What may be spent; the two pots where the system keeps them apart. */
export type Balance = { total: Amount; pots?: { bought: Amount; given: Amount } }

export type AccountHistory = {
  entries: AccountEntry[]
  /** Where the next page begins; undefined at the end. */
  older: string | undefined
}

export type AccountEntry = {
  /** Names the line in its system. */
  key: string
  kind: 'recharge' | 'gift' | 'usage' | 'refund' | 'adjustment'
  change: Amount
  /** After it; undefined where the system does not say. */
  balance: Amount | undefined
  at: Instant
  /** What of ours it is about, where our id is known there: an order, a refund, a top-up; otherwise empty. */
  cause: string
  detail: HistoryDetail
}

/**
 * What came of an outside effect. `refused`: it is certain that nothing changed, and where `notReached` says so nothing
 * was even sent: that alone a machine may try again. Whatever is not certain is `uncertain`.
 */
export type Outcome =
  | { is: 'applied'; evidence: string }
  | { is: 'refused'; why: string; notReached: boolean }
  | { is: 'uncertain'; why: string }

export interface Credit {
  /** `vouchers`: only the value of a voucher that is handed over, one for one top-up for ever; else any amount. */
  values: 'any' | 'vouchers'
  /** Once: `topUpId` is written into the system's own log, or the voucher used up, so that it can be found later. */
  add(topUp: TopUpToAdd): Promise<Outcome>
  /** Did it land? The only way out of `uncertain`. With a voucher, using it again is the question. */
  find(topUp: { topUpId: string; holder: Holder; voucher?: string }): Promise<'applied' | 'absent' | 'cannot_tell'>
}

export type TopUpToAdd = { topUpId: string; holder: Holder; amount: Amount; voucher?: string }

/**
 * A debit in two steps: what is reserved can be spent by nobody else, and ends captured, whole or in part, or released.
 * Where a system only debits at once, reserving is the debit and releasing gives back. Each step names the hold, and
 * the same step again changes nothing.
 */
export interface Debit {
  reserve(hold: { holdId: string; holder: Holder; amount: Amount }): Promise<Outcome>
  /** Never more than was reserved; the rest is released with it. */
  capture(hold: { holdId: string; amount: Amount }): Promise<Outcome>
  release(hold: { holdId: string }): Promise<Outcome>
}

export type HeldJob = { jobId: string; title: string; pages?: number; cost?: Amount; heldSince: Instant }

/** Prints that wait for their owner. */
export interface HeldJobs {
  list(holder: Holder, signal: AbortSignal): Promise<Reading<HeldJob[]>>
  release(job: { holder: Holder; jobId: string }): Promise<Outcome>
  cancel(job: { holder: Holder; jobId: string }): Promise<Outcome>
}

/** Documents that come to be printed; `intakeId` lets a lost answer be asked about. */
export interface Intake {
  /** Media types that it takes. */
  types: readonly string[]
  submit(document: {
    intakeId: string
    holder: Holder
    name: string
    type: string
    content: Uint8Array
  }): Promise<Outcome>
}

export type UsageShare = { category: 'copy' | 'print' | 'scan' | 'fax'; pages: number; cost: Amount }

/** What a person used from a day (`2026-11-01`) or a month (`2026-09`) on, by category. */
export interface Usage {
  since(holder: Holder, from: string, signal: AbortSignal): Promise<Reading<UsageShare[]>>
}
