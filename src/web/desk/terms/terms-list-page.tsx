import type { PublishedTerms } from '../../../catalogue/terms-of-sale.ts'
import type { Instant } from '../../../kit/clock.ts'
import { DataTable } from '../../look/data-table.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { News, State } from '../../look/paper.tsx'
import { dateText, momentText, type View } from '../../look/view.ts'
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
      <PageHead title={t('desk.menu_deskTerms')} says={t('terms_desk.says')}>
        <a class="btn quiet" href={link('deskBrand')}>
          {t('brand.back')}
        </a>
        {view.rights.includes('publish_terms') && (
          <a class="btn" href={link('deskTermsNew')}>
            {t('terms_desk.new')}
          </a>
        )}
      </PageHead>
      {done && <News>{done}</News>}
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
    <DataTable
      caption={t('desk.menu_deskTerms')}
      phone="stack"
      layout="versions"
      rows={versions}
      keyOf={({ number }) => number}
      columns={[
        {
          head: t('terms_desk.version'),
          class: 'nb',
          cell: ({ number }) => t('terms_desk.read', { number }),
          href: ({ termsId }) => link('termsVersion', { termsId }),
        },
        {
          head: t('terms_desk.state'),
          cell: (version) => <VersionState view={view} state={stateOf(version, versions, now)} />,
        },
        {
          head: t('terms_desk.effective'),
          isNamedOnPhone: true,
          cell: ({ effectiveAt }) => momentText(view, effectiveAt),
        },
        {
          head: t('terms_desk.published'),
          isNamedOnPhone: true,
          cell: ({ publishedAt, publishedBy }) =>
            t('terms_desk.published_by', { date: dateText(view, publishedAt), name: nameOf(publishedBy) }),
        },
      ]}
    />
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
