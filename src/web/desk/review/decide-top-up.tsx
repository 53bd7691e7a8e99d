import { systemIdOf } from '../../../credit/print-account.ts'
import { findTopUp } from '../../../credit/top-up.ts'
import { add, credit } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { findOrder } from '../../../orders/order.ts'
import { findPerson } from '../../../people/person.ts'
import { creditText, momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { machineReason, rawWords } from '../desk-words.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** Credit that the print system has refused, or may or may not have added. */
export const decideTopUp: ReviewPage = {
  route: 'deskTopUp',
  way: (id) => link('deskTopUp', { topUpId: id }),
  right: 'resolve',
  icon: 'hourglass',
  async read(context) {
    const { site, request, view } = context
    const { t } = view
    const { db } = site.shop.database
    const topUp = orNotFound(await findTopUp(db, paramOf(request, 'topUpId')), 'top-up')
    const order = orNotFound(await findOrder(db, topUp.orderId), 'order')
    const buyer = orNotFound(await findPerson(db, topUp.personId), 'buyer')
    const sum = creditText(view, add(credit(topUp.creditMinor), credit(topUp.bonusMinor)))
    const values = { credit: sum, name: buyer.name }
    const item = { kind: 'doubtful_top_up', id: topUp.id } as const
    const choices = await offer(context, { item, personId: buyer.id }, (value) => ({
      value,
      label: t(`decision.top_up_${value}`),
      consequence: t(`decision.top_up_${value}_says`, values),
    }))
    const doubtful = choices.length > 0
    return {
      ...item,
      title: t('review.kind_doubtful_top_up'),
      ...(doubtful ? ({ tone: 'care', icon: 'hourglass' } as const) : ({ tone: 'good', icon: 'check' } as const)),
      sentence: doubtful
        ? t(`decision.top_up_${topUp.status as 'uncertain' | 'refused'}`, values)
        : t('decision.top_up_now', { ...values, status: topUp.status }),
      order,
      facts: [
        { label: t('decision.person'), value: `${buyer.name}, ${buyer.login}` },
        { label: t('receipt.credit'), value: sum },
        {
          label: t('decision.print_system'),
          value: site.shop.printSystems.byId.get(systemIdOf(topUp))?.title ?? systemIdOf(topUp),
        },
        { label: t('decision.print_system_says'), value: machineReason(view, topUp.evidence) || '–' },
        { label: t('decision.tries'), value: String(topUp.tries) },
        {
          label: t('decision.since'),
          value: momentText(view, topUp.createdAt, 'long'),
        },
      ],
      support: [
        { label: t('decision.their_words'), value: rawWords(topUp.evidence) },
        { label: t('decision.id'), value: topUp.id },
      ],
      choices,
    }
  },
}
