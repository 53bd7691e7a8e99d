import { type Clock, nowOf } from '../kit/clock.ts'

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

const readyMs = 1_800

/**
 * Whether the database can be had: a small row is written, a lease that nobody takes. Asked by many at once or again
 * and again, it is written once a second at most.
 */
export function createReadiness(probe: (statement: string) => Promise<void>, clock: Clock): () => Promise<boolean> {
  let asked: { at: number; answer: Promise<boolean> } | undefined
  return () => {
    if (!asked || performance.now() - asked.at > 1_000) {
      const late = new Promise<boolean>((resolve) => setTimeout(resolve, readyMs, false).unref())
      const statement =
        `insert into lease (name, holder, until) values ('readiness', 'nobody', '${nowOf(clock)}') ` +
        'on conflict (name) do update set until = excluded.until'
      const answer = probe(statement).then(
        () => true,
        () => false,
      )
      asked = { at: performance.now(), answer: Promise.race([answer, late]) }
    }
    return asked.answer
  }
}
