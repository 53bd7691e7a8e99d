import type { Language } from '../kit/language.ts'
import { translator } from '../messages/translate.ts'
import type { GatewayKind, MethodWords } from './gateway-kind.ts'

/** A means of payment as a page shows it. */
export type MethodLook = MethodWords & { id: string; icon: GatewayKind['icon'] }
export type MethodLooks = (gatewayId: string, language: Language) => MethodLook

/** The words of every gateway by its id. One that is no longer there keeps its id: a receipt never loses its line. */
export function describeMethods(kinds: readonly GatewayKind[]): MethodLooks {
  const byId = new Map(kinds.map((kind) => [kind.id, kind]))
  return (gatewayId, language) => {
    const kind = byId.get(gatewayId)
    const t = translator(language)
    if (kind) {
      const { name, hint, long, by } = kind.words
      return { id: gatewayId, icon: kind.icon, name: t(name), hint: t(hint), long: t(long), by: t(by) }
    }
    return { id: gatewayId, icon: 'card', name: gatewayId, hint: '', long: gatewayId, by: '' }
  }
}
