import { DatabaseUnavailable } from '../unavailable.ts'
import { isOutdatedPlan } from './prepared-statements.ts'

/** The connection ended while no commit was under way: nothing of its transaction is there, and it may be run again. */
export class ConnectionLost extends DatabaseUnavailable {
  constructor(cause: unknown) {
    super('connection lost', { again: true, cause })
  }
}

/** The connection ended while a commit was under way: whether it was applied, only the server can say. */
export class CommitUnknown extends DatabaseUnavailable {
  readonly xid: string

  constructor(xid: string, cause: unknown) {
    super('connection lost in a commit', { cause })
    this.xid = xid
  }
}

/** Refusals of a server that lives but cannot work now: no connection free, memory or disk used up, not primary. */
const overloaded = /^(53|57P03|25006)/
/** A session that the server ended: by an administrator, a restart, or a time limit for what stands idle or lasts. */
const ended = /^(57P01|57P02|57P05|25P03|25P04|08)/

const lockTimeout = '55P03'
const statementTimeout = '57014'

/** What an error of a statement is to us: one of ours where the database is the matter, otherwise the error itself. */
export function asOurs(error: unknown): unknown {
  if (error instanceof DatabaseUnavailable) return error
  if (isLost(error)) return new ConnectionLost(error)
  const code = codeOf(error)
  if (code === lockTimeout)
    return new DatabaseUnavailable('locked by another transaction', { again: true, cause: error })
  if (code === statementTimeout) return new DatabaseUnavailable('a statement took too long', { cause: error })
  if (overloaded.test(code)) return new DatabaseUnavailable(`refused with ${code}`, { cause: error })
  return error
}

/** True where the connection is gone; what the server itself refused has a code of five signs, and leaves it open. */
export function isLost(error: unknown): boolean {
  if (error instanceof ConnectionLost || error instanceof CommitUnknown) return true
  const code = codeOf(error)
  if (ended.test(code) || /^(ECONN|EPIPE|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)/.test(code)) return true
  return code === '' && /terminated|not queryable|timeout expired|no answer/.test(String((error as Error).message))
}

/** What may be run again at once: 40001 serialization failure, 40P01 deadlock, a plan older than its tables. */
export function isConflict(error: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(error)) || isOutdatedPlan(error)
}

const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
