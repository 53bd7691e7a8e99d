import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { signIn } from '../../../people/sign-in/sign-in.ts'
import { endSession } from '../../../people/sign-in/web-session.ts'
import { goTo, sendPage } from '../../answer.ts'
import { chosenLanguage, cookieNames, cookieOf, dropCookie, setCookie } from '../../cookies.ts'
import { fieldOf, ownPath, queryOf, type RequestContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { SignInPage } from './sign-in-page.tsx'

export async function showSignIn(context: RequestContext): Promise<unknown> {
  const next = ownPath(queryOf(context.request, 'next') ?? '/')
  if (context.person) return goTo(context, next)
  return draw(context, {
    next,
    login: '',
    problems: [],
    ended: endedOf(context, next),
  })
}

/** Who comes to the home page for the first time has had no session that could have ended. */
function endedOf({ request }: RequestContext, next: string): Drawn['ended'] {
  const ended = queryOf(request, 'ended')
  return ended === 'form' || (ended === 'yes' && next !== '/') ? ended : undefined
}

const emptyProblems = { login: 'problem.login_empty', password: 'problem.password_empty' } as const

/** One answer for an unknown login, a wrong password and a disabled account. */
export async function signInWithForm(context: RequestContext): Promise<unknown> {
  const { request, site } = context
  const login = fieldOf(request, 'login')
  const next = ownPath(fieldOf(request, 'next') || '/')
  const missing = (['login', 'password'] as const).filter((field) => fieldOf(request, field).trim() === '')
  if (missing.length > 0) {
    const problems = missing.map((field) => ({ field, message: emptyProblems[field] }))
    return draw(context, { next, login, problems, ended: undefined })
  }
  const names = cookieNames(site)
  try {
    const { token, person } = await signIn(site.shop.database, {
      login,
      password: fieldOf(request, 'password'),
      address: request.ip,
      browser: request.headers['user-agent'] ?? '',
      language: chosenLanguage(request),
      previousToken: cookieOf(request, names.session),
    })
    setCookie(context, { name: names.session, value: token })
    // The session has it now, and takes it along when it ends: the next person at this browser chooses anew.
    dropCookie(context, 'obole-language')
    site.shop.log.info({ personId: person.id }, 'signed in')
    return await goTo(context, next)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    site.shop.log.warn({ why: error.message }, 'sign-in refused')
    return draw(context, { next, login, problems: error.problems, ended: undefined })
  }
}

export async function signOut(context: RequestContext): Promise<unknown> {
  const names = cookieNames(context.site)
  const token = cookieOf(context.request, names.session)
  if (token !== undefined) await context.site.shop.database.transact((tx) => endSession(tx, token))
  for (const name of [names.session, 'obole-language', 'obole-theme']) dropCookie(context, name)
  return goTo(context, link('signIn'))
}

/** `ended`: a page was asked for, or a form was sent and not taken. */
type Drawn = { next: string; login: string; problems: readonly FieldProblem[]; ended: 'yes' | 'form' | undefined }

function draw(context: RequestContext, drawn: Drawn): Promise<unknown> {
  const { view, site, request } = context
  const { demoLogins, demoPassword } = site
  return sendPage(context, {
    title: view.t('sign_in.title'),
    status: drawn.problems.length > 0 ? 422 : 200,
    children: (
      <SignInPage
        view={view}
        {...drawn}
        {...{ demoLogins, demoPassword }}
        passwordSet={queryOf(request, 'password') === 'set'}
      />
    ),
  })
}
