import { sendPage } from '../../answer.ts'
import { Icon } from '../../look/icon.tsx'
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
      <div class="lead stack">
        <h1>{t('opening.closed_title')}</h1>
        <p>{t('opening.closed_page')}</p>
        <p>
          <a class="go" href={link('home')}>
            <Icon name="back" size={18} />
            {t('frame.back_home')}
          </a>
        </p>
      </div>
    ),
  })
}
