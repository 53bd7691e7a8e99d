import { Icon } from '../look/icon.tsx'
import type { View } from '../look/view.ts'
import { link } from '../routes.ts'

export type FailureWords =
  | 'invalid'
  | 'signed_out'
  | 'forbidden'
  | 'not_staff'
  | 'not_found'
  | 'conflict'
  | 'unavailable'
  | 'too_large'
  | 'not_a_form'
  | 'broken'

/** What went wrong, in a sentence that says what to do; `reference` is what the person can quote. */
export function FailureView({ view, words, reference }: { view: View; words: FailureWords; reference?: string }) {
  const { t } = view
  return (
    <div class="split">
      <div class="stack g5">
        <h1>{t(`failure.title_${words}`)}</h1>
        <p class="intro">{t(`failure.${words}`)}</p>
        {reference && (
          <div>
            <p class="soft">{t('failure.reference')}</p>
            <p class="code">{reference}</p>
          </div>
        )}
        <p class="row actions">
          <a class="btn" href={link('home')}>
            <Icon name="back" />
            {t('frame.back_home')}
          </a>
        </p>
      </div>
    </div>
  )
}
