import { orNotFound } from '../../../kit/failure.ts'
import { findOrder } from '../../../orders/order.ts'
import { maskNotice } from '../../../payments/intake/mask-notice.ts'
import { findNotice } from '../../../payments/intake/notice.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { machineReason, rawWords } from '../desk-words.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** A notice that was proven and could not be understood or booked. */
export const decideNotice: ReviewPage = {
  route: 'deskNotice',
  way: (id) => link('deskNotice', { noticeId: id }),
  right: 'resolve',
  icon: 'question',
  ofGateway: true,
  async read(context) {
    const { site, request, view } = context
    const { t } = view
    const { db } = site.shop.database
    const notice = orNotFound(await findNotice(db, paramOf(request, 'noticeId')), 'notice')
    const item = { kind: 'puzzling_notice', id: notice.id } as const
    const order = notice.orderId === null ? undefined : await findOrder(db, notice.orderId)
    const gateway = site.shop.gateways.get(notice.gatewayId)?.kind.title ?? notice.gatewayId
    const open = notice.status === 'puzzling'
    const look = open ? ({ tone: 'care', icon: 'question' } as const) : ({ tone: 'good', icon: 'check' } as const)
    return {
      ...item,
      title: t('review.kind_puzzling_notice'),
      ...look,
      sentence: open
        ? t('review.says_puzzling_notice', { gateway, why: machineReason(view, notice.why) })
        : t('decision.notice_now', { status: notice.status }),
      order,
      facts: [
        { label: t('decision.gateway'), value: gateway },
        {
          label: t('decision.received'),
          value: momentText(view, notice.receivedAt, 'long'),
        },
        { label: t('decision.repeats'), value: String(notice.repeats) },
      ],
      support: [
        { label: t('decision.their_words'), value: rawWords(notice.why) },
        { label: t('decision.id'), value: notice.id },
      ],
      raw: maskNotice(notice),
      choices: await offer(context, { item }, (value) => ({
        value,
        label: t(`decision.notice_${value}`),
        consequence: t(`decision.notice_${value}_says`),
      })),
    }
  },
}
