import { orNotFound } from '../../../kit/failure.ts'
import { findOrder } from '../../../orders/order.ts'
import { findDiscrepancy } from '../../../reconciliation/discrepancies.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { amountsOf, differenceText } from '../reconciliation/discrepancy-words.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** Where a provider's list and our books say different things. */
export const decideDiscrepancy: ReviewPage = {
  route: 'deskDifference',
  way: (id) => link('deskDifference', { differenceId: id }),
  right: 'resolve',
  icon: 'warning',
  ofGateway: true,
  async read(context) {
    const { site, request, view } = context
    const { t } = view
    const { db } = site.shop.database
    const row = orNotFound(await findDiscrepancy(db, paramOf(request, 'differenceId')), 'difference')
    const item = { kind: 'difference', id: row.id } as const
    const order = row.orderId === null ? undefined : await findOrder(db, row.orderId)
    const gateway = site.shop.gateways.get(row.gatewayId)?.kind.title ?? row.gatewayId
    const open = row.endedAt === null
    const look = open ? ({ tone: 'care', icon: 'warning' } as const) : ({ tone: 'good', icon: 'check' } as const)
    const { listed, ours } = amountsOf(view, row)
    return {
      ...item,
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
        {
          label: t('decision.since'),
          value: momentText(view, row.seenAt, 'long'),
        },
      ],
      support: [
        { label: t('difference.their_words'), value: row.detail },
        { label: t('decision.id'), value: row.id },
      ],
      choices: await offer(context, { item }, (value) => ({
        value,
        label: t(`difference.${value}`),
        consequence: t(`difference.${value}_says`, { gateway }),
      })),
    }
  },
}
