import { amount, credit } from '../../../kit/amount.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { findOrder } from '../../../orders/order.ts'
import { findPayment } from '../../../payments/payment.ts'
import { findRefund } from '../../../payments/refund.ts'
import { bankWords, creditText, momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { machineReason, rawWords } from '../desk-words.ts'
import { effectOfRefund } from '../refunds/refund-effect.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** A refund of which nobody knows yet whether the provider has executed it. */
export const decideRefund: ReviewPage = {
  route: 'deskRefund',
  way: (id) => link('deskRefund', { refundId: id }),
  right: 'resolve',
  proved: true,
  icon: 'undo',
  ofGateway: true,
  async read(context) {
    const { site, request, view } = context
    const { t, language } = view
    const { db } = site.shop.database
    const refund = orNotFound(await findRefund(db, paramOf(request, 'refundId')), 'refund')
    const payment = orNotFound(await findPayment(db, refund.paymentId), 'payment')
    const order = orNotFound(await findOrder(db, refund.orderId), 'order')
    const money = formatMoney(amount(refund.amountMinor, refund.currency), language)
    const setAside = creditText(view, credit(refund.boughtMinor + refund.givenMinor))
    const bank = bankWords(view, payment.gatewayId)
    const values = { ...bank, amount: money, credit: setAside }
    const item = { kind: 'doubtful_refund', id: refund.id } as const
    const open = refund.status === 'uncertain'
    const effect = effectOfRefund(view, refund, payment.gatewayId)
    const look = open ? ({ tone: 'care', icon: 'undo' } as const) : { tone: effect.tone, icon: effect.icon }
    return {
      ...item,
      title: t('review.kind_doubtful_refund'),
      ...look,
      sentence: open ? t('review.says_doubtful_refund', values) : effect.text,
      order,
      facts: [
        { label: t('decision.amount'), value: money },
        { label: t('decision.credit_set_aside'), value: setAside },
        { label: t('decision.gateway'), value: site.shop.gateways.get(payment.gatewayId)?.kind.title ?? '' },
        { label: t('receipt.bank_reference'), value: payment.capture ?? '' },
        { label: t('decision.bank_says', bank), value: machineReason(view, refund.why) || '–' },
        { label: t('decision.reason'), value: refund.reason },
        {
          label: t('decision.since'),
          value: momentText(view, refund.askedAt, 'long'),
        },
      ],
      support: [
        { label: t('decision.their_words'), value: rawWords(refund.why) },
        { label: t('decision.id'), value: refund.id },
      ],
      choices: await offer(context, { item, personId: order.personId }, (value) => ({
        value,
        label: t(`decision.refund_${value}`, values),
        consequence: t(`decision.refund_${value}_says`, values),
      })),
    }
  },
}
