import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { askNewPassword } from '../../../people/sign-in/ask-new-password.ts'
import { mayUsePasswordLink, setPasswordByLink } from '../../../people/sign-in/change-password.ts'
import { goTo, sendPage } from '../../answer.ts'
import { fieldOf, paramOf, type RequestContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { ForgottenPage, NewPasswordPage } from './password-pages.tsx'

export function showForgotten(context: RequestContext): Promise<unknown> {
  return sendPage(context, {
    title: context.view.t('forgotten.title'),
    children: <ForgottenPage view={context.view} sent={false} problems={[]} />,
  })
}

export async function askPassword(context: RequestContext): Promise<unknown> {
  const login = fieldOf(context.request, 'login').slice(0, 300)
  if (login.trim() === '') {
    const problems = [{ field: 'login', message: 'problem.login_empty' }]
    return sendPage(context, {
      title: context.view.t('forgotten.title'),
      status: 422,
      children: <ForgottenPage view={context.view} sent={false} problems={problems} />,
    })
  }
  await askNewPassword(context.site.shop, { login, address: context.request.ip })
  context.site.worker.wake('mails')
  return sendPage(context, {
    title: context.view.t('forgotten.title'),
    children: <ForgottenPage view={context.view} sent={true} problems={[]} />,
  })
}

export async function showNewPassword(context: RequestContext): Promise<unknown> {
  const works = await mayUsePasswordLink(context.site.shop.database, paramOf(context.request, 'token'))
  return draw(context, { works, problems: [] })
}

export async function setPassword(context: RequestContext): Promise<unknown> {
  const token = paramOf(context.request, 'token')
  try {
    await setPasswordByLink(context.site.shop.database, { token, password: fieldOf(context.request, 'password') })
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unavailable') throw error
    return draw(context, { works: error.code === 'invalid', problems: error.problems })
  }
  return goTo(context, link('signIn', {}, { password: 'set' }))
}

function draw(context: RequestContext, drawn: { works: boolean; problems: readonly FieldProblem[] }): Promise<unknown> {
  return sendPage(context, {
    title: context.view.t('new_password.title'),
    status: drawn.problems.length > 0 ? 422 : drawn.works ? 200 : 404,
    children: <NewPasswordPage view={context.view} token={paramOf(context.request, 'token')} {...drawn} />,
  })
}
