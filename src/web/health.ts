import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { routes } from './routes.ts'
import type { Site } from './site.ts'

/** `healthz`: the process answers. `readyz`: it can work, the database included. */
export function serveHealth(server: FastifyInstance, site: Site): void {
  server.get(routes.healthz, (_, reply) => reply.type('text/plain').send('ok\n'))
  server.get(routes.readyz, async (_, reply) => {
    try {
      await sql`select 1`.execute(site.shop.database.db)
      return reply.type('text/plain').send('ready\n')
    } catch {
      return reply.code(503).type('text/plain').send('database not available\n')
    }
  })
}
