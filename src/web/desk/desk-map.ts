import { articleRoutes } from './articles/article-routes.ts'
import { decisionRoutes } from './decisions.tsx'
import type { DeskRoute } from './desk-route.ts'
import { officeRoutes } from './office.tsx'
import { overviewRoutes } from './overview.tsx'
import { refundRoutes } from './refunds.tsx'

/** Everything at the desk, area by area. */
export const deskMap: readonly DeskRoute[] = [
  ...overviewRoutes,
  ...decisionRoutes,
  ...refundRoutes,
  ...articleRoutes,
  ...officeRoutes,
]
