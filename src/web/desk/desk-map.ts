import { articleRoutes } from './articles/article-routes.ts'
import type { DeskRoute } from './desk-route.ts'
import { officeRoutes } from './office.tsx'
import { overviewRoutes } from './overview.tsx'

/** Everything at the desk, area by area. */
export const deskMap: readonly DeskRoute[] = [...overviewRoutes, ...articleRoutes, ...officeRoutes]
