import type { Failure } from '../kit/failure.ts'
import { isMessageKey, translator } from '../messages/translate.ts'

/** Why something was not done, in the sentences that a person would read at the desk. */
export function refusalText({ message, problems }: Failure): string {
  const t = translator('en')
  const sentences = problems.map((problem) =>
    isMessageKey(problem.message) ? t(problem.message, problem.values) : problem.message,
  )
  return `Not done: ${sentences.length > 0 ? sentences.join(' ') : message}`
}
