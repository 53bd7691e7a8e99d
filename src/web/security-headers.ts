import type { FastifyInstance } from 'fastify'

/** Where pages may take things from, each kind named: what is not named here is not loaded at all. */
function contentSecurityPolicy(formOrigins: readonly string[]): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
    'frame-ancestors': "'none'",
    // Chromium blocks the redirect that follows our own form unless its target is listed.
    'form-action': ["'self'", ...new Set(formOrigins)].join(' '),
  }
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join(';')
}

/** What every answer carries, errors and files too; the same for all, so it is made once. */
function securityHeaders(site: { https: boolean; formOrigins: readonly string[] }): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(site.formOrigins),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'same-origin',
    ...(site.https && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    // Off on purpose: the filter of old browsers could be turned against a page.
    'x-xss-protection': '0',
  }
}

/** Sets them before anything answers, on the raw answer: a stream of events is sent from there. */
export function secureAnswers(server: FastifyInstance, site: { https: boolean; formOrigins: readonly string[] }): void {
  const headers = new Map(Object.entries(securityHeaders(site)))
  server.addHook('onRequest', (_, reply, done) => {
    reply.raw.setHeaders(headers)
    done()
  })
}
