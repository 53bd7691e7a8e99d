import type { FastifyInstance } from 'fastify'
import { orNotFound } from '../../kit/failure.ts'
import { routes } from '../routes.ts'
import type { Site } from '../site.ts'

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
