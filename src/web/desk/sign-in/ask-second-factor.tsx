import { z } from 'zod'
import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { jsonReader } from '../../../kit/json.ts'
import { findSecondFactor } from '../../../people/sign-in/credential.ts'
import { base32Of, codeUri, newCodeSecret } from '../../../people/sign-in/one-time-code.ts'
import { needsSecondFactor, passSecondFactor, setUpSecondFactor } from '../../../people/sign-in/second-factor.ts'
import { goTo, sendPage } from '../../answer.ts'
import { cookieNames, cookieOf, setCookie } from '../../cookies.ts'
import { fieldOf, ownPath, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { AskCodePage, RecoveryCodesPage, SetUpPage } from './second-factor-page.tsx'

/** Whether this visit has to pass the second factor before it sees anything of the desk. */
export const lacksSecondFactor = ({ site, roles, session }: SignedInContext): boolean =>
  needsSecondFactor(roles, site.config.mode) && session.secondFactorAt === null

/** To the door, and back afterwards to where one wanted to go. */
export function goToSecondFactor(context: SignedInContext): Promise<unknown> {
  const { method, url } = context.request
  return goTo(context, link('deskSecondFactor', {}, { next: method === 'GET' ? url : link('desk') }))
}

export function showSecondFactor(context: SignedInContext): Promise<unknown> {
  const next = nextOf(queryOf(context.request, 'next'))
  return lacksSecondFactor(context) ? draw(context, { next, problems: [] }) : goTo(context, next)
}

/** A code was typed: the first one of all, or the one of this sign-in. */
export async function answerSecondFactor(context: SignedInContext): Promise<unknown> {
  const { request, person, session, site } = context
  const next = nextOf(fieldOf(request, 'next'))
  if (!lacksSecondFactor(context)) return goTo(context, next)
  const { database } = site.shop
  const names = cookieNames(site)
  const attempt = { person, session, token: cookieOf(request, names.session) ?? '', code: fieldOf(request, 'code') }
  try {
    if (attempt.code.trim() === '') {
      throw new Failure('invalid', 'no code', [{ field: 'code', message: 'problem.code_empty' }])
    }
    if (await findSecondFactor(database.db, person.id)) {
      const token = await passSecondFactor(database, site.secretBox, attempt)
      setCookie(context, { name: names.session, value: token })
      return await goTo(context, next)
    }
    const secret = readSealed(context)
    if (!secret) throw new Failure('invalid', 'no secret', [{ field: 'code', message: 'problem.form_expired' }])
    const { token, recoveryCodes } = await setUpSecondFactor(database, site.secretBox, { ...attempt, secret })
    setCookie(context, { name: names.session, value: token })
    const { view } = context
    const page = <RecoveryCodesPage view={view} codes={recoveryCodes} next={next} />
    return await sendPage(context, { title: view.t('factor.codes_title'), children: page })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    site.shop.log.warn({ personId: person.id, why: error.message }, 'second factor refused')
    return draw(context, { next, problems: error.problems })
  }
}

async function draw(
  context: SignedInContext,
  drawn: { next: string; problems: readonly FieldProblem[] },
): Promise<unknown> {
  const { view, person, site } = context
  const isNew = (await findSecondFactor(site.shop.database.db, person.id)) === undefined
  return sendPage(context, {
    title: view.t(isNew ? 'factor.setup_title' : 'factor.ask_title'),
    status: drawn.problems.length > 0 ? 422 : 200,
    children: isNew ? (
      <SetUpPage view={view} {...drawn} {...secretFor(context)} />
    ) : (
      <AskCodePage view={view} {...drawn} />
    ),
  })
}

/** The secret travels sealed in the page until its first code was right: looking at the page writes nothing. */
function secretFor(context: SignedInContext): { uri: string; key: string; sealed: string } {
  const { view, person, session, site } = context
  const secret = readSealed(context) ?? newCodeSecret()
  const sealed = site.secretBox.seal(JSON.stringify([session.tokenHash, secret.toString('base64url')]))
  return { uri: codeUri(secret, { issuer: view.brand.name, login: person.login }), key: base32Of(secret), sealed }
}

const readSecret = jsonReader('the sealed secret', z.tuple([z.string(), z.string()]))

/** The secret of the page that came back, if it was drawn for this very session. */
function readSealed({ request, session, site }: SignedInContext): Buffer | undefined {
  try {
    const [tokenHash, secret] = readSecret(site.secretBox.open(fieldOf(request, 'sealed')))
    return tokenHash === session.tokenHash ? Buffer.from(secret, 'base64url') : undefined
  } catch {
    return undefined // Absent or changed on the way: a new secret is drawn.
  }
}

const nextOf = (text: string | undefined): string => (text ? ownPath(text) : link('desk'))
