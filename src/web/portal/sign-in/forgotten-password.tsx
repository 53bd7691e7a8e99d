import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { askNewPassword, mayUsePasswordLink, setPasswordByLink } from '../../../people/sign-in/change-password.ts'
import { goTo, sendPage } from '../../answer.ts'
import { link } from '../../routes.ts'
import { fieldOf, paramOf, type Visit } from '../../visit.ts'
import { ForgottenPage, NewPasswordPage } from './password-pages.tsx'

export function showForgotten(visit: Visit): Promise<unknown> {
  return sendPage(visit, {
    title: visit.view.t('forgotten.title'),
    children: <ForgottenPage view={visit.view} sent={false} problems={[]} />,
  })
}

export async function askPassword(visit: Visit): Promise<unknown> {
  const login = fieldOf(visit.request, 'login').slice(0, 300)
  if (login.trim() === '') {
    const problems = [{ field: 'login', message: 'problem.required' }]
    return sendPage(visit, {
      title: visit.view.t('forgotten.title'),
      status: 422,
      children: <ForgottenPage view={visit.view} sent={false} problems={problems} />,
    })
  }
  await askNewPassword(visit.site.shop.database, { login, address: visit.request.ip })
  visit.site.worker.kick('mails')
  return sendPage(visit, {
    title: visit.view.t('forgotten.title'),
    children: <ForgottenPage view={visit.view} sent={true} problems={[]} />,
  })
}

export async function showNewPassword(visit: Visit): Promise<unknown> {
  const works = await mayUsePasswordLink(visit.site.shop.database, paramOf(visit.request, 'token'))
  return draw(visit, { works, problems: [] })
}

export async function setPassword(visit: Visit): Promise<unknown> {
  const token = paramOf(visit.request, 'token')
  try {
    await setPasswordByLink(visit.site.shop.database, { token, password: fieldOf(visit.request, 'password') })
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unavailable') throw error
    return draw(visit, { works: error.code === 'invalid', problems: error.problems })
  }
  return goTo(visit, link('signIn', {}, { password: 'set' }))
}

function draw(visit: Visit, drawn: { works: boolean; problems: readonly FieldProblem[] }): Promise<unknown> {
  return sendPage(visit, {
    title: visit.view.t('new_password.title'),
    status: drawn.problems.length > 0 ? 422 : drawn.works ? 200 : 404,
    children: <NewPasswordPage view={visit.view} token={paramOf(visit.request, 'token')} {...drawn} />,
  })
}
