import type { Database } from '../db/database.ts'
import { type Instant, MINUTE, SECOND } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type {
  AccountHistory,
  Balance,
  Holder,
  PrintSystem,
  PrintSystems,
  Reading,
  UsageShare,
} from '../printing/print-system.ts'
import { systemOfPerson } from './print-account.ts'

/**
 * What a page shows of an account. `now`: just read. `before`: the system does not answer, this is what it last said.
 * `no_answer`: nor has it ever said anything here. `no_account`: it knows nobody of that login. `not_told`: it tells
 * nothing of the kind. `not_set_up`: the account is at a system that is not in use any more.
 */
export type Shown<Value> = { title: string; isOurs: boolean } & (
  | { state: 'now' | 'before'; value: Value; readAt: Instant }
  | { state: 'no_answer' | 'no_account' | 'not_told' | 'not_set_up'; value?: undefined }
)

/** Reads people's accounts for pages, through what each system declares: the one way by which pages see a balance. */
export type AccountReader = {
  balanceOf(holder: Holder): Promise<Shown<Balance>>
  historyOf(holder: Holder, page: { limit: number; before?: string | undefined }): Promise<Shown<AccountHistory>>
  usageOf(holder: Holder, from: string): Promise<Shown<UsageShare[]>>
}

/** So long a page waits for a system at most. */
const patienceMs = 3 * SECOND
/** A system that did not answer is not asked by the next pages: each of them would wait as long. */
const pauseMs = MINUTE / 4
const mostKept = 10_000
const inNoHurry = new AbortController().signal

type Ask<Value> = (system: PrintSystem, signal: AbortSignal) => Promise<Reading<Value>> | undefined
type Around = { database: Database; printSystems: PrintSystems; log: Log; patience?: (() => AbortSignal) | undefined }

/** What was read last is kept by this process, for the pages that come while a system does not answer. */
export function createAccountReader(around: Around): AccountReader {
  const { database, printSystems, log } = around
  // Real time on purpose: nothing is decided by it.
  const patience = around.patience ?? (() => AbortSignal.timeout(patienceMs))
  const last = new Map<string, { value: unknown; readAt: Instant }>()
  const silentUntilMs = new Map<string, number>()

  async function ask<Value>(system: PrintSystem, question: Ask<Value>): Promise<Reading<Value> | undefined> {
    const { clock } = database
    const signal = patience()
    if ((silentUntilMs.get(system.id) ?? 0) > clock.elapsedMs()) return { is: 'no_answer', why: 'paused' }
    const asked = question(system, signal)
    if (!asked) return undefined
    const answer = await within(signal, asked)
    if (answer.is === 'no_answer') {
      silentUntilMs.set(system.id, clock.elapsedMs() + pauseMs)
      log.warn({ printSystem: system.id, why: answer.why }, 'the print system does not answer')
    }
    return answer
  }

  async function show<Value>(holder: Holder, what: string, question: Ask<Value>): Promise<Shown<Value>> {
    const { id, system } = await systemOfPerson(database.db, printSystems, holder.personId)
    if (!system) return { title: id, isOurs: false, state: 'not_set_up' }
    const shown = { title: system.title, isOurs: system.balances === 'ours' }
    // Our own books neither stay away nor need a memory: their database is the one that every page stands on.
    const answer = shown.isOurs ? await question(system, inNoHurry) : await ask(system, question)
    if (!answer) return { ...shown, state: 'not_told' }
    const key = `${system.id} ${holder.personId} ${what}`
    if (answer.is === 'read') {
      const { value, readAt } = answer
      if (!shown.isOurs) keep(last, key, { value, readAt })
      return { ...shown, state: 'now', value, readAt }
    }
    if (answer.is === 'no_account') return { ...shown, state: 'no_account' }
    const before = last.get(key) as { value: Value; readAt: Instant } | undefined
    return before ? { ...shown, state: 'before', ...before } : { ...shown, state: 'no_answer' }
  }

  return {
    balanceOf: (holder) => show(holder, 'balance', ({ accounts }, signal) => accounts?.balance(holder, signal)),
    historyOf: (holder, page) =>
      show(holder, `history ${page.limit} ${page.before ?? ''}`, ({ accounts }, signal) =>
        accounts?.history?.(holder, page, signal),
      ),
    usageOf: (holder, from) => show(holder, `usage ${from}`, ({ usage }, signal) => usage?.since(holder, from, signal)),
  }
}

/** The answer, or that there is none in time, or that asking failed: an adapter with a bug stops no page. */
function within<Value>(signal: AbortSignal, asked: Promise<Reading<Value>>): Promise<Reading<Value>> {
  const late = new Promise<Reading<Value>>((resolve) => {
    const end = () => resolve({ is: 'no_answer', why: 'too late' })
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
  const failed = (error: unknown): Reading<Value> => ({ is: 'no_answer', why: String(error).slice(0, 200) })
  return Promise.race([asked.catch(failed), late])
}

/** The oldest makes room. */
function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.delete(key)
  kept.set(key, value)
  if (kept.size <= mostKept) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}
