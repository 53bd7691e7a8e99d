import { amount } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder } from '../../../orders/order.ts'
import { type Contradiction, findContradiction } from '../../../payments/contradiction.ts'
import { closeReviewItem } from '../../../review/review-items.ts'
import { bankWords } from '../../look/orders/bank-words.ts'
import { momentText } from '../../look/view.ts'
import { paramOf, type SignedInContext } from '../../request-context.ts'
import { reasonText } from '../desk-words.ts'
import type { DecisionCase } from './decision.ts'

/** A provider's word that contradicts itself or the books: nothing was booked of it, and a person has seen to it. */
export const decideContradiction: DecisionCase = {
  route: 'deskContradiction',
  right: 'resolve',
  async read(context) {
    const { site, view } = context
    const { t } = view
    const { fact, orderId, why, isOpen } = await readContradiction(context)
    const gateway = site.shop.gateways.get(fact.gatewayId)?.kind.title ?? fact.gatewayId
    const look = isOpen ? ({ tone: 'care', icon: 'warning' } as const) : ({ tone: 'good', icon: 'check' } as const)
    const told = t(`happened.fact_${fact.about}`, { kind: fact.kind, ...bankWords(view, fact.gatewayId) })
    const heardFrom = t('happened.source', { source: fact.source })
    return {
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
        { label: t('decision.their_words'), value: fact.detail || '–' },
        {
          label: t('decision.since'),
          value: momentText(view, fact.seenAt, 'long'),
        },
        { label: t('decision.id'), value: fact.id },
      ],
      choices: isOpen
        ? [
            {
              value: 'keep',
              label: t('decision.contradiction_keep'),
              consequence: t('decision.contradiction_keep_says', { gateway }),
            },
          ]
        : [],
    }
  },
  async act(context, { why }) {
    const { fact } = await readContradiction(context)
    const { database } = context.site.shop
    await database.transact((tx) =>
      closeReviewItem(tx, { kind: 'contradiction', id: fact.id, by: context.person.id, why }),
    )
    return 'decided'
  },
}

async function readContradiction({ site, request }: SignedInContext): Promise<Contradiction> {
  return orNotFound(await findContradiction(site.shop.database.db, paramOf(request, 'factId')), 'contradiction')
}
