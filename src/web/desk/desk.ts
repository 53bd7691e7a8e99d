import type { FastifyInstance } from 'fastify'
import { routes } from '../routes.ts'
import type { Site } from '../site.ts'
import { readVisit, requireProof, requireRight } from '../visit.ts'
import { deskMap } from './desk-map.ts'
import { readUpload } from './read-upload.ts'

/** The desk: each route asks for its right, each form for its proof besides. */
export function serveDesk(server: FastifyInstance, site: Site): void {
  for (const { method, route, right, upload, act } of deskMap) {
    server.route({
      method,
      url: routes[route],
      handler: async (request, reply) => {
        const visit = await readVisit(site, request, reply)
        requireRight(visit, right)
        if (upload) request.body = await readUpload(request)
        if (method === 'POST') requireProof(visit)
        return act(visit)
      },
    })
  }
}
