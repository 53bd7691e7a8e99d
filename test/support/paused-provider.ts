import { MINUTE, SECOND } from '../../src/kit/clock.ts'
import { getGateway } from '../../src/payments/shop.ts'
import type { World } from './world.ts'

/** The provider answers five calls in a row with an error: nothing more is sent to it for a while. */
export async function pauseProvider(world: World, gatewayId: string): Promise<void> {
  world.simulator(gatewayId).script({ fault: 'query-down', times: 5 })
  for (let call = 0; call < 5; call += 1) {
    world.clock.move(2 * SECOND)
    await askAnything(world, gatewayId)
  }
}

/** The first pause is over, and the call that tries is answered. */
export async function endPause(world: World, gatewayId: string): Promise<void> {
  world.clock.move(MINUTE)
  await askAnything(world, gatewayId)
}

const askAnything = (world: World, gatewayId: string) =>
  getGateway(world.app.shop, gatewayId).gateway.lookUp(nobodysPayment)

const nobodysPayment = {
  paymentId: 'pay_nobodys',
  reference: 'nobodys',
  attemptRef: 'NOBODYS',
  key: 'nobodys',
  amount: { minor: 100, unit: 'EUR' },
  startedAt: '2026-11-24T09:00:00.000Z',
  limitAt: '2026-11-24T12:00:00.000Z',
}

/** Leaves the shop with this gateway alone; call what it returns to put the others back. */
export function onlyGateway(world: World, gatewayId: string): () => void {
  const gateways = world.app.shop.gateways as Map<string, ReturnType<typeof getGateway>>
  const all = [...gateways]
  for (const [id] of all) if (id !== gatewayId) gateways.delete(id)
  return () => {
    gateways.clear()
    for (const [id, gateway] of all) gateways.set(id, gateway)
  }
}
