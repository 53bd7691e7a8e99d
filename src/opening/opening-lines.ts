import { translator } from '../messages/translate.ts'
import type { OpeningList } from './opening-list.ts'

/** What is missing, for who reads a terminal: the sentences of the desk, in English. */
export function openingLines(list: OpeningList, mode: 'demo' | 'test' | 'live'): string[] {
  const t = translator('en')
  const missing = list.points.filter(({ isDone }) => !isDone)
  const lines = missing.map(({ name, fields }) => {
    const which = fields.length > 0 ? ` (${fields.join(', ')})` : ''
    return `MISSING     ${t(`opening.name_${name}`)}. ${t(`opening.how_${name}`)}${which}`
  })
  if (missing.length > 0) lines.unshift(t(`opening.incomplete_${mode}`))
  if (list.proxySeenAt !== undefined)
    lines.push('warning     a proxy is before us and OBOLE_TRUST_PROXY is not set: everybody has its address')
  return lines
}
