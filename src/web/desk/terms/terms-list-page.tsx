import type { PublishedTerms } from '../../../catalogue/terms-of-sale.ts'
import type { Instant } from '../../../kit/clock.ts'
import { Notice, State } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { CompareForm } from './terms-difference-page.tsx'

type Props = {
  view: View
  versions: readonly PublishedTerms[]
  nameOf: (id: string) => string
  now: Instant
  done: string | undefined
}

export function TermsListPage({ view, versions, nameOf, now, done }: Props) {
  const { t } = view
  const [newest, before] = versions
  return (
    <>
      <div class="head">
        <div>
          <h1>{t('desk.foot_deskTerms')}</h1>
          <p class="soft">{t('terms_desk.says')}</p>
        </div>
        <p class="row near">
          <a class="btn quiet" href={link('deskBrand')}>
            {t('brand.back')}
          </a>
          {view.rights.includes('publish_terms') && (
            <a class="btn" href={link('deskTermsNew')}>
              {t('terms_desk.new')}
            </a>
          )}
        </p>
      </div>
      {done && (
        <div class="mb5" role="status">
          <Notice tone="good" icon="confirmed">
            <p>{done}</p>
          </Notice>
        </div>
      )}
      <TermsTable view={view} versions={versions} nameOf={nameOf} now={now} />
      {newest && before && (
        <section aria-labelledby="compare">
          <h2 id="compare">{t('terms_desk.compare')}</h2>
          <CompareForm view={view} versions={versions} from={before.number} to={newest.number} />
        </section>
      )}
    </>
  )
}

function TermsTable({ view, versions, nameOf, now }: Omit<Props, 'done'>) {
  const { t } = view
  return (
    <table class="data reflow versions" role="table">
      <caption class="vh">{t('desk.foot_deskTerms')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {(['version', 'state', 'effective', 'published'] as const).map((name) => (
            <th scope="col" role="columnheader" key={name}>
              {t(`terms_desk.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {versions.map((version) => (
          <tr role="row" key={version.number}>
            <td role="cell" class="nb">
              <a href={link('termsVersion', { termsId: version.termsId })}>
                {t('terms_desk.read', { number: version.number })}
              </a>
            </td>
            <td role="cell">
              <VersionState view={view} state={stateOf(version, versions, now)} />
            </td>
            <td role="cell">
              <span class="narrow-only">{t('terms_desk.effective')} </span>
              {dateText(view, version.effectiveAt)}, {timeText(view, version.effectiveAt)}
            </td>
            <td role="cell">
              <span class="narrow-only">{t('terms_desk.published')} </span>
              {t('terms_desk.published_by', {
                date: dateText(view, version.publishedAt),
                name: nameOf(version.publishedBy),
              })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type TermsState = 'in_force' | 'future' | 'past' | 'never'

/** The day counts, then the number; who had the same day and a lower number never was in force. */
export function stateOf(version: PublishedTerms, versions: readonly PublishedTerms[], now: Instant): TermsState {
  const begun = versions.filter(({ effectiveAt }) => effectiveAt <= now)
  const [current] = begun.sort((a, b) => b.effectiveAt.localeCompare(a.effectiveAt) || b.number - a.number)
  if (version.number === current?.number) return 'in_force'
  const replaced = versions.some((each) => each.effectiveAt === version.effectiveAt && each.number > version.number)
  if (replaced) return 'never'
  return version.effectiveAt > now ? 'future' : 'past'
}

function VersionState({ view: { t }, state }: { view: View; state: TermsState }) {
  if (state === 'in_force')
    return (
      <State tone="good" icon="check">
        {t('terms_desk.in_force')}
      </State>
    )
  if (state === 'future')
    return (
      <State tone="care" icon="hourglass">
        {t('terms_desk.future')}
      </State>
    )
  return <span class="soft">{t(`terms_desk.${state}`)}</span>
}
