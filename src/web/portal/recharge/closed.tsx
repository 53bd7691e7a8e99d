import { sendPage } from '../../answer.ts'
import { Icon } from '../../look/icon.tsx'
import { link } from '../../routes.ts'
import type { SignedVisit } from '../../visit.ts'

/** In place of everything that sells while the shop is not open: nothing was ordered, nothing can be paid twice. */
export function showClosed(visit: SignedVisit): Promise<unknown> {
  const { t } = visit.view
  return sendPage(visit, {
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
