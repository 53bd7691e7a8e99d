import { isMessageKey } from '../../messages/translate.ts'
import type { View } from '../look/view.ts'

const wordOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '_')

/** Who did it: a person's name, or what of the machine it was. */
export function actorText({ t }: View, actor: string, names: ReadonlyMap<string, string>): string {
  const key = `actor.${wordOf(actor)}`
  return names.get(actor) ?? (isMessageKey(key) ? t(key) : actor)
}

/** What was done, as the audit log keeps it; an act without words of its own stands as it was written. */
export function actText({ t }: View, act: string): string {
  const key = `act.${wordOf(act)}`
  return isMessageKey(key) ? t(key) : act
}

/** Why a status moved: our own reasons in words, what came from outside as it came. */
export function reasonText({ t }: View, why: string): string {
  const key = `reason.${wordOf(why)}`
  return isMessageKey(key) ? t(key) : why
}
