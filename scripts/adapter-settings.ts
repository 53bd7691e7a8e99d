import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allGateways } from '../src/gateways/all-gateways.ts'
import type { GatewayKind } from '../src/gateways/gateway-kind.ts'
import { describeSettings } from '../src/gateways/gateway-settings.ts'

/**
 * Writes the table of settings into the page of each gateway, docs/adapters/<id>.md, from what its adapter declares.
 * `npm run adapters`; a test sees that the pages are current.
 */
const root = join(import.meta.dirname, '..')
const [begin, end] = ['<!-- settings: npm run adapters -->', '<!-- end of the settings -->']

export const pageOf = (kind: GatewayKind): string => join(root, 'docs/adapters', `${kind.id}.md`)

/** The page of a gateway with the settings that it has now. Throws where the page has no place for them. */
export function drawAdapterPage(kind: GatewayKind, text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/adapters/${kind.id}.md has no place for the settings`)
  return `${text.slice(0, from)}${begin}\n${drawTable(kind)}\n${text.slice(to)}`
}

function drawTable(kind: GatewayKind): string {
  const rows = describeSettings(kind, 'en').map(({ variable, isSecret, isNeeded, says }) => {
    const cells = [`\`${variable}\``, isSecret ? 'yes' : '', isNeeded ? 'yes' : '', says.replaceAll('|', '\\|')]
    return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`
  })
  return ['| Name | Secret | Needed | What |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

if (process.argv[1] === import.meta.filename) {
  for (const kind of allGateways) writeFileSync(pageOf(kind), drawAdapterPage(kind, readFileSync(pageOf(kind), 'utf8')))
}
