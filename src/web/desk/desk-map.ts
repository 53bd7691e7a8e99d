import { articleRoutes } from './articles/article-routes.ts'
import { auditRoutes } from './audit/audit-page.tsx'
import { brandRoutes } from './brand/brand-desk.tsx'
import { brandVersionRoutes } from './brand/brand-versions.tsx'
import { logoRoutes } from './brand/logo-desk.tsx'
import { previewRoutes } from './brand/preview.tsx'
import { publicationRoutes } from './brand/publication.tsx'
import { closingRoutes } from './closings/closing-routes.tsx'
import type { DeskRoute } from './desk-route.ts'
import { circulationRoutes } from './figures/credit-circulation.tsx'
import { overviewRoutes } from './figures/overview.tsx'
import { helpRoutes } from './help.tsx'
import { officeRoutes } from './office.tsx'
import { orderRoutes } from './orders/order-routes.ts'
import { peopleRoutes } from './people/people-desk.tsx'
import { reconciliationRoutes } from './reconciliation/reconciliation-routes.tsx'
import { madeRefundRoutes } from './refunds/made-refunds.tsx'
import { refundRoutes } from './refunds/refunds.tsx'
import { decisionRoutes } from './review/decisions.tsx'
import { searchRoutes } from './search/search.tsx'
import { setUpRoutes } from './set-up.tsx'
import { termsRoutes } from './terms/terms-desk.tsx'
import { withdrawalRoutes } from './withdrawals/withdrawal-routes.tsx'

/** Everything at the desk, area by area. */
export const deskMap: readonly DeskRoute[] = [
  ...overviewRoutes,
  ...circulationRoutes,
  ...closingRoutes,
  ...decisionRoutes,
  ...orderRoutes,
  ...refundRoutes,
  ...madeRefundRoutes,
  ...withdrawalRoutes,
  ...reconciliationRoutes,
  ...articleRoutes,
  ...auditRoutes,
  ...officeRoutes,
  ...setUpRoutes,
  ...helpRoutes,
  ...searchRoutes,
  ...peopleRoutes,
  ...brandRoutes,
  ...logoRoutes,
  ...previewRoutes,
  ...publicationRoutes,
  ...brandVersionRoutes,
  ...termsRoutes,
]
