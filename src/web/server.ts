import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance } from 'fastify'
import { SECOND } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import type { TrustProxy } from '../kit/http/trust-proxy.ts'
import { isLikelyProxy, keepUnseenProxy } from '../opening/unseen-proxy.ts'
import { serveAssets } from './assets.ts'
import { serveDesk } from './desk/desk.ts'
import { answerFailure } from './failure-page.tsx'
import { noticeAddress, serveNotices, serveSimulators } from './gateway-notice.ts'
import { servePortal } from './portal/portal.ts'
import { deskForm, formReader, portalForm, readQuery } from './read-fields.ts'
import { routes } from './routes.ts'
import type { Site } from './site.ts'
import { endUnusedConnections } from './unused-connections.ts'

const formLimitBytes = 64 * 1024
/** Terms of sale come in two languages, and each accent is sent as six signs. */
const deskFormLimitBytes = 1024 * 1024

/** How long a request may take to arrive, its head and as a whole, and how often that is looked at: milliseconds. */
export type Patience = { headMs: number; wholeMs: number; lookEveryMs: number }
const patience: Patience = { headMs: 10 * SECOND, wholeMs: 30 * SECOND, lookEveryMs: 5 * SECOND }

/**
 * A page is compressed in one go, because a stream for each costs more than its compressing; the next quality costs
 * twice as much for a tenth less. The window is as wide as a long
 * page; a wider one is only more memory to clear.
 */
const compression = {
  threshold: 1024,
  syncThreshold: 256 * 1024,
  encodings: ['br', 'gzip'] as Array<'br' | 'gzip'>,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 2, [constants.BROTLI_PARAM_LGWIN]: 17 } },
}

/** The web server: plugin order, one mount for each area. It does not listen yet. */
export async function createWebServer(
  site: Site,
  { headMs, wholeMs, lookEveryMs } = patience,
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    requestTimeout: wholeMs,
    http: { headersTimeout: headMs, requestTimeout: wholeMs, connectionsCheckingInterval: lookEveryMs },
    trustProxy: trustedBy(site.config.trustProxy),
    bodyLimit: formLimitBytes,
    routerOptions: { maxParamLength: 200, querystringParser: readQuery },
    rewriteUrl: ({ url = '/' }) => noticeAddress(url),
    forceCloseConnections: 'idle',
  })
  // No file handle left for one more connection is told as an event of the server, and passes.
  server.server.on('error', (error) => site.shop.log.error({ error: String(error) }, 'connection not accepted'))
  server.setErrorHandler((error, request, reply) => answerFailure(site, error, { request, reply }))
  server.setNotFoundHandler((request, reply) =>
    answerFailure(site, new Failure('not_found', request.url), { request, reply }),
  )
  endUnusedConnections(server)
  watchForProxy(server, site)
  await server.register(cookie)
  await server.register(helmet, securityHeaders(site))
  serveHealth(server, site)
  await server.register(async (raw) => serveNotices(raw, site))
  if (site.simulators.size > 0) await server.register(async (raw) => serveSimulators(raw, site))
  await server.register(async (pages) => {
    await pages.register(compress, compression)
    serveAssets(pages, site)
    // A form's own encoding and nothing else: JSON can be sent by a page of somebody else's without a question.
    pages.removeAllContentTypeParsers()
    await pages.register(async (portal) => {
      await portal.register(formbody, { bodyLimit: formLimitBytes, parser: formReader(portalForm) })
      servePortal(portal, site)
    })
    await pages.register(async (desk) => {
      await desk.register(formbody, { bodyLimit: deskFormLimitBytes, parser: formReader(deskForm) })
      await desk.register(multipart)
      serveDesk(desk, site)
    })
  })
  return server
}

/** Counted from us: of the addresses that a request names, those that our own proxies have appended are believed. */
function trustedBy(trust: TrustProxy): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trust === 'number') return (_, hop) => hop < trust
  return trust === false ? false : [...trust]
}

/** Says once, and keeps, that a proxy stands before us whose word about addresses is not taken. */
function watchForProxy(server: FastifyInstance, site: Site): void {
  if (site.config.trustProxy !== false) return
  let isKnown = false
  server.addHook('onRequest', async ({ raw }) => {
    if (isKnown || !isLikelyProxy(raw.socket.remoteAddress, raw.headers)) return
    isKnown = true
    site.shop.log.warn({}, 'a proxy is before us and OBOLE_TRUST_PROXY is not set: everybody has its address')
    // Beside the request: it must be answered whatever the database says.
    void keepUnseenProxy(site.shop.database).catch(() => {})
  })
}

/** Every directive is named: the library's defaults would open some of them. */
function securityHeaders(site: Site) {
  const https = site.config.publicUrl.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        // Chromium blocks the redirect that follows our own form unless its target is listed.
        formAction: ["'self'", ...new Set(site.formOrigins)],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    crossOriginOpenerPolicy: { policy: 'same-origin' as const },
    xFrameOptions: { action: 'deny' as const },
  }
}

/**
 * `healthz`: the process answers. `readyz`: it can take money in, which is to say that a row it writes is on the disk
 * within two seconds. A full disk, a lock from outside, a frozen or read-only server: 503, also while pages that only
 * read are still answered.
 */
export function serveHealth(server: FastifyInstance, site: Site): void {
  server.get(routes.healthz, (_, reply) => reply.type('text/plain').send('ok\n'))
  server.get(routes.readyz, async (_, reply) => {
    if (await site.shop.database.isReady()) return reply.type('text/plain').send('ready\n')
    return reply.code(503).type('text/plain').send('database not available\n')
  })
}
