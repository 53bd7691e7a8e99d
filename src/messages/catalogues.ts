import enArticles from './en/articles.json' with { type: 'json' }
import enAudit from './en/audit.json' with { type: 'json' }
import enBrand from './en/brand.json' with { type: 'json' }
import enClosings from './en/closings.json' with { type: 'json' }
import enDecision from './en/decision.json' with { type: 'json' }
import enDesk from './en/desk.json' with { type: 'json' }
import enDeskOrders from './en/desk-orders.json' with { type: 'json' }
import enFactor from './en/factor.json' with { type: 'json' }
import enFigures from './en/figures.json' with { type: 'json' }
import enGateways from './en/gateways.json' with { type: 'json' }
import enLook from './en/look.json' with { type: 'json' }
import enMail from './en/mail.json' with { type: 'json' }
import enOpening from './en/opening.json' with { type: 'json' }
import enOrder from './en/order.json' with { type: 'json' }
import enOrderFile from './en/order-file.json' with { type: 'json' }
import enPages from './en/pages.json' with { type: 'json' }
import enPeople from './en/people.json' with { type: 'json' }
import enProblem from './en/problem.json' with { type: 'json' }
import enReconciliation from './en/reconciliation.json' with { type: 'json' }
import enReview from './en/review.json' with { type: 'json' }
import enSimulators from './en/simulators.json' with { type: 'json' }
import enVat from './en/vat.json' with { type: 'json' }
import enWithdrawal from './en/withdrawal.json' with { type: 'json' }
import frArticles from './fr/articles.json' with { type: 'json' }
import frAudit from './fr/audit.json' with { type: 'json' }
import frBrand from './fr/brand.json' with { type: 'json' }
import frClosings from './fr/closings.json' with { type: 'json' }
import frDecision from './fr/decision.json' with { type: 'json' }
import frDesk from './fr/desk.json' with { type: 'json' }
import frDeskOrders from './fr/desk-orders.json' with { type: 'json' }
import frFactor from './fr/factor.json' with { type: 'json' }
import frFigures from './fr/figures.json' with { type: 'json' }
import frGateways from './fr/gateways.json' with { type: 'json' }
import frLook from './fr/look.json' with { type: 'json' }
import frMail from './fr/mail.json' with { type: 'json' }
import frOpening from './fr/opening.json' with { type: 'json' }
import frOrder from './fr/order.json' with { type: 'json' }
import frOrderFile from './fr/order-file.json' with { type: 'json' }
import frPages from './fr/pages.json' with { type: 'json' }
import frPeople from './fr/people.json' with { type: 'json' }
import frProblem from './fr/problem.json' with { type: 'json' }
import frReconciliation from './fr/reconciliation.json' with { type: 'json' }
import frReview from './fr/review.json' with { type: 'json' }
import frSimulators from './fr/simulators.json' with { type: 'json' }
import frVat from './fr/vat.json' with { type: 'json' }
import frWithdrawal from './fr/withdrawal.json' with { type: 'json' }

/**
 * The messages of each language, one file an area, the same keys in all. French is written first: a non-breaking space stands
 * before : ; ? ! and inside « » (spelled \\u00a0). What holds a brace is an ICU message.
 */
export const fr = {
  ...frArticles,
  ...frAudit,
  ...frBrand,
  ...frClosings,
  ...frDecision,
  ...frDesk,
  ...frDeskOrders,
  ...frFactor,
  ...frFigures,
  ...frGateways,
  ...frLook,
  ...frMail,
  ...frReview,
  ...frOpening,
  ...frOrder,
  ...frOrderFile,
  ...frPages,
  ...frPeople,
  ...frProblem,
  ...frReconciliation,
  ...frSimulators,
  ...frVat,
  ...frWithdrawal,
}

export const en: Readonly<Record<keyof typeof fr, string>> = {
  ...enArticles,
  ...enAudit,
  ...enBrand,
  ...enClosings,
  ...enDecision,
  ...enDesk,
  ...enDeskOrders,
  ...enFactor,
  ...enFigures,
  ...enGateways,
  ...enLook,
  ...enMail,
  ...enReview,
  ...enOpening,
  ...enOrder,
  ...enOrderFile,
  ...enPages,
  ...enPeople,
  ...enProblem,
  ...enReconciliation,
  ...enSimulators,
  ...enVat,
  ...enWithdrawal,
}
