import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { DatabaseUnavailable } from '../db/unavailable.ts'
import { Failure, type FailureCode } from '../kit/failure.ts'
import { newToken } from '../kit/id.ts'
import { renderPage } from './look/frame/layout.tsx'
import { Icon } from './look/icon.tsx'
import type { View } from './look/view.ts'
import { fieldOf, ownPath, paramOf, readContext, viewOfUnknown } from './request-context.ts'
import { link } from './routes.ts'
import type { Site } from './site.ts'

/** The only place where a refusal becomes a status. */
const statusOf: Readonly<Record<FailureCode, number>> = {
  invalid: 422,
  signed_out: 401,
  forbidden: 403,
  not_staff: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unavailable: 503,
}

/** After so many seconds the same request may be sent again: a node that froze, or a server that restarts, is back. */
export const retryAfterS = 5

/**
 * A page that says what happened and what to do. A bug is logged in full and shown as a reference only; a database that
 * cannot be had is no bug, and its page is drawn without it.
 */
export async function answerFailure(
  site: Site,
  error: unknown,
  at: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  const { request, reply } = at
  const { status, words } = classify(error)
  if (status === 401) {
    const ended = request.method === 'GET' ? 'yes' : 'form'
    return void (await reply.redirect(link('signIn', {}, { next: wayBack(request), ended }), 303))
  }
  const isDown = error instanceof DatabaseUnavailable
  const reference = status >= 500 && !isDown ? `E-${newToken(40).toUpperCase()}` : undefined
  if (isDown) site.shop.log.warn({ route: request.routeOptions.url, why: error.message }, 'page not available')
  if (reference)
    site.shop.log.error({ reference, route: request.routeOptions.url, error: stackOf(error) }, 'page failed')
  if (reply.sent) return
  if (status === 503) reply.header('retry-after', String(retryAfterS))
  const html = await drawFailure(site, at, { words, isDown, ...(reference && { reference }) })
  await reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}

/** After sign-in one is back where one was: at the order or the summary that a form was about, else at the form. */
function wayBack(request: FastifyRequest): string {
  if (request.method === 'GET') return request.url
  const orderId = paramOf(request, 'orderId')
  if (orderId !== '' && request.url.startsWith('/orders/')) return link('order', { orderId })
  const quote = fieldOf(request, 'quote')
  return quote === '' ? pageOfForm(request) : link('summary', {}, { quote })
}

/** The page of ours that a form was sent from; the home page where the browser does not tell. */
function pageOfForm({ headers: { referer = '', host } }: FastifyRequest): string {
  const from = URL.parse(referer)
  return from?.host === host ? ownPath(`${from?.pathname}${from?.search}`) : link('home')
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function classify(error: unknown): { status: number; words: FailureWords } {
  if (error instanceof Failure) return { status: statusOf[error.code], words: error.code }
  const status = (error as Partial<FastifyError>).statusCode ?? 500
  if (status === 413) return { status, words: 'too_large' }
  if (status === 415) return { status, words: 'not_a_form' }
  if (status === 404) return { status, words: 'not_found' }
  if (status >= 400 && status < 500) return { status, words: 'invalid' }
  return { status: 500, words: 'broken' }
}

/** Should even the drawing be what is broken, a sentence without the frame must do. */
async function drawFailure(
  site: Site,
  at: { request: FastifyRequest; reply: FastifyReply },
  { isDown, ...failure }: { words: FailureWords; isDown: boolean; reference?: string },
): Promise<string> {
  try {
    const view = isDown ? viewOfUnknown(site, at.request, at.reply) : await viewOfVisitor(site, at)
    const title = view.t(`failure.title_${failure.words}`)
    return renderPage({ view, title, children: <FailureView view={view} {...failure} /> })
  } catch {
    const words = 'Service momentanément indisponible. / Service unavailable for a moment.'
    return `<!doctype html><title>503</title><p>${words}</p>`
  }
}

/** What broke may have been something else, and the database goes away a moment later. */
async function viewOfVisitor(site: Site, at: { request: FastifyRequest; reply: FastifyReply }): Promise<View> {
  try {
    return (await readContext(site, at.request, at.reply)).view
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error
    return viewOfUnknown(site, at.request, at.reply)
  }
}

export type FailureWords =
  | 'invalid'
  | 'signed_out'
  | 'forbidden'
  | 'not_staff'
  | 'not_found'
  | 'conflict'
  | 'unavailable'
  | 'too_large'
  | 'not_a_form'
  | 'broken'

/** What went wrong, in a sentence that says what to do; `reference` is what the person can quote. */
export function FailureView({ view, words, reference }: { view: View; words: FailureWords; reference?: string }) {
  const { t } = view
  return (
    <div class="split">
      <div class="stack g5">
        <h1>{t(`failure.title_${words}`)}</h1>
        <p class="intro">{t(`failure.${words}`)}</p>
        {reference && (
          <div>
            <p class="soft">{t('failure.reference')}</p>
            <p class="code">{reference}</p>
          </div>
        )}
        <p class="row actions">
          <a class="btn" href={link('home')}>
            <Icon name="back" />
            {t('frame.back_home')}
          </a>
        </p>
      </div>
    </div>
  )
}
