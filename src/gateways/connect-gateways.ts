import { nowOf } from '../kit/clock.ts'
import { withBreaker } from '../kit/http/circuit-breaker.ts'
import { isPublicAddress } from '../kit/http/public-address.ts'
import { translator } from '../messages/translate.ts'
import type { Gateway, Mode } from './gateway.ts'
import type { ConnectedGateway, GatewayKind, Outside, Surroundings } from './gateway-kind.ts'
import { environmentName, judgeSettings } from './gateway-settings.ts'
import type { SettingFields, SettingValues } from './kit/setting-fields.ts'

export type ConnectedSettings = { values: SettingValues<SettingFields>; around: Surroundings }
export type Connected = {
  gateways: Map<string, ConnectedGateway>
  /** What each gateway was connected with: its simulator is given the same. */
  settings: Map<string, ConnectedSettings>
  formOrigins: string[]
  /** Settings that cannot be used, in sentences; a gateway that has one is not connected. */
  problems: string[]
  warnings: string[]
}

type Around = {
  mode: Mode
  publicUrl: string
  loopbackUrl: string
  /** Under which a simulated provider signs: see Surroundings. */
  simulatedAuthority?: (gatewayId: string) => Promise<string>
}
type Given = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Connects the gateways that are set up: all of them in demo mode, and otherwise those whose
 * settings are complete. A gateway without any setting is simply not in use.
 */
export function connectGateways(
  kinds: readonly GatewayKind[],
  given: Given,
  around: Around,
  outside: Outside,
): Connected {
  const connected: Connected = {
    gateways: new Map(),
    settings: new Map(),
    formOrigins: [],
    problems: [],
    warnings: [],
  }
  for (const kind of kinds) {
    const mine = given[kind.id]
    if (around.mode !== 'demo' && mine === undefined) continue
    const { values, problems } = judgeSettings(kind, { given: mine ?? {}, mode: around.mode })
    if (around.mode !== 'demo') connected.warnings.push(...ownNetworkWarnings(kind.id, mine ?? {}))
    connected.problems.push(...problems)
    if (problems.length > 0) continue
    const { simulatedAuthority, ...same } = around
    const surroundings: Surroundings = {
      ...same,
      simulatorUrl: `${around.publicUrl}/simulated/${kind.id}`,
      ...(simulatedAuthority && { simulatedAuthority: () => simulatedAuthority(kind.id) }),
    }
    const { http, isPaused, pauseLeftMs, pausedSince } = withBreaker(kind.id, outside)
    const gateway = {
      ...kind.connect(values, surroundings, { ...outside, http, unprovenHttp: outside.http }),
      ...listOf(kind, values, surroundings, outside),
    }
    const isAvailable = () => !(kind.startsByCall && isPaused())
    const memory = around.mode === 'demo' ? { listsFrom: nowOf(outside.clock) } : {}
    connected.gateways.set(kind.id, { kind, gateway, isAvailable, pauseLeftMs, pausedSince, ...memory })
    connected.formOrigins.push(...kind.origins(values, surroundings))
    connected.settings.set(kind.id, { values, around: surroundings })
    if (around.mode === 'live' && kind.liveWarning) connected.warnings.push(translator('en')(kind.liveWarning))
  }
  return connected
}

/** The daily list is called past the payments' breaker: a list that fails stops neither payments nor refunds. */
function listOf(
  kind: GatewayKind,
  values: Record<string, string>,
  surroundings: Surroundings,
  outside: Outside,
): Pick<Gateway, 'list'> {
  const { http } = withBreaker(`${kind.id} list`, outside)
  const { list } = kind.connect(values, surroundings, { ...outside, http, unprovenHttp: outside.http })
  return list ? { list } : {}
}

/** A provider on this machine or in a private network is a stand-in: fit for a try, and said. */
function ownNetworkWarnings(gatewayId: string, given: Readonly<Record<string, string>>): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const { protocol, hostname = '' } = URL.parse(value) ?? {}
    const isOwn = hostname === 'localhost' || isPublicAddress(hostname) === false
    return protocol === 'https:' && isOwn
      ? [`${environmentName(gatewayId, name)}: leads to this machine or a private network, where no provider is`]
      : []
  })
}
