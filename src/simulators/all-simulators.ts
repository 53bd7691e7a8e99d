import type { SimulatorKind } from './engine/simulator.ts'
import { createOgoneSimulator } from './ogone/ogone-simulator.ts'
import { createPayPalSimulator, simulatedAuthority } from './paypal/paypal-simulator.ts'

/** The simulated provider of each gateway, by its id. */
export const allSimulators: Readonly<Record<string, SimulatorKind>> = {
  ogone: { create: createOgoneSimulator },
  paypal: { create: createPayPalSimulator, authority: simulatedAuthority },
}
