import type { Amount } from '../kit/amount.ts'

/** A print system, as it is chosen for a site. The core asks what it can do, never which vendor it is. */
export type PrintSystem = {
  id: string
  title: string
  /**
   * True: the balances are our own books, so a credit is part of the settlement itself.
   * False: the balances are theirs, and a credit is an outside effect with an outcome of its own.
   */
  creditInBooks: boolean
  accounts?: PrintAccounts
}

/** The system that owns print balances. We ask it to add credit; we never guess that it did. */
export interface PrintAccounts {
  /** `topUpId` is written into the system's own log, so that a lost reply can be checked later. */
  addCredit(topUp: { topUpId: string; login: string; amount: Amount }): Promise<CreditOutcome>

  /** Did it land? The only way out of `uncertain`. */
  findTopUp(topUpId: string): Promise<'applied' | 'absent' | 'cannot_tell'>
}

export type CreditOutcome =
  | { is: 'applied'; evidence: string }
  /** It is certain that nothing changed; `not_reached` alone may be tried again without asking. */
  | { is: 'refused'; why: string; notReached: boolean }
  | { is: 'uncertain'; why: string }
