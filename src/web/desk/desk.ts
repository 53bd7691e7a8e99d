import type { FastifyInstance } from 'fastify'
import { readContext, requireCsrfToken, requireRight } from '../request-context.ts'
import { routes } from '../routes.ts'
import type { Site } from '../site.ts'
import { deskMap } from './desk-map.ts'
import type { DeskRoute } from './desk-route.ts'
import { readUpload } from './read-upload.ts'
import { actProved } from './sign-in/act-proved.tsx'
import {
  answerSecondFactor,
  goToSecondFactor,
  lacksSecondFactor,
  showSecondFactor,
} from './sign-in/ask-second-factor.tsx'

/** The desk's door: whoever may see the desk may ask for it, and nothing is decided there. */
const door: ReadonlyArray<Omit<DeskRoute, 'right'>> = [
  { method: 'GET', route: 'deskSecondFactor', act: showSecondFactor },
  { method: 'POST', route: 'deskSecondFactor', act: answerSecondFactor },
]

/** The desk: each route asks for its right, then for the second factor, each form for its mark besides. */
export function serveDesk(server: FastifyInstance, site: Site): void {
  const serve = ({ method, route, right, upload, proved, act }: DeskRoute, isDoor: boolean) =>
    server.route({
      method,
      url: routes[route],
      handler: async (request, reply) => {
        const isUpload = request.isMultipart()
        if (isUpload && !upload) throw notAForm()
        const context = await readContext(site, request, reply)
        requireRight(context, right)
        if (!isDoor && lacksSecondFactor(context)) return goToSecondFactor(context)
        if (upload) request.body = await readUpload(request)
        if (method === 'POST') requireCsrfToken(context)
        return proved ? actProved(context, proved, act) : act(context)
      },
    })
  for (const route of deskMap) serve(route, false)
  for (const route of door) serve({ ...route, right: 'see_desk' }, true)
}

/** Only where a file is expected may a form bring one. */
const notAForm = (): Error => Object.assign(new Error('not a form'), { statusCode: 415 })
