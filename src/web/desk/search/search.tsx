import { render } from 'preact-render-to-string'
import { goTo } from '../../answer.ts'
import type { SignedInContext } from '../../request-context.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { findEverything, onlyOf, readSearchText } from './find-everything.ts'
import { SearchHits } from './search-hits.tsx'
import { SearchPage } from './search-page.tsx'

export const searchRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskSearch', right: 'see_desk', act: showSearch },
  { method: 'GET', route: 'deskSearchHits', right: 'see_desk', act: sendHits },
]

/** Pages, people and orders by one text; what is named exactly, or found alone, opens at once. */
async function showSearch(context: SignedInContext): Promise<unknown> {
  const { view } = context
  const text = readSearchText(context)
  const found = text === '' ? undefined : await findEverything(context, text)
  const only = found && onlyOf(view, found, text)
  if (only !== undefined) return goTo(context, only)
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskSearch'),
    children: <SearchPage view={view} text={text} found={found} />,
  })
}

/** The same hits as choices of the palette, for the script that shows them as one types. */
async function sendHits(context: SignedInContext): Promise<unknown> {
  const text = readSearchText(context)
  const found = text === '' ? { pages: [], people: [], orders: [] } : await findEverything(context, text)
  const html = render(<SearchHits view={context.view} found={found} />)
  return context.reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}
