import type { GatewayKind } from './gateway-kind.ts'
import { ogone } from './ogone/ogone-gateway.ts'
import { paypal } from './paypal/paypal-gateway.ts'

/** Every gateway that Obole speaks, in the order in which they are offered: one line each. */
export const allGateways: readonly GatewayKind[] = [ogone as unknown as GatewayKind, paypal as unknown as GatewayKind]
