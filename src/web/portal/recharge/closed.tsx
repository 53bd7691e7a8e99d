import { sendPage } from '../../answer.ts'
import { GoLink } from '../../look/go-link.tsx'
import { Lead } from '../../look/page-head.tsx'
import type { SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'

/** In place of everything that sells while the shop is not open: nothing was ordered, nothing can be paid twice. */
export function showClosed(context: SignedInContext): Promise<unknown> {
  const { t } = context.view
  return sendPage(context, {
    title: t('opening.closed_title'),
    at: 'recharge',
    status: 503,
    children: (
      <Lead title={t('opening.closed_title')} says={t('opening.closed_page')}>
        <p>
          <GoLink href={link('home')} label={t('frame.back_home')} icon="back" />
        </p>
      </Lead>
    ),
  })
}
