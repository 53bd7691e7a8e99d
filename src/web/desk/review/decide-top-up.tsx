import { resolveUncertain } from '../../../credit/deliver-top-ups.ts'
import { systemIdOf } from '../../../credit/print-account.ts'
import { findTopUp } from '../../../credit/top-up.ts'
import { add, credit } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { findOrder } from '../../../orders/order.ts'
import { bookTopUp } from '../../../payments/settlement/book-top-up.ts'
import { findPerson } from '../../../people/person.ts'
import { resolveTopUp, type TopUpChoice, topUpChoices } from '../../../review/resolve-top-up.ts'
import { closeReviewItem } from '../../../review/review-items.ts'
import { creditText, momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { reasonText } from '../desk-words.ts'
import type { DecisionCase } from './decision.ts'

/** Credit that the print system has refused, or may or may not have added. */
export const decideTopUp: DecisionCase = {
  route: 'deskTopUp',
  right: 'resolve',
  async read({ site, request, view }) {
    const { t } = view
    const { db } = site.shop.database
    const topUp = orNotFound(await findTopUp(db, paramOf(request, 'topUpId')), 'top-up')
    const order = orNotFound(await findOrder(db, topUp.orderId), 'order')
    const buyer = orNotFound(await findPerson(db, topUp.personId), 'buyer')
    const sum = creditText(view, add(credit(topUp.creditMinor), credit(topUp.bonusMinor)))
    const values = { credit: sum, name: buyer.name }
    const safe: readonly string[] = topUpChoices(topUp)
    const offered = [
      ...(topUp.status === 'uncertain' ? ['ask_again'] : []),
      ...safe,
      ...(safe.length > 0 ? ['keep'] : []),
    ]
    const doubtful = safe.length > 0
    return {
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
        { label: t('decision.print_system_says'), value: reasonText(view, topUp.evidence) || '–' },
        { label: t('decision.tries'), value: String(topUp.tries) },
        {
          label: t('decision.since'),
          value: momentText(view, topUp.createdAt, 'long'),
        },
        { label: t('decision.id'), value: topUp.id },
      ],
      choices: offered.map((value) => ({
        value,
        label: t(`decision.top_up_${value as TopUpChoice | 'ask_again' | 'keep'}`),
        consequence: t(`decision.top_up_${value as TopUpChoice | 'ask_again' | 'keep'}_says`, values),
      })),
    }
  },
  async act({ site, request, person }, { choice, why }) {
    const { shop, worker } = site
    const topUpId = paramOf(request, 'topUpId')
    const topUp = await findTopUp(shop.database.db, topUpId)
    const printSystem = topUp && shop.printSystems.byId.get(systemIdOf(topUp))
    if (choice === 'ask_again') {
      if (printSystem) await resolveUncertain({ ...shop, printSystem, onApplied: bookTopUp })
    } else
      await shop.database.transact((tx) =>
        choice === 'keep'
          ? closeReviewItem(tx, { kind: 'doubtful_top_up', id: topUpId, by: person.id, why })
          : resolveTopUp(tx, { topUpId, choice: choice as TopUpChoice, by: person.id, why, onApplied: bookTopUp }),
      )
    if (printSystem) worker.wake(`top-ups at ${printSystem.id}`)
    if (choice === 'ask_again') return 'asked'
    return choice === 'send_again' ? 'under_way' : 'decided'
  },
}
