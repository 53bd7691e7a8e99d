import { articleRoutes } from './articles/article-routes.ts'
import { auditRoutes } from './audit-page.tsx'
import { decisionRoutes } from './decisions.tsx'
import type { DeskRoute } from './desk-route.ts'
import { officeRoutes } from './office.tsx'
import { orderRoutes } from './orders/order-routes.ts'
import { overviewRoutes } from './overview.tsx'
import { refundRoutes } from './refunds.tsx'

/** Everything at the desk, area by area. */
export const deskMap: readonly DeskRoute[] = [
  ...overviewRoutes,
  ...decisionRoutes,
  ...orderRoutes,
  ...refundRoutes,
  ...articleRoutes,
  ...auditRoutes,
  ...officeRoutes,
]
