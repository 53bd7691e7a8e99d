import type { Shop } from '../payments/shop.ts'

/** A means of payment as it is offered now: one whose provider is paused is shown, and cannot be chosen. */
export type OfferedMethod = { id: string; isAvailable: boolean }

/** The gateways in use, in the order in which they are offered. */
export const methodsOf = ({ gateways }: Pick<Shop, 'gateways'>): OfferedMethod[] =>
  [...gateways].map(([id, gateway]) => ({ id, isAvailable: gateway.isAvailable() }))

export type MethodRefusal = 'no_method' | 'method_unknown' | 'method_unavailable'

/** Why no payment can be begun with this method now. A form may be older than the pause. */
export function methodRefusal(shop: Pick<Shop, 'gateways'>, method: string): MethodRefusal | undefined {
  const methods = methodsOf(shop)
  if (!methods.some(({ isAvailable }) => isAvailable)) return 'no_method'
  const chosen = methods.find(({ id }) => id === method)
  if (!chosen) return 'method_unknown'
  return chosen.isAvailable ? undefined : 'method_unavailable'
}
