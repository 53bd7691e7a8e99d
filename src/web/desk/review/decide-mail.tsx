import { orNotFound } from '../../../kit/failure.ts'
import { findMail } from '../../../mail/mail-outbox.ts'
import { findOrder } from '../../../orders/order.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { mailReason, rawWords } from '../desk-words.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** A letter that was given up after its last try. */
export const decideMail: ReviewPage = {
  route: 'deskMail',
  way: (id) => link('deskMail', { mailId: id }),
  right: 'resend',
  icon: 'mail',
  async read(context) {
    const { site, request, view } = context
    const { t } = view
    const { db } = site.shop.database
    const mail = orNotFound(await findMail(db, paramOf(request, 'mailId')), 'mail')
    const item = { kind: 'failed_mail', id: mail.id } as const
    const order = mail.orderId === null ? undefined : await findOrder(db, mail.orderId)
    const open = mail.status === 'failed'
    const look = open ? ({ tone: 'care', icon: 'mail' } as const) : ({ tone: 'good', icon: 'check' } as const)
    return {
      ...item,
      title: t('review.kind_failed_mail'),
      ...look,
      sentence: open
        ? t('review.says_failed_mail', { why: mailReason(view, mail.why) })
        : t('decision.mail_now', { status: mail.status }),
      order,
      facts: [
        { label: t('decision.mail_to'), value: mail.toAddress },
        { label: t('decision.tries'), value: String(mail.tries) },
        {
          label: t('decision.since'),
          value: momentText(view, mail.createdAt, 'long'),
        },
      ],
      support: [
        { label: t('decision.mail_answer'), value: rawWords(mail.why) },
        { label: t('decision.id'), value: mail.id },
      ],
      choices: await offer(context, { item }, (value) => ({
        value,
        label: t(`decision.mail_${value}`),
        consequence: t(`decision.mail_${value}_says`, { address: mail.toAddress }),
      })),
    }
  },
}
