import type { Database } from '../db/database.ts'
import { MINUTE, nowOf } from '../kit/clock.ts'
import { type OpeningFacts, type OpeningList, readOpeningList } from './opening-list.ts'

/** Whether this shop may sell, and what is missing. */
export type Opening = {
  read(): Promise<OpeningList>
  /** Live mode only: elsewhere nothing is sold for money, and nothing is closed. */
  isOpen(): Promise<boolean>
}

const believedForMs = MINUTE

/** A list that was found complete is believed for a minute: every page asks, and little can have changed. */
export function createOpening(database: Database, facts: OpeningFacts & { mode: 'demo' | 'test' | 'live' }): Opening {
  let completeAtMs = Number.NEGATIVE_INFINITY
  const read = () => readOpeningList(database.db, facts, nowOf(database.clock))
  return {
    read,
    async isOpen() {
      if (facts.mode !== 'live' || database.clock.nowMs() - completeAtMs < believedForMs) return true
      const { isComplete } = await read()
      if (isComplete) completeAtMs = database.clock.nowMs()
      return isComplete
    },
  }
}
