import { brandRoutes } from './brand/brand-desk.tsx'
import { brandVersionRoutes } from './brand/brand-versions.tsx'
import { logoRoutes } from './brand/logo-desk.tsx'
import { previewRoutes } from './brand/preview.tsx'
import { publicationRoutes } from './brand/publication.tsx'
import type { DeskRoute } from './desk-route.ts'
import { officeRoutes } from './office.tsx'
import { overviewRoutes } from './overview.tsx'
import { termsRoutes } from './terms/terms-desk.tsx'

/** Everything at the desk, area by area. */
export const deskMap: readonly DeskRoute[] = [
  ...overviewRoutes,
  ...officeRoutes,
  ...brandRoutes,
  ...logoRoutes,
  ...previewRoutes,
  ...publicationRoutes,
  ...brandVersionRoutes,
  ...termsRoutes,
]
