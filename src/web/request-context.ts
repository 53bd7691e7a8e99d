import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BrandContent } from '../brand/brand-content.ts'
import { Failure } from '../kit/failure.ts'
import { isDraft, languageOfDrafts, offeredLanguages } from '../kit/language.ts'
import { sameText } from '../kit/secret-box.ts'
import { translator } from '../messages/translate.ts'
import type { Person } from '../people/person.ts'
import { mayDo, type Right, type Role, rightsOf } from '../people/role.ts'
import { findSignedIn, type WebSession } from '../people/sign-in/web-session.ts'
import { assetUrls } from './assets.ts'
import { cookieNames, cookieOf, languageOf, themeOf, visitorToken } from './cookies.ts'
import type { View } from './look/view.ts'
import { routes } from './routes.ts'
import type { Site } from './site.ts'

/** One request, understood: who asks, in which language, with what proof. */
export type RequestContext = {
  site: Site
  request: FastifyRequest
  reply: FastifyReply
  person: Person | undefined
  session: WebSession | undefined
  roles: readonly Role[]
  view: View
}
export type SignedInContext = RequestContext & { person: Person; session: WebSession }

/** Reads who asks. A broken or foreign cookie is as good as none. */
export async function readContext(site: Site, request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
  const names = cookieNames(site)
  const token = cookieOf(request, names.session)
  const { database } = site.shop
  const found = token === undefined ? undefined : await findSignedIn(database, token)
  const { session, person, roles = [] } = found ?? {}
  const secret = session && token ? token : visitorToken({ site, request, reply }, names.visitor)
  const [brand, isOpen] = await Promise.all([site.brand.current(), site.opening.isOpen()])
  const view = asView({ site, request }, { brand, secret, session, person, roles, isOpen })
  return { site, request, reply, person, session, roles, view }
}

/** How a page looks that is drawn without the database: for somebody who is not known, with the brand as last seen. */
export function viewOfUnknown(site: Site, request: FastifyRequest, reply: FastifyReply): View {
  const secret = visitorToken({ site, request, reply }, cookieNames(site).visitor)
  return asView({ site, request }, { ...nobody, brand: site.brand.lastKnown(), secret })
}

const nobody = { session: undefined, person: undefined, roles: [], isOpen: true }

function asView(
  { site, request }: Pick<RequestContext, 'site' | 'request'>,
  seen: Pick<RequestContext, 'session' | 'person' | 'roles'> & { brand: BrandContent; secret: string; isOpen: boolean },
): View {
  const { brand, person } = seen
  const chosen = languageOf(site, request, seen)
  // A draft has no words for the desk: a page in English says that it is.
  const language = isDraft(chosen) && request.url.startsWith(routes.desk) ? languageOfDrafts : chosen
  return {
    t: translator(language),
    language,
    languages: offeredLanguages(site.config.draftLanguages),
    timeZone: site.config.timeZone,
    brand,
    mode: site.config.mode,
    method: (gatewayId) => site.methodLook(gatewayId, language),
    theme: person?.theme ?? themeOf(cookieOf(request, 'obole-theme')),
    person: person && { name: person.name, login: person.login, hasAddress: person.email !== null },
    roles: seen.roles,
    rights: rightsOf(seen.roles),
    withdrawal: site.config.withdrawal,
    csrf: site.secretBox.sign('csrf', seen.secret),
    here: request.method === 'GET' ? request.url : '/',
    path: request.url.split('?', 1)[0] ?? '/',
    closed: !seen.isOpen,
    assets: assetUrls(brand),
  }
}

/** Throws Failure `forbidden` unless the form came from a page of ours that this very visitor was shown. */
export function requireCsrfToken(context: RequestContext): void {
  const { request } = context
  const fetchSite = request.headers['sec-fetch-site']
  const foreign = fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none'
  if (foreign || !isOwnOrigin(context) || !sameText(fieldOf(request, 'csrf'), context.view.csrf)) {
    throw new Failure('forbidden', 'form without proof')
  }
}

/**
 * Whether the browser names no other site as the form's origin. `null` is what it says where it withholds
 * where it comes from (a strict privacy setting): then it must say besides that the form is of this very site.
 */
function isOwnOrigin({ request, site }: RequestContext): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (origin === 'null') return request.headers['sec-fetch-site'] === 'same-origin'
  const named = URL.parse(origin)?.host
  // The demonstration is reached by any name of its machine; elsewhere the public URL is the only one.
  return named === new URL(site.config.publicUrl).host || (site.config.mode === 'demo' && named === host)
}

/** Throws Failure `signed_out`: the failure page leads to sign-in and back. */
export function requirePerson(context: RequestContext): asserts context is SignedInContext {
  if (!context.person || !context.session) throw new Failure('signed_out', 'signed out')
}

/** Throws Failure `signed_out`, `not_staff` for who has no role at all, or `forbidden`. */
export function requireRight(context: RequestContext, right: Right): asserts context is SignedInContext {
  requirePerson(context)
  if (context.roles.length === 0) throw new Failure('not_staff', `has no role, and needs ${right}`)
  if (!mayDo(context.roles, right)) throw new Failure('forbidden', `needs ${right}`)
}

/** A form field as text; a field that is absent, doubled or no text is empty. */
export function fieldOf(request: FastifyRequest, name: string): string {
  return asText((request.body as Record<string, unknown> | null | undefined)?.[name]) ?? ''
}

/** A query value as text; absent or doubled, it is not there. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  return asText((request.query as Record<string, unknown>)[name])
}

/** A part of the path. */
export function paramOf(request: FastifyRequest, name: string): string {
  return asText((request.params as Record<string, unknown>)[name]) ?? ''
}

/** PostgreSQL stores no NUL and says so by an error: what holds one is no text of anybody's. */
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && !value.includes('\0') ? value : undefined

/** A path of our own to go back to; anything that could lead elsewhere is the home page. */
export function ownPath(text: string): string {
  const isOwn = text.startsWith('/') && !text.startsWith('//') && !text.includes('\\')
  return isOwn && /^[\x21-\x7e]*$/.test(text) ? text : '/'
}
