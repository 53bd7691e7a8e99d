import { orNotFound } from '../../../kit/failure.ts'
import { standstillOf } from '../../../mail/mail-standstill.ts'
import { readStandstills } from '../../../mail/mail-trouble.ts'
import { momentText } from '../../look/view.ts'
import { paramOf } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { ReviewPage } from './decision.ts'
import { offer } from './foresee.ts'

/** Our own account at the mail server is refused: what is wrong, since when, and what to do. */
export const decideMailStandstill: ReviewPage = {
  route: 'deskMailStandstill',
  way: (id) => link('deskMailStandstill', { standstill: id }),
  right: 'resend',
  icon: 'mail',
  isUrgent: () => true,
  async read(context) {
    const { site, request, view } = context
    const { t } = view
    const of = orNotFound(standstillOf(paramOf(request, 'standstill')), 'standstill of mail')
    const standstill = (await readStandstills(site.shop.database.db)).find((each) => each.of === of)
    const item = { kind: 'mail_standstill', id: of } as const
    const common = { ...item, title: t('review.kind_mail_standstill'), order: undefined }
    if (!standstill) {
      return { ...common, tone: 'good', icon: 'check', sentence: t('decision.mail_goes'), facts: [], choices: [] }
    }
    const { trouble, why, since, nextTryAt, waiting } = standstill
    return {
      ...common,
      tone: 'bad',
      icon: 'mail',
      sentence: `${t('review.says_mail_standstill', { why: trouble })} ${t('decision.mail_do', { trouble })}`,
      facts: [
        { label: t('decision.since'), value: momentText(view, since, 'long') },
        { label: t('decision.mail_waiting'), value: String(waiting) },
        { label: t('decision.mail_next_try'), value: momentText(view, nextTryAt, 'long') },
      ],
      support: [{ label: t('decision.mail_answer'), value: why }],
      choices: await offer(context, { item }, (value) => ({
        value,
        label: t(`decision.mail_${value}`),
        consequence: t(`decision.mail_${value}_says`),
      })),
    }
  },
}
