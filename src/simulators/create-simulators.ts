import type { ConnectedSettings } from '../gateways/connect-gateways.ts'
import type { Outside } from '../gateways/gateway-kind.ts'
import type { Simulator, SimulatorKind } from './engine/simulator.ts'

/** One simulated provider for each connected gateway that has one. */
export function createSimulators(
  kinds: Readonly<Record<string, SimulatorKind>>,
  connected: ReadonlyMap<string, ConnectedSettings>,
  outside: Outside,
): Map<string, Simulator> {
  const simulators = new Map<string, Simulator>()
  for (const [id, { values, around }] of connected) {
    const simulator = kinds[id]?.create(values as never, around, outside)
    if (simulator) simulators.set(id, simulator)
  }
  return simulators
}
