import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RawNotice } from '../gateways/gateway.ts'
import { nowOf } from '../kit/clock.ts'
import { Failure, orNotFound } from '../kit/failure.ts'
import { retryAfterS } from './failure-page.tsx'
import { routes } from './routes.ts'
import type { Site } from './site.ts'

const limitBytes = 256 * 1024
const longestQuery = 8 * 1024
/** A signature by the longest key in use has 684 signs. */
const longestHeader = 1_000
/** Proves nothing and may be anything: its beginning tells who sent it. */
const longestAgent = 200

/**
 * Messages from the gateways: raw bytes in, acknowledged once they are stored. No session, no form parser, no
 * decompression, and no redirect ever: some gateways would steer the payer's browser by it.
 */
export function serveNotices(server: FastifyInstance, site: Site): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limitBytes }, (_, body, done) => done(null, body))
  boundNotices(server)
  server.setErrorHandler(async (error, _, reply) => {
    const status = statusOf(error)
    if (status >= 500) site.shop.log.error({ error: String(error) }, 'notice not stored')
    return refuse(reply, status)
  })
  server.route<{ Params: { gatewayId: string } }>({
    method: ['GET', 'POST'],
    url: routes.notices,
    async handler(request, reply) {
      const { gatewayId } = request.params
      const found = site.shop.gateways.get(gatewayId)
      if (!found) site.shop.log.warn({ gateway: gatewayId.slice(0, 40) }, 'notice for a gateway that is not in use')
      const connected = orNotFound(found, 'gateway')
      const { noticeHeaders } = connected.kind
      const raw = asRaw(request, nowOf(site.shop.database.clock), noticeHeaders)
      if (isTooLong(raw)) return refuse(reply, 431)
      if (raw.body.length > connected.kind.noticeLimitBytes) return refuse(reply, 413)
      const receipt = await site.receiveNotice(gatewayId, raw)
      if (receipt === 'rejected') return refuse(reply, 400)
      if (receipt === 'unprovable') return refuse(reply, 503)
      if (receipt === 'stored') site.worker.wake('notices')
      return reply.code(connected.kind.noticeAnswer.status).type('text/plain').send(connected.kind.noticeAnswer.body)
    },
  })
}

/** More than these under way at once are refused before their bytes are read; providers send a refused notice again. */
const mostAtOnce = 1_500

function boundNotices(server: FastifyInstance): void {
  let underWay = 0
  server.addHook('onRequest', async (_, reply) => {
    if (underWay >= mostAtOnce) return refuse(reply, 503)
    underWay += 1
    reply.raw.once('close', () => {
      underWay -= 1
    })
  })
}

/** Anything but a plain refusal of ours is to be sent again. */
function statusOf(error: unknown): number {
  if (error instanceof Failure) return error.code === 'unavailable' ? 503 : 404
  const status = (error as { statusCode?: number }).statusCode ?? 503
  return status >= 500 ? 503 : status
}

function refuse(reply: FastifyReply, status: number): FastifyReply {
  if (status === 503) reply.header('retry-after', String(retryAfterS))
  return reply.code(status).type('text/plain').send('')
}

const isTooLong = ({ query, headers }: RawNotice): boolean =>
  query.length > longestQuery || Object.values(headers).some((value) => String(value).length > longestHeader)

/** Headers that matter for a proof; cookies and credentials of any proxy are not kept. */
function asRaw(request: FastifyRequest, receivedAt: string, noticeHeaders: readonly string[]): RawNotice {
  const kept = Object.entries(request.headers).filter(
    ([name]) => /^content-|^user-agent$/.test(name) || noticeHeaders.includes(name),
  )
  const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?') + 1) : ''
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    headers: Object.fromEntries(
      kept.flatMap(([name, value]) => {
        if (value === undefined) return []
        return [[name, name === 'user-agent' ? String(value).slice(0, longestAgent) : value]]
      }),
    ),
    query,
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    receivedAt,
  }
}

const longest = 100

/**
 * The address of a notice as it should have been typed at the provider: a slash too many behind it, or another letter
 * case, is the same address. Anything else is left as it is.
 */
export function noticeAddress(url: string): string {
  const cut = url.indexOf('?')
  const [path, query] = cut < 0 ? [url, ''] : [url.slice(0, cut), url.slice(cut)]
  if (path.length > longest || !/^\/notices\//i.test(path)) return url
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end).toLowerCase() + query
}

/** The simulated providers, mounted in demo mode and in tests: real HTTP, their own pages, their own rules. */
export function serveSimulators(server: FastifyInstance, site: Site): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  server.route<{ Params: { gatewayId: string; '*': string } }>({
    method: ['GET', 'POST', 'PATCH'],
    url: routes.simulated,
    async handler(request, reply) {
      const simulator = orNotFound(site.simulators.get(request.params.gatewayId), 'simulator')
      const [, query = ''] = request.url.split(/\?(.*)/s)
      const answer = await simulator.handle({
        method: request.method,
        path: `/${request.params['*']}`,
        query,
        headers: request.headers,
        body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
      })
      if ('cut' in answer) return void request.raw.socket.destroy()
      return reply.code(answer.status).headers(answer.headers).send(answer.body)
    },
  })
}
