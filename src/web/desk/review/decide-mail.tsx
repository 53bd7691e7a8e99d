import { Failure, orNotFound } from '../../../kit/failure.ts'
import { findMail, sendMailAgain } from '../../../mail/mail-outbox.ts'
import { findOrder } from '../../../orders/order.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { closeReviewItem } from '../../../review/review-items.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import type { DecisionCase } from './decision.ts'

/** A letter that was given up after its last try. */
export const decideMail: DecisionCase = {
  route: 'deskMail',
  right: 'resend',
  async read({ site, request, view }) {
    const { t } = view
    const { db } = site.shop.database
    const mail = orNotFound(await findMail(db, paramOf(request, 'mailId')), 'mail')
    const order = mail.orderId === null ? undefined : await findOrder(db, mail.orderId)
    const open = mail.status === 'failed'
    const look = open ? ({ tone: 'care', icon: 'mail' } as const) : ({ tone: 'good', icon: 'check' } as const)
    return {
      title: t('review.kind_failed_mail'),
      ...look,
      sentence: open
        ? t('review.says_failed_mail', { why: mail.why })
        : t('decision.mail_now', { status: mail.status, why: mail.why }),
      order,
      facts: [
        { label: t('decision.mail_to'), value: mail.toAddress },
        { label: t('decision.tries'), value: String(mail.tries) },
        {
          label: t('decision.since'),
          value: momentText(view, mail.createdAt, 'long'),
        },
        { label: t('decision.id'), value: mail.id },
      ],
      choices: open
        ? (['send_again', 'keep'] as const).map((value) => ({
            value,
            label: t(`decision.mail_${value}`),
            consequence: t(`decision.mail_${value}_says`, { address: mail.toAddress }),
          }))
        : [],
    }
  },
  async act({ site, request, person }, { choice, why }) {
    const mailId = paramOf(request, 'mailId')
    await site.shop.database.transact(async (tx) => {
      if (choice === 'keep') return closeReviewItem(tx, { kind: 'failed_mail', id: mailId, by: person.id, why })
      if (!(await sendMailAgain(tx, mailId, person.id))) throw new Failure('conflict', `${mailId} is not failed`)
      await recordAudit(tx, { actor: person.id, act: 'send mail again', about: mailId, detail: { why } })
    })
    site.worker.wake('mails')
    return choice === 'keep' ? 'decided' : 'under_way'
  },
}
