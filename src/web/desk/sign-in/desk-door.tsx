import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { base32Of, codeUri, newCodeSecret } from '../../../people/sign-in/one-time-code.ts'
import { needsSecondFactor, passSecondFactor, setUpSecondFactor } from '../../../people/sign-in/second-factor.ts'
import { goTo, sendPage } from '../../answer.ts'
import { link } from '../../routes.ts'
import { cookieNames, cookieOf, fieldOf, ownPath, queryOf, type SignedVisit, setCookie } from '../../visit.ts'
import { AskCodePage, RecoveryCodesPage, SetUpPage } from './desk-door-page.tsx'

/** Whether this visit has to pass the second factor before it sees anything of the desk. */
export const lacksSecondFactor = ({ site, roles, session }: SignedVisit): boolean =>
  needsSecondFactor(roles, site.config.mode) && session.secondFactorAt === null

/** To the door, and back afterwards to where one wanted to go. */
export function goToSecondFactor(visit: SignedVisit): Promise<unknown> {
  const { method, url } = visit.request
  return goTo(visit, link('deskSecondFactor', {}, { next: method === 'GET' ? url : link('desk') }))
}

export function showSecondFactor(visit: SignedVisit): Promise<unknown> {
  const next = nextOf(queryOf(visit.request, 'next'))
  return lacksSecondFactor(visit) ? draw(visit, { next, problems: [] }) : goTo(visit, next)
}

/** A code was typed: the first one of all, or the one of this sign-in. */
export async function answerSecondFactor(visit: SignedVisit): Promise<unknown> {
  const { request, person, session, site } = visit
  const next = nextOf(fieldOf(request, 'next'))
  if (!lacksSecondFactor(visit)) return goTo(visit, next)
  const { database } = site.shop
  const names = cookieNames(site)
  const knock = { person, session, token: cookieOf(request, names.session) ?? '', code: fieldOf(request, 'code') }
  try {
    if (knock.code.trim() === '') {
      throw new Failure('invalid', 'no code', [{ field: 'code', message: 'problem.required' }])
    }
    if (person.totpSecret !== null) {
      const token = await passSecondFactor(database, site.secretBox, knock)
      setCookie(visit, { name: names.session, value: token })
      return await goTo(visit, next)
    }
    const secret = readSealed(visit)
    if (!secret) throw new Failure('invalid', 'no secret', [{ field: 'code', message: 'problem.form_expired' }])
    const { token, recoveryCodes } = await setUpSecondFactor(database, site.secretBox, { ...knock, secret })
    setCookie(visit, { name: names.session, value: token })
    const { view } = visit
    const page = <RecoveryCodesPage view={view} codes={recoveryCodes} next={next} />
    return await sendPage(visit, { title: view.t('factor.codes_title'), children: page })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    site.shop.log.warn({ personId: person.id, why: error.message }, 'second factor refused')
    return draw(visit, { next, problems: error.problems })
  }
}

function draw(visit: SignedVisit, drawn: { next: string; problems: readonly FieldProblem[] }): Promise<unknown> {
  const { view, person } = visit
  const isNew = person.totpSecret === null
  return sendPage(visit, {
    title: view.t(isNew ? 'factor.setup_title' : 'factor.ask_title'),
    status: drawn.problems.length > 0 ? 422 : 200,
    children: isNew ? (
      <SetUpPage view={view} {...drawn} {...secretFor(visit)} />
    ) : (
      <AskCodePage view={view} {...drawn} />
    ),
  })
}

/** The secret travels sealed in the page until its first code was right: looking at the page writes nothing. */
function secretFor(visit: SignedVisit): { uri: string; key: string; sealed: string } {
  const { view, person, session, site } = visit
  const secret = readSealed(visit) ?? newCodeSecret()
  const sealed = site.secretBox.seal(JSON.stringify([session.tokenHash, secret.toString('base64url')]))
  return { uri: codeUri(secret, { issuer: view.brand.name, login: person.login }), key: base32Of(secret), sealed }
}

/** The secret of the page that came back, if it was drawn for this very session. */
function readSealed({ request, session, site }: SignedVisit): Buffer | undefined {
  try {
    const [tokenHash, secret = ''] = JSON.parse(site.secretBox.open(fieldOf(request, 'sealed'))) as string[]
    return tokenHash === session.tokenHash ? Buffer.from(secret, 'base64url') : undefined
  } catch {
    return undefined // Absent or changed on the way: a new secret is drawn.
  }
}

const nextOf = (text: string | undefined): string => (text ? ownPath(text) : link('desk'))
