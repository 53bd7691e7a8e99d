import type { FastifyInstance } from 'fastify'
import { routes } from './routes.ts'
import type { Site } from './site.ts'

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
