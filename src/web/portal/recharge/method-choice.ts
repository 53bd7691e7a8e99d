import type { FieldProblem } from '../../../kit/failure.ts'
import type { SignedInContext } from '../../request-context.ts'

/** A means of payment as it is offered now: one whose provider is paused is shown, and cannot be chosen. */
export type OfferedMethod = { id: string; isAvailable: boolean }

/** The gateways in use, in the order in which they are offered. */
export const methodsOf = ({ site }: Pick<SignedInContext, 'site'>): OfferedMethod[] =>
  [...site.shop.gateways].map(([id, gateway]) => ({ id, isAvailable: gateway.isAvailable() }))

/** Why no payment can be begun with this method now, as the sentence to show. A form may be older than the pause. */
export function methodProblem(context: Pick<SignedInContext, 'site'>, method: string): FieldProblem | undefined {
  const methods = methodsOf(context)
  if (!methods.some(({ isAvailable }) => isAvailable)) return { field: 'method', message: 'problem.no_method' }
  const chosen = methods.find(({ id }) => id === method)
  if (!chosen) return { field: 'method', message: 'problem.method_unknown' }
  return chosen.isAvailable ? undefined : { field: 'method', message: 'problem.method_unavailable' }
}
