import { amount, credit } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder } from '../../../orders/order.ts'
import { findPayment } from '../../../payments/payment.ts'
import { findRefund } from '../../../payments/refund.ts'
import { lookUpRefund } from '../../../payments/refunds/deliver-refunds.ts'
import { type RefundChoice, resolveRefund } from '../../../review/resolve-refund.ts'
import { closeReviewItem } from '../../../review/review-items.ts'
import { bankWords } from '../../look/orders/bank-words.ts'
import { creditText, momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { reasonText } from '../desk-words.ts'
import { effectOfRefund } from '../refunds/refund-effect.ts'
import type { DecisionCase } from './decision.ts'

const offered = ['ask_again', 'happened', 'did_not_happen', 'keep'] as const

/** A refund of which nobody knows yet whether the provider has executed it. */
export const decideRefund: DecisionCase = {
  route: 'deskRefund',
  right: 'resolve',
  proved: true,
  async read({ site, request, view }) {
    const { t, language } = view
    const { db } = site.shop.database
    const refund = orNotFound(await findRefund(db, paramOf(request, 'refundId')), 'refund')
    const payment = orNotFound(await findPayment(db, refund.paymentId), 'payment')
    const order = orNotFound(await findOrder(db, refund.orderId), 'order')
    const money = formatMoney(amount(refund.amountMinor, refund.currency), language)
    const setAside = creditText(view, credit(refund.boughtMinor + refund.givenMinor))
    const bank = bankWords(view, payment.gatewayId)
    const values = { ...bank, amount: money, credit: setAside }
    const open = refund.status === 'uncertain'
    const effect = effectOfRefund(view, refund, payment.gatewayId)
    const look = open ? ({ tone: 'care', icon: 'undo' } as const) : { tone: effect.tone, icon: effect.icon }
    return {
      title: t('review.kind_doubtful_refund'),
      ...look,
      sentence: open ? t('review.says_doubtful_refund', values) : effect.text,
      order,
      facts: [
        { label: t('decision.amount'), value: money },
        { label: t('decision.credit_set_aside'), value: setAside },
        { label: t('decision.gateway'), value: site.shop.gateways.get(payment.gatewayId)?.kind.title ?? '' },
        { label: t('receipt.bank_reference'), value: payment.capture ?? '' },
        { label: t('decision.bank_says', bank), value: reasonText(view, refund.why) || '–' },
        { label: t('decision.reason'), value: refund.reason },
        {
          label: t('decision.since'),
          value: momentText(view, refund.askedAt, 'long'),
        },
        { label: t('decision.id'), value: refund.id },
      ],
      choices: open
        ? offered.map((value) => ({
            value,
            label: t(`decision.refund_${value}`, values),
            consequence: t(`decision.refund_${value}_says`, values),
          }))
        : [],
    }
  },
  async act({ site, request, person }, { choice, why }) {
    const { shop, worker } = site
    const refundId = paramOf(request, 'refundId')
    const by = person.id
    if (choice === 'ask_again') await lookUpRefund(shop, refundId)
    else
      await shop.database.transact((tx) =>
        choice === 'keep'
          ? closeReviewItem(tx, { kind: 'doubtful_refund', id: refundId, by, why })
          : resolveRefund(tx, { refundId, choice: choice as RefundChoice, by, why }, shop),
      )
    for (const job of ['refunds', 'mails'] as const) worker.wake(job)
    return choice === 'ask_again' ? 'asked' : 'decided'
  },
}
