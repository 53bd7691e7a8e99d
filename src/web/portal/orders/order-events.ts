import type { OutgoingHttpHeaders } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { MINUTE } from '../../../kit/clock.ts'
import type { SignedInContext } from '../../request-context.ts'
import { ownOrder } from './own-order.tsx'

const pauseMs = 700
const lifeMs = 10 * MINUTE

/**
 * Server-sent events of one order: `changed` as soon as anything about it was written, then the stream ends and the
 * page asks for itself anew. It looks at the database, so it works whichever node settled the payment. Who has enough
 * of them open is refused: the page says the same when it is loaded anew.
 */
export async function streamOrder(context: SignedInContext): Promise<unknown> {
  const order = await ownOrder(context)
  const end = context.site.orderStreams.take(context.person.id)
  if (!end) return context.reply.code(429).header('retry-after', '60').type('text/plain').send('')
  try {
    return await watch(context, order.id)
  } finally {
    end()
  }
}

async function watch(context: SignedInContext, orderId: string): Promise<unknown> {
  const { request, reply, site } = context
  const { db } = site.shop.database
  const newest = async () => {
    const row = await db
      .selectFrom('statusChange')
      .select((eb) => eb.fn.max('id').as('id'))
      .where('orderId', '=', orderId)
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
  reply.raw.on('error', () => {})
  reply.raw.write('retry: 3000\n\n')
  const gone = new AbortController()
  request.raw.on('close', () => gone.abort())
  const ended = AbortSignal.any([gone.signal, site.stopping])
  // Real time on purpose: this only spaces out looks at the database.
  const until = performance.now() + lifeMs
  try {
    while (!ended.aborted && performance.now() < until) {
      // Who goes makes room at once.
      await setTimeout(pauseMs, undefined, { signal: ended }).catch(() => {})
      if (ended.aborted) break
      if ((await newest()) === before) continue
      reply.raw.write('event: changed\ndata: {}\n\n')
      break
    }
  } finally {
    // Without a database too: the browser asks again in three seconds.
    reply.raw.end()
  }
  return reply
}

/** Tabs that one person may watch, and streams that one operator's pages hold open in this process. */
const [mostOfOne, mostOfAll] = [6, 1_000]

export type OrderStreams = {
  /** Counts a stream; undefined where there are enough. Call what it returns when the stream ends. */
  take(personId: string): (() => void) | undefined
}

/** How many event streams each person has open. */
export function countOrderStreams(): OrderStreams {
  const open = new Map<string, number>()
  let all = 0
  return {
    take(personId) {
      const mine = open.get(personId) ?? 0
      if (mine >= mostOfOne || all >= mostOfAll) return undefined
      open.set(personId, mine + 1)
      all += 1
      return () => {
        const left = (open.get(personId) ?? 1) - 1
        if (left === 0) open.delete(personId)
        else open.set(personId, left)
        all -= 1
      }
    },
  }
}
