import type { OutgoingHttpHeaders } from 'node:http'
import { MINUTE } from '../../kit/clock.ts'
import type { SignedVisit } from '../visit.ts'
import { ownOrder } from './own-order.tsx'

const pauseMs = 700
const lifeMs = 10 * MINUTE

/**
 * Server-sent events of one order: `changed` as soon as anything about it was written, then the stream ends and the
 * page asks for itself anew. It looks at the database, so it works whichever node settled the payment.
 */
export async function streamOrder(visit: SignedVisit): Promise<unknown> {
  const order = await ownOrder(visit)
  const { request, reply, site } = visit
  const { db } = site.shop.database
  const newest = async () => {
    const row = await db
      .selectFrom('statusChange')
      .select((eb) => eb.fn.max('id').as('id'))
      .where('orderId', '=', order.id)
      .executeTakeFirst()
    return row?.id ?? ''
  }
  const before = await newest()
  reply.hijack()
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  reply.raw.write('retry: 3000\n\n')
  const gone = new AbortController()
  request.raw.on('close', () => gone.abort())
  const ended = AbortSignal.any([gone.signal, site.stopping])
  // Real time on purpose: this only spaces out looks at the database.
  const until = performance.now() + lifeMs
  while (!ended.aborted && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if ((await newest()) === before) continue
    reply.raw.write('event: changed\ndata: {}\n\n')
    break
  }
  reply.raw.end()
  return reply
}
