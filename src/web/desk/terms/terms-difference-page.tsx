import type { PublishedTerms, TermsOfSale } from '../../../catalogue/terms-of-sale.ts'
import { PageHead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { TermsDifference } from './new-terms-page.tsx'

type Versions = readonly Pick<PublishedTerms, 'number'>[]
type Props = { view: View; versions: Versions; from: TermsOfSale; to: TermsOfSale }

export function TermsDifferencePage({ view, versions, from, to }: Props) {
  const { t } = view
  return (
    <>
      <PageHead
        title={t('terms_desk.difference_title', { from: from.number, to: to.number })}
        back={{ href: link('deskTerms'), label: t('desk.menu_deskTerms') }}
      />
      <div class="stack g5">
        <CompareForm view={view} versions={versions} from={from.number} to={to.number} />
        <TermsDifference view={view} before={from.texts} after={to.texts} />
      </div>
    </>
  )
}

/** Any two versions, chosen by their numbers. */
export function CompareForm({ view, ...props }: { view: View; versions: Versions; from: number; to: number }) {
  const { t } = view
  return (
    <form class="filter" method="get" action={link('deskTermsDifference')}>
      {(['from', 'to'] as const).map((name) => (
        <div class="field" key={name}>
          <label for={name}>{t(`terms_desk.${name}`)}</label>
          <select class="in" id={name} name={name}>
            {props.versions.map(({ number }) => (
              <option key={number} value={String(number)} selected={number === props[name]}>
                {number}
              </option>
            ))}
          </select>
        </div>
      ))}
      <button class="btn quiet" type="submit">
        {t('terms_desk.compare_do')}
      </button>
    </form>
  )
}
