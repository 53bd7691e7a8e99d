import type { CreditOutcome, PrintSystem } from '../../src/printing/print-accounts.ts'

/** A print system with its own books; what it answers is scripted, what it did is kept. */
export function fakePrintSystem(
  outcomes: CreditOutcome[],
  found: 'applied' | 'absent' | 'cannot_tell' = 'cannot_tell',
) {
  const calls: Array<{ topUpId: string; minor: number }> = []
  const state = { found }
  const system: PrintSystem = {
    id: 'fake',
    title: 'Fake',
    creditInBooks: false,
    accounts: {
      async addCredit({ topUpId, amount }) {
        calls.push({ topUpId, minor: amount.minor })
        return outcomes.shift() ?? { is: 'applied', evidence: 'ok' }
      },
      findTopUp: async () => state.found,
    },
  }
  return { system, calls, state }
}
