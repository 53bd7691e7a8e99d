import type { FastifyRequest } from 'fastify'
import { newToken } from '../kit/id.ts'
import { isLanguage, mainLanguage, offeredLanguages } from '../kit/language.ts'
import type { Language } from '../messages/translate.ts'
import type { Theme } from '../people/person.ts'
import type { RequestContext } from './request-context.ts'
import type { Site } from './site.ts'

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

/** Who is signed out is known to this browser's cookie only; its forms are bound to it. */
export function visitorToken(at: Pick<RequestContext, 'site' | 'request' | 'reply'>, name: string): string {
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
export function languageOf(
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

export const themeOf = (text: string | undefined): Theme => (text === 'light' || text === 'dark' ? text : 'automatic')
