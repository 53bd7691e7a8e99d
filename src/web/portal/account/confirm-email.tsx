import { Failure } from '../../../kit/failure.ts'
import { addressToConfirm, confirmEmail } from '../../../people/change-email.ts'
import { sendPage } from '../../answer.ts'
import { CsrfToken } from '../../look/form.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { Notice } from '../../look/paper.tsx'
import { paramOf, type RequestContext } from '../../request-context.ts'
import { link } from '../../routes.ts'

/**
 * The link of the letter. It needs no sign-in: who reads that mailbox has proved it. It changes nothing by itself:
 * programs that look through mail open links too, and a person presses the button.
 */
export async function showEmailToConfirm(context: RequestContext): Promise<unknown> {
  const { view, site, request } = context
  const { t } = view
  const token = paramOf(request, 'token')
  const email = await addressToConfirm(site.shop.database, token)
  if (email === undefined) return sendGone(context)
  return sendPage(context, {
    title: t('confirm_email.title'),
    children: (
      <Lead title={t('confirm_email.title')} says={t('confirm_email.says', { email })}>
        <form class="stack narrow mt4" method="post" action={link('confirmEmail', { token })}>
          <CsrfToken view={view} />
          <p class="actions">
            <button class="btn" type="submit">
              {t('confirm_email.submit')}
            </button>
          </p>
        </form>
      </Lead>
    ),
  })
}

/** The button: the address counts from now on. */
export async function confirmOwnEmail(context: RequestContext): Promise<unknown> {
  const { view, site, request } = context
  try {
    await confirmEmail(site.shop.database, paramOf(request, 'token'))
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'not_found') throw error
    return sendGone(context)
  }
  return sendPage(context, {
    title: view.t('profile.email'),
    children: (
      <Lead title={view.t('profile.email')}>
        <Notice tone="good" icon="confirmed">
          <p>{view.t('profile.email_confirmed')}</p>
        </Notice>
        <p>
          <GoLink href={link('home')} label={view.t('frame.back_home')} />
        </p>
      </Lead>
    ),
  })
}

function sendGone(context: RequestContext): Promise<unknown> {
  const { t } = context.view
  return sendPage(context, {
    title: t('confirm_email.title'),
    status: 404,
    children: (
      <Lead title={t('new_password.gone_title')} says={t('confirm_email.gone')}>
        <p>
          <GoLink href={link('profile')} label={t('profile.title')} />
        </p>
      </Lead>
    ),
  })
}
