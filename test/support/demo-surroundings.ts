import type { Surroundings } from '../../src/gateways/gateway-kind.ts'
import type { SettingFields, SettingValues } from '../../src/gateways/kit/setting-fields.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { allSimulators } from '../../src/simulators/all-simulators.ts'

/** What a gateway is connected with beside its simulator, whose certificates it then trusts. */
export function demoSurroundings(gatewayId: string, url: string, clock: Clock, simulatorUrl = url): Surroundings {
  const authority = allSimulators[gatewayId]?.authority
  return {
    mode: 'demo',
    publicUrl: url,
    simulatorUrl,
    loopbackUrl: url,
    ...(authority && { simulatedAuthority: () => authority(clock) }),
  }
}

/** A gateway's settings of the demonstration. */
export const demoSettings = <Fields extends SettingFields>({ settings }: { settings: Fields }): SettingValues<Fields> =>
  Object.fromEntries(Object.entries(settings).map(([name, { demo }]) => [name, demo])) as SettingValues<Fields>
