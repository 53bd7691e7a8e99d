import { orNotFound } from '../../../kit/failure.ts'
import { findOrder } from '../../../orders/order.ts'
import { endByPerson, findDiscrepancy } from '../../../reconciliation/discrepancies.ts'
import { reconcile } from '../../../reconciliation/reconcile.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { amountsOf, differenceText } from '../reconciliation/discrepancy-words.ts'
import type { DecisionCase } from './decision.ts'

/** Where a provider's list and our books say different things. */
export const decideDiscrepancy: DecisionCase = {
  route: 'deskDifference',
  right: 'resolve',
  async read({ site, request, view }) {
    const { t } = view
    const { db } = site.shop.database
    const row = orNotFound(await findDiscrepancy(db, paramOf(request, 'differenceId')), 'difference')
    const order = row.orderId === null ? undefined : await findOrder(db, row.orderId)
    const gateway = site.shop.gateways.get(row.gatewayId)?.kind.title ?? row.gatewayId
    const open = row.endedAt === null
    const look = open ? ({ tone: 'care', icon: 'warning' } as const) : ({ tone: 'good', icon: 'check' } as const)
    const { listed, ours } = amountsOf(view, row)
    return {
      title: t(`difference.${row.kind}`),
      ...look,
      sentence: open
        ? differenceText(view, row, gateway)
        : t(row.endedBy === 'worker' ? 'difference.ended_by_match' : 'decision.settled'),
      order,
      facts: [
        { label: t('decision.gateway'), value: gateway },
        { label: t('difference.operation'), value: row.subject },
        { label: t('reconciliation.listed_amount'), value: listed },
        { label: t('reconciliation.our_amount'), value: ours },
        { label: t('difference.their_words'), value: row.detail || '–' },
        {
          label: t('decision.since'),
          value: momentText(view, row.seenAt, 'long'),
        },
        { label: t('decision.id'), value: row.id },
      ],
      choices: open
        ? (['compare_again', 'settle'] as const).map((value) => ({
            value,
            label: t(`difference.${value}`),
            consequence: t(`difference.${value}_says`, { gateway }),
          }))
        : [],
    }
  },
  async act({ site, request, person }, { choice, why }) {
    const { shop } = site
    const id = paramOf(request, 'differenceId')
    const row = orNotFound(await findDiscrepancy(shop.database.db, id), 'difference')
    if (choice === 'settle') await shop.database.transact((tx) => endByPerson(tx, { id, by: person.id, why }))
    else await reconcile(shop, row.gatewayId, person.id)
    return choice === 'settle' ? 'decided' : 'asked'
  },
}
