import { methodRefusal, type OfferedMethod, methodsOf as offeredMethods } from '../../../checkout/methods.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import type { SignedInContext } from '../../request-context.ts'

export type { OfferedMethod } from '../../../checkout/methods.ts'

/** The gateways in use, in the order in which they are offered. */
export const methodsOf = ({ site }: Pick<SignedInContext, 'site'>): OfferedMethod[] => offeredMethods(site.shop)

/** Why no payment can be begun with this method now, as the sentence to show. */
export function methodProblem({ site }: Pick<SignedInContext, 'site'>, method: string): FieldProblem | undefined {
  const closed = methodRefusal(site.shop, method)
  return closed && { field: 'method', message: `problem.${closed}` }
}
