import type { View } from '../../look/view.ts'
import { type Found, linesOf } from './find-everything.ts'

/** Choices for the palette's list, kind by kind, with the sentence that says how many there are. */
export function SearchHits({ view, found }: { view: View; found: Found }) {
  const { t } = view
  const { count, ...lines } = linesOf(view, found)
  const heads = {
    pages: t('desk.search_pages'),
    people: t('desk.menu_deskPeople'),
    orders: t('desk.menu_deskOrders'),
  }
  return (
    <div data-says={count === 0 ? t('desk.search_none') : t('desk.search_hits', { count })}>
      {(['pages', 'people', 'orders'] as const)
        .filter((kind) => lines[kind].length > 0)
        .map((kind) => (
          <div key={kind} role="group" aria-labelledby={`hits-${kind}`}>
            <p id={`hits-${kind}`} role="presentation">
              {heads[kind]}
            </p>
            {lines[kind].map(({ href, label }, index) => (
              <a key={href} role="option" id={`hit-${kind}-${index}`} aria-selected="false" tabindex={-1} href={href}>
                {label}
              </a>
            ))}
          </div>
        ))}
    </div>
  )
}
