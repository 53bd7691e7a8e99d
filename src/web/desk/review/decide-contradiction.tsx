import { amount } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder } from '../../../orders/order.ts'
import { type Contradiction, findContradiction } from '../../../payments/contradiction.ts'
import { bankWords, momentText } from '../../look/view.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { reasonText } from '../desk-words.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** A provider's word that contradicts itself or the books: nothing was booked of it, and a person has seen to it. */
export const decideContradiction: ReviewPage = {
  route: 'deskContradiction',
  way: (id) => link('deskContradiction', { factId: id }),
  right: 'resolve',
  icon: 'warning',
  ofGateway: true,
  async read(context) {
    const { site, view } = context
    const { t } = view
    const { fact, orderId, why, isOpen } = await readContradiction(context)
    const item = { kind: 'contradiction', id: fact.id } as const
    const gateway = site.shop.gateways.get(fact.gatewayId)?.kind.title ?? fact.gatewayId
    const look = isOpen ? ({ tone: 'care', icon: 'warning' } as const) : ({ tone: 'good', icon: 'check' } as const)
    const told = t(`happened.fact_${fact.about}`, { kind: fact.kind, ...bankWords(view, fact.gatewayId) })
    const heardFrom = t('happened.source', { source: fact.source })
    return {
      ...item,
      title: t('review.kind_contradiction'),
      ...look,
      sentence: isOpen
        ? t('review.says_contradiction', { gateway, why: reasonText(view, why) })
        : t('decision.settled'),
      order: await findOrder(site.shop.database.db, orderId),
      facts: [
        { label: t('decision.gateway'), value: gateway },
        { label: t('decision.told'), value: `${heardFrom} ${told}` },
        {
          label: t('decision.amount'),
          value: formatMoney(amount(fact.amountMinor, fact.currency), view.language),
        },
        { label: t('difference.operation'), value: fact.operation || '–' },
        {
          label: t('decision.since'),
          value: momentText(view, fact.seenAt, 'long'),
        },
      ],
      support: [
        { label: t('decision.their_words'), value: fact.detail },
        { label: t('decision.id'), value: fact.id },
      ],
      choices: await offer(context, { item }, (value) => ({
        value,
        label: t(`decision.contradiction_${value}`),
        consequence: t(`decision.contradiction_${value}_says`, { gateway }),
      })),
    }
  },
}

async function readContradiction({ site, request }: SignedInContext): Promise<Contradiction> {
  return orNotFound(await findContradiction(site.shop.database.db, paramOf(request, 'factId')), 'contradiction')
}
