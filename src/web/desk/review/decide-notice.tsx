import { orNotFound } from '../../../kit/failure.ts'
import { findOrder } from '../../../orders/order.ts'
import { maskNotice } from '../../../payments/intake/mask-notice.ts'
import { findNotice, rereadNotice } from '../../../payments/intake/notice.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { closeReviewItem } from '../../../review/review-items.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { reasonText } from '../desk-words.ts'
import type { DecisionCase } from './decision.ts'

/** A notice that was proven and could not be understood or booked. */
export const decideNotice: DecisionCase = {
  route: 'deskNotice',
  right: 'resolve',
  async read({ site, request, view }) {
    const { t } = view
    const { db } = site.shop.database
    const notice = orNotFound(await findNotice(db, paramOf(request, 'noticeId')), 'notice')
    const order = notice.orderId === null ? undefined : await findOrder(db, notice.orderId)
    const gateway = site.shop.gateways.get(notice.gatewayId)?.kind.title ?? notice.gatewayId
    const open = notice.status === 'puzzling'
    const look = open ? ({ tone: 'care', icon: 'question' } as const) : ({ tone: 'good', icon: 'check' } as const)
    return {
      title: t('review.kind_puzzling_notice'),
      ...look,
      sentence: open
        ? t('review.says_puzzling_notice', { gateway, why: reasonText(view, notice.why) })
        : t('decision.notice_now', { status: notice.status }),
      order,
      facts: [
        { label: t('decision.gateway'), value: gateway },
        {
          label: t('decision.received'),
          value: momentText(view, notice.receivedAt, 'long'),
        },
        { label: t('decision.repeats'), value: String(notice.repeats) },
        { label: t('decision.id'), value: notice.id },
      ],
      raw: maskNotice(notice),
      choices: open
        ? (['read_again', 'keep'] as const).map((value) => ({
            value,
            label: t(`decision.notice_${value}`),
            consequence: t(`decision.notice_${value}_says`),
          }))
        : [],
    }
  },
  async act({ site, request, person }, { choice, why }) {
    const { database } = site.shop
    const noticeId = paramOf(request, 'noticeId')
    await database.transact(async (tx) => {
      const notice = orNotFound(await findNotice(tx, noticeId), 'notice')
      if (choice === 'keep') return closeReviewItem(tx, { kind: 'puzzling_notice', id: noticeId, by: person.id, why })
      await rereadNotice(tx, notice, person.id)
      await recordAudit(tx, { actor: person.id, act: 'read notice again', about: noticeId, detail: { why } })
    })
    site.worker.wake('notices')
    return choice === 'keep' ? 'decided' : 'under_way'
  },
}
