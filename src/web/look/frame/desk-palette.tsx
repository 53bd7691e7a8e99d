import { link } from '../../routes.ts'
import { Icon } from '../icon.tsx'
import type { View } from '../view.ts'

/**
 * Ctrl K or ⌘ K at the desk: the search as a dialog, which enhance/palette.ts opens and fills. A combobox whose list is
 * always there (WAI-ARIA: editable, with list autocomplete). Sent as a form it is the page of the search.
 */
export function DeskPalette({ view: { t } }: { view: View }) {
  return (
    <dialog class="palette" aria-label={t('desk.search_label')} data-palette={link('deskSearchHits')}>
      <form class="ask" role="search" action={link('deskSearch')}>
        <div class="field">
          <label for="palette">{t('desk.search_label')}</label>
          <input
            class="in"
            id="palette"
            name="q"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            maxlength={100}
            aria-autocomplete="list"
            aria-expanded="false"
            aria-controls="palette-hits"
          />
        </div>
        <button class="btn quiet" type="button" aria-label={t('desk.search_close')} data-close>
          <Icon name="cross" size={18} />
        </button>
      </form>
      <p class="soft" role="status" />
      <div id="palette-hits" role="listbox" aria-label={t('desk.search_results')} hidden />
    </dialog>
  )
}
