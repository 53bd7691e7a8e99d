import type { ComponentChildren } from 'preact'
import type { DeskPlace } from './look/frame/desk-frame.tsx'
import { renderPage } from './look/frame/layout.tsx'
import type { MenuName } from './look/frame/portal-frame.tsx'
import type { RequestContext } from './request-context.ts'

type Page = {
  title: string
  at?: MenuName
  status?: number
  isPayment?: boolean
  desk?: DeskPlace
  sheets?: readonly string[]
  children: ComponentChildren
}

/** Sends a page. What is personal is never kept by a cache. */
export function sendPage({ reply, view }: RequestContext, { status = 200, ...page }: Page): Promise<unknown> {
  // As bytes: a text of mixed signs is counted and converted twice on its way out.
  const html = Buffer.from(renderPage({ view, ...page }))
  return Promise.resolve(
    reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html),
  )
}

/** After a POST: the next page is fetched anew, so that a reload repeats nothing. */
export function goTo({ reply }: Pick<RequestContext, 'reply'>, url: string): Promise<unknown> {
  return Promise.resolve(reply.header('cache-control', 'no-store').redirect(url, 303))
}

type Head = { getHeader: (name: string) => unknown; setHeader: (name: string, value: string) => unknown }

/** Another content security policy for this answer alone. */
export function changePolicy(head: Head, change: (policy: string) => string): void {
  head.setHeader('content-security-policy', change(String(head.getHeader('content-security-policy'))))
}
