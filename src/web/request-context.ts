import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BrandContent } from '../brand/brand-content.ts'
import { Failure } from '../kit/failure.ts'
import { newToken } from '../kit/id.ts'
import { isDraft, isLanguage, languageOfDrafts, mainLanguage, offeredLanguages } from '../kit/language.ts'
import { sameText } from '../kit/secret-box.ts'
import { type Language, translator } from '../messages/translate.ts'
import type { Person, Theme } from '../people/person.ts'
import { mayDo, type Right, type Role, rightsOf } from '../people/role.ts'
import { findSignedIn, type WebSession } from '../people/sign-in/web-session.ts'
import { assetUrls } from './assets.ts'
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

/** `__Host-` binds a cookie to this very host; browsers accept it only over https. */
export function cookieNames(site: Pick<Site, 'config'>): { session: string; visitor: string; secure: boolean } {
  const secure = site.config.publicUrl.startsWith('https:')
  const prefix = secure ? '__Host-' : ''
  return { session: `${prefix}obole`, visitor: `${prefix}obole-visitor`, secure }
}

const cookieLifeS = 180 * 24 * 3600
const maxCookieLength = 200

/** Sets a cookie that no script reads; `keep` lets it outlive the browser. */
export function setCookie(
  context: Pick<RequestContext, 'site' | 'reply'>,
  cookie: { name: string; value: string; keep?: boolean },
): void {
  const { secure } = cookieNames(context.site)
  const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure }
  void context.reply.setCookie(cookie.name, cookie.value, { ...options, ...(cookie.keep && { maxAge: cookieLifeS }) })
}

/** Takes a cookie back. */
export function dropCookie(context: Pick<RequestContext, 'site' | 'reply'>, name: string): void {
  const { secure } = cookieNames(context.site)
  void context.reply.clearCookie(name, { path: '/', secure, httpOnly: true, sameSite: 'lax' })
}

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

/** Who is signed out is known to this browser's cookie only; its forms are bound to it. */
function visitorToken(at: Pick<RequestContext, 'site' | 'request' | 'reply'>, name: string): string {
  const known = cookieOf(at.request, name)
  if (known !== undefined) return known
  const token = newToken()
  setCookie(at, { name, value: token })
  return token
}

/** A cookie's value, when it is one of ours by its form; anything else is as good as none. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.cookies[name]
  return value !== undefined && value.length <= maxCookieLength && /^[\w.-]+$/.test(value) ? value : undefined
}

/** Signed in: what was chosen before it, else the profile’s. Signed out: what was chosen, else the browser’s. */
function languageOf(
  { config }: Site,
  request: FastifyRequest,
  { session, person }: Pick<RequestContext, 'session' | 'person'>,
): Language {
  const offered = offeredLanguages(config.draftLanguages)
  const known = (language: string | undefined | null) => offered.find((each) => each === language)
  if (person) return known(session?.language ?? person.language) ?? mainLanguage
  const chosen = known(chosenLanguage(request))
  if (chosen) return chosen
  const wanted = (request.headers['accept-language'] ?? '').slice(0, 500).toLowerCase()
  const first = wanted
    .split(',')
    .map((part) => known(part.trim().slice(0, 2)))
    .find((language) => language !== undefined)
  return first ?? mainLanguage
}

/** What who is signed out has chosen on a page. */
export function chosenLanguage(request: FastifyRequest): Language | undefined {
  const chosen = cookieOf(request, 'obole-language')
  return isLanguage(chosen) ? chosen : undefined
}

const themeOf = (text: string | undefined): Theme => (text === 'light' || text === 'dark' ? text : 'automatic')

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
