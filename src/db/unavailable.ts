import { Failure } from '../kit/failure.ts'

/**
 * The database does not answer, is locked from outside, is full, or has too many waiting for it. Pages and notices are
 * answered by 503 and may be sent again; `again`: the same transaction, run anew at once, may well succeed.
 */
export class DatabaseUnavailable extends Failure {
  readonly again: boolean

  constructor(why: string, options: { again?: boolean; cause?: unknown } = {}) {
    super('unavailable', `database: ${why}`)
    this.name = 'DatabaseUnavailable'
    this.again = options.again ?? false
    this.cause = options.cause
  }
}
