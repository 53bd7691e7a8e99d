import type { Language } from '../kit/language.ts'
import type { GatewayKind, MethodWords } from './gateway.ts'

/** A means of payment as a page shows it. */
export type MethodLook = MethodWords & { id: string; icon: GatewayKind['icon'] }
export type MethodLooks = (gatewayId: string, language: Language) => MethodLook

/** The words of every gateway by its id. One that is no longer there keeps its id: a receipt never loses its line. */
export function describeMethods(kinds: readonly GatewayKind[]): MethodLooks {
  const byId = new Map(kinds.map((kind) => [kind.id, kind]))
  return (gatewayId, language) => {
    const kind = byId.get(gatewayId)
    if (kind) return { id: gatewayId, icon: kind.icon, ...kind.words[language] }
    return { id: gatewayId, icon: 'card', name: gatewayId, hint: '', long: gatewayId, by: '' }
  }
}
