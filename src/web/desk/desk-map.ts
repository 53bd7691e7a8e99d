import { auditRoutes } from './audit-page.tsx'
import type { DeskRoute } from './desk-route.ts'
import { officeRoutes } from './office.tsx'
import { orderRoutes } from './orders/order-routes.ts'
import { overviewRoutes } from './overview.tsx'

/** Everything at the desk, area by area. */
export const deskMap: readonly DeskRoute[] = [...overviewRoutes, ...orderRoutes, ...auditRoutes, ...officeRoutes]
