import { readFileSync } from 'node:fs'
import { type Config, readGatewaySettings } from '../config.ts'
import { allGateways } from '../gateways/all-gateways.ts'
import type { Mode } from '../gateways/gateway.ts'
import type { GatewayKind } from '../gateways/gateway-kind.ts'
import { judgeSettings } from '../gateways/gateway-settings.ts'

/** Something that was given wrongly: said in a sentence, exit code 2. */
export class BadInput extends Error {}

export type SupportOptions = { gateway: string; mode?: string; set?: readonly string[] }
export type SupportGateway = { kind: GatewayKind; values: Record<string, string>; mode: Mode }

/**
 * A gateway with its settings for a support case: from the environment as the server reads them, each overruled by
 * `--set name=value` (`@file`: the content of a file). In demo mode what is missing is the demonstration's value.
 * Throws BadInput that names the setting and never shows a value.
 */
export function readSupportGateway(
  options: SupportOptions,
  environment: Readonly<Record<string, string | undefined>>,
): SupportGateway {
  const kind = allGateways.find(({ id }) => id === options.gateway)
  if (!kind) throw new BadInput(`--gateway: is one of ${allGateways.map(({ id }) => id).join(', ')}`)
  const mode = readMode(options.mode ?? environment.OBOLE_MODE ?? 'demo')
  const given = { ...readGatewaySettings(environment)[kind.id], ...readFlags(kind, options.set ?? []) }
  // Nothing is paid here: in live mode too the demonstration's secrets may be tried.
  const judged = {
    given,
    mode: mode === 'live' ? 'test' : mode,
    place: (name: string) => ` or --set ${name}=…`,
  } as const
  const { values, problems } = judgeSettings(kind, judged)
  if (problems[0] !== undefined) throw new BadInput(problems[0])
  return { kind, values, mode }
}

function readMode(text: string): Config['mode'] {
  if (text === 'demo' || text === 'test' || text === 'live') return text
  throw new BadInput('--mode: is demo, test or live')
}

function readFlags(kind: GatewayKind, flags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    flags.map((flag) => {
      const cut = flag.indexOf('=')
      const name = flag.slice(0, Math.max(cut, 0))
      if (!(name in kind.settings))
        throw new BadInput(`--set: must be name=value with one of ${Object.keys(kind.settings).join(', ')}`)
      const value = flag.slice(cut + 1)
      return [name, value.startsWith('@') ? readText(value.slice(1)) : value]
    }),
  )
}

/** The bytes of a file that was named on the command line. Throws BadInput when there are none to be had. */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw new BadInput(`${path}: cannot be read`)
  }
}

export const readText = (path: string): string => readBytes(path).toString('utf8')
