/** What can be refused to the person who asked. Mapped to a status and a page once, in web/failure-page.tsx. */
export type FailureCode =
  | 'invalid'
  | 'signed_out'
  | 'forbidden'
  | 'not_staff'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unavailable'

/** One thing that is wrong with what was typed: the field, and the key of the sentence that says what to do. */
export type FieldProblem = {
  readonly field: string
  readonly message: string
  readonly values?: Readonly<Record<string, string | number>>
}

/**
 * A refusal. `sentence` is for logs and developers; what the person reads is made from `code` and `problems`,
 * whose messages are keys of the message catalogues.
 */
export class Failure extends Error {
  readonly code: FailureCode
  readonly problems: readonly FieldProblem[]

  constructor(code: FailureCode, sentence: string, problems: readonly FieldProblem[] = []) {
    super(sentence)
    this.name = 'Failure'
    this.code = code
    this.problems = problems
  }
}

/** What must exist for the page to: throws Failure `not_found`, which ends in the 404 page. */
export function orNotFound<T>(found: T | null | undefined | false, what: string): T {
  if (found === undefined || found === null || found === false) throw new Failure('not_found', `no such ${what}`)
  return found
}

/** A bug or a broken world: stops what is going on, is logged in full, and shown as a reference only. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken assumption: ${sentence}`)
}
