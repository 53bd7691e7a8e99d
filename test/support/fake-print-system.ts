import { type Amount, add, amount, CREDIT, credit, subtract } from '../../src/kit/amount.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { nowOf } from '../../src/kit/clock.ts'
import type {
  AccountEntry,
  Accounts,
  Debit,
  HeldJobs,
  Outcome,
  PrintSystem,
  Reading,
} from '../../src/printing/print-system.ts'

/** A print system with its own books; what it answers to credit is scripted, what it did is kept. */
export function fakePrintSystem(outcomes: Outcome[], found: 'applied' | 'absent' | 'cannot_tell' = 'cannot_tell') {
  const calls: Array<{ topUpId: string; minor: number }> = []
  const state = { found }
  const system: PrintSystem = {
    id: 'fake',
    title: 'Fake',
    balances: 'theirs',
    credit: {
      values: 'any',
      async add({ topUpId, amount: { minor } }) {
        calls.push({ topUpId, minor })
        return outcomes.shift() ?? { is: 'applied', evidence: 'ok' }
      },
      find: async () => state.found,
    },
  }
  return { system, calls, state }
}

type Held = { login: string; amount: Amount }
const applied: Outcome = { is: 'applied', evidence: 'ok' }
const refused = (why: string): Outcome => ({ is: 'refused', why, notReached: false })

/**
 * A print system that keeps accounts by login, with everything that one may declare, over a truth of its own. It may
 * be made silent (it answers nothing until the signal ends) or broken (it throws).
 */
export function fakeAccountSystem(id: string, around: { clock: Clock; logins: readonly string[] }) {
  const accounts = new Map(around.logins.map((login) => [login, { minor: 0, entries: [] as AccountEntry[] }]))
  const log = new Map<string, number>()
  const holds = new Map<string, Held & { left: Amount }>()
  const jobs = new Map(around.logins.map((login) => [login, [{ jobId: `${id}-1`, title: 'thesis.pdf' }]]))
  const state: { mood: 'answers' | 'silent' | 'broken'; asked: number } = { mood: 'answers', asked: 0 }

  async function read<Value>(login: string, signal: AbortSignal, find: () => Value): Promise<Reading<Value>> {
    state.asked += 1
    if (state.mood === 'broken') throw new Error('a bug of the adapter')
    if (state.mood === 'silent') await new Promise((_, reject) => signal.addEventListener('abort', reject))
    if (!accounts.has(login)) return { is: 'no_account' }
    return { is: 'read', value: find(), readAt: nowOf(around.clock) }
  }
  const totalOf = (login: string) => credit(accounts.get(login)?.minor ?? 0)

  function move(login: string, change: Amount, line: Pick<AccountEntry, 'kind' | 'cause'>): boolean {
    const account = accounts.get(login)
    if (!account || account.minor + change.minor < 0) return false
    account.minor += change.minor
    const key = String(account.entries.length + 1)
    account.entries.unshift({ key, ...line, change, balance: totalOf(login), at: nowOf(around.clock), detail: {} })
    return true
  }

  const reading: Accounts = {
    find: ({ login }, signal) => read(login, signal, () => ({ login, name: login, isDisabled: false })),
    balance: ({ login }, signal) => read(login, signal, () => ({ total: totalOf(login) })),
    history: ({ login }, { limit, before }, signal) =>
      read(login, signal, () => {
        const all = (accounts.get(login)?.entries ?? []).filter(({ key }) => Number(key) < Number(before ?? Infinity))
        const entries = all.slice(0, limit)
        return { entries, older: all.length > limit ? entries.at(-1)?.key : undefined }
      }),
  }
  const debit: Debit = {
    async reserve({ holdId, holder: { login }, amount: wanted }) {
      if (holds.has(holdId)) return applied
      if (!accounts.has(login)) return refused('unknown_account')
      if (!move(login, amount(-wanted.minor, CREDIT), { kind: 'usage', cause: holdId }))
        return refused('not_enough_credit')
      holds.set(holdId, { login, amount: wanted, left: wanted })
      return applied
    },
    async capture({ holdId, amount: taken }) {
      const hold = holds.get(holdId)
      if (!hold || taken.minor > hold.amount.minor) return refused('amount_not_allowed')
      return giveBack(holdId, hold, subtract(hold.left, hold.left.minor === 0 ? hold.left : taken))
    },
    async release({ holdId }) {
      const hold = holds.get(holdId)
      return hold ? giveBack(holdId, hold, hold.left) : refused('unknown_hold')
    },
  }
  function giveBack(holdId: string, hold: Held & { left: Amount }, back: Amount): Outcome {
    if (back.minor > 0) move(hold.login, back, { kind: 'adjustment', cause: holdId })
    holds.set(holdId, { ...hold, left: credit(0) })
    return applied
  }
  const heldJobs: HeldJobs = {
    list: ({ login }, signal) =>
      read(login, signal, () => (jobs.get(login) ?? []).map((job) => ({ ...job, heldSince: nowOf(around.clock) }))),
    release: async ({ holder, jobId }) => endJob(holder.login, jobId),
    cancel: async ({ holder, jobId }) => endJob(holder.login, jobId),
  }
  function endJob(login: string, jobId: string): Outcome {
    const before = jobs.get(login) ?? []
    const after = before.filter((job) => job.jobId !== jobId)
    jobs.set(login, after)
    return after.length < before.length ? applied : refused('unknown_job')
  }

  const system = {
    id,
    title: `Print shop ${id}`,
    balances: 'theirs',
    accounts: reading,
    credit: {
      values: 'any',
      async add({ topUpId, holder: { login }, amount: added }) {
        if (state.mood !== 'answers') return { is: 'refused', why: 'not_reached', notReached: true }
        if (log.has(topUpId)) return applied
        if (!move(login, added, { kind: 'recharge', cause: topUpId })) return refused('unknown_account')
        log.set(topUpId, added.minor)
        return applied
      },
      find: async ({ topUpId }) => (log.has(topUpId) ? 'applied' : 'absent'),
    },
    debit,
    heldJobs,
    usage: { since: ({ login }, _, signal) => read(login, signal, () => []) },
  } satisfies PrintSystem
  return {
    system,
    state,
    /** What really happened there: somebody prints between two readings. */
    prints: (login: string, cost: number) => move(login, credit(-cost), { kind: 'usage', cause: '' }),
    added: () => [...log.values()].reduce((sum, minor) => add(sum, credit(minor)), credit(0)).minor,
  }
}
