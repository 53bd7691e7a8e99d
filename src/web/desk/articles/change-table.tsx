import type { Instant } from '../../../kit/clock.ts'
import { DataTable } from '../../look/data-table.tsx'
import { momentText, type View } from '../../look/view.ts'

export type Change = { name: string; label: string; texts: readonly string[] }
export type HistoryEntry = {
  version: number
  who: string
  changedAt: Instant
  /** Undefined: there was nothing before. */
  changes: readonly Change[] | undefined
  /** Where going back to this state is asked. */
  back?: string
}

/** Field, before, after; `of` tells one such table of a page from the others. */
export function ChangeTable({ view, changes, of }: { view: View; changes: readonly Change[]; of?: string }) {
  const { t } = view
  const label = of ? t('articles.pair', { label: t('articles.what'), text: of }) : t('articles.what')
  return (
    <DataTable
      caption={label}
      phone="stack"
      layout="sides"
      rows={changes}
      keyOf={({ name }) => name}
      columns={[
        { head: t('articles.field'), as: 'name', cell: (change) => change.label },
        { head: t('articles.before'), isNamedOnPhone: true, cell: ({ texts }) => texts[0] },
        { head: t('articles.after'), isNamedOnPhone: true, cell: ({ texts }) => texts[1] },
      ]}
    />
  )
}

/** All versions, newest first: who, when, old and new. */
export function HistoryList({ view, entries }: { view: View; entries: readonly HistoryEntry[] }) {
  const { t } = view
  return (
    <>
      {entries.map(({ version, who, changedAt, changes, back }, index) => (
        <section key={version} aria-labelledby={`version-${version}`}>
          <h2 id={`version-${version}`}>
            {t('articles.version', { version })} {index === 0 && <small class="soft">{t('articles.newest')}</small>}
          </h2>
          <p class="soft mb3">
            {who}
            {changedAt !== '' && `, ${momentText(view, changedAt)}`}
          </p>
          {changes ? (
            <ChangeTable view={view} changes={changes} of={t('articles.version', { version })} />
          ) : (
            <p>{t('articles.made')}</p>
          )}
          {back && (
            <p class="mt3">
              <a href={back}>
                {t('articles.go_back')}
                <span class="vh"> {t('articles.version', { version })}</span>
              </a>
            </p>
          )}
        </section>
      ))}
    </>
  )
}
