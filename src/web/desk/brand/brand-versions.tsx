import {
  type BrandVersion,
  currentBrand,
  findBrandVersion,
  listBrandVersions,
  newestBrandNumber,
  publishBrand,
} from '../../../brand/brand.ts'
import { type BrandChange, brandChanges } from '../../../brand/brand-changes.ts'
import { readDraft } from '../../../brand/brand-draft.ts'
import { Failure, orNotFound } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { DataTable } from '../../look/data-table.tsx'
import { DifferenceList, fieldLabel } from '../../look/difference.tsx'
import { CsrfToken } from '../../look/form.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { Notice, State } from '../../look/paper.tsx'
import { momentText, type View } from '../../look/view.ts'
import { fieldOf, paramOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { actorText } from '../desk-words.ts'
import { sendDeskPage } from '../send-desk-page.ts'

export const brandVersionRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskBrandVersions', right: 'see_desk', act: showVersions },
  { method: 'GET', route: 'deskBrandVersion', right: 'see_desk', act: (context) => showVersion(context, false) },
  { method: 'POST', route: 'deskBrandVersion', right: 'edit_brand', act: publishAgain },
]

async function showVersions(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { db } = site.shop.database
  const versions = await listBrandVersions(db)
  const names = await namesOf(
    db,
    versions.map(({ publishedBy }) => publishedBy),
  )
  const nameOf = (id: string) => actorText(view, id, names)
  return sendDeskPage(context, {
    title: view.t('brand.versions_title'),
    children: (
      <>
        <PageHead
          title={view.t('brand.versions_title')}
          back={{ href: link('deskBrand'), label: view.t('brand.back') }}
        />
        <VersionTable view={view} versions={versions} nameOf={nameOf} />
      </>
    ),
  })
}

type TableProps = { view: View; versions: readonly BrandVersion[]; nameOf: (id: string) => string }

function VersionTable({ view, versions, nameOf }: TableProps) {
  const { t } = view
  return (
    <DataTable
      caption={t('brand.versions_title')}
      phone="stack"
      layout="versions"
      rows={versions}
      keyOf={({ number }) => number}
      columns={[
        {
          head: t('brand.version_number'),
          class: 'nb',
          cell: ({ number }) => t('brand.version_look', { number }),
          href: ({ number }) => link('deskBrandVersion', { number: String(number) }),
          note: ({ number }) =>
            number === versions[0]?.number && (
              <State tone="good" icon="check">
                {t('brand.version_current')}
              </State>
            ),
        },
        { head: t('brand.version_who'), cell: ({ publishedBy }) => nameOf(publishedBy) },
        { head: t('brand.version_when'), cell: ({ publishedAt }) => momentText(view, publishedAt) },
        {
          head: t('brand.version_changes'),
          cell: (version, index) => changesText(view, versions[index + 1], version),
        },
      ]}
    />
  )
}

function changesText(view: View, before: BrandVersion | undefined, version: BrandVersion): string {
  if (!before) return view.t('brand.version_first')
  const changes = brandChanges(before.content, version.content)
  if (changes.length === 0) return view.t('brand.version_no_change')
  const names = changes.map((change) => fieldLabel(view, change)).join(view.t('articles.separator'))
  return view.t('brand.version_changed', { count: changes.length, names })
}

async function versionAt({ request, site }: SignedInContext): Promise<BrandVersion> {
  const text = paramOf(request, 'number')
  const number = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0
  return orNotFound(await findBrandVersion(site.shop.database.db, number), 'version of the brand')
}

/** What publishing it again would change, and the button that asks for it. */
async function showVersion(context: SignedInContext, moved: boolean): Promise<unknown> {
  const { view, site } = context
  const { db } = site.shop.database
  const version = await versionAt(context)
  const [published, newest, draft] = await Promise.all([currentBrand(db), newestBrandNumber(db), readDraft(db)])
  const title = view.t('brand.version', { number: version.number })
  return sendDeskPage(context, {
    title,
    status: moved ? 409 : 200,
    children: (
      <>
        <PageHead title={title} back={{ href: link('deskBrandVersions'), label: view.t('brand.versions') }} />
        <VersionPage
          view={view}
          number={version.number}
          newest={newest}
          changes={brandChanges(published, version.content)}
          hasDraft={draft.saved !== undefined}
          moved={moved}
        />
      </>
    ),
  })
}

type VersionProps = {
  view: View
  number: number
  newest: number
  changes: readonly BrandChange[]
  hasDraft: boolean
  moved: boolean
}

function VersionPage({ view, number, newest, changes, hasDraft, moved }: VersionProps) {
  const { t } = view
  if (changes.length === 0) return <p>{t('brand.version_same')}</p>
  return (
    <div class="stack g5">
      {moved && (
        <div role="alert">
          <Notice tone="care" icon="warning">
            <p>{t('brand.publication_moved')}</p>
          </Notice>
        </div>
      )}
      <p>{t('brand.version_says')}</p>
      <DifferenceList view={view} changes={changes} />
      {view.rights.includes('edit_brand') && (
        <form class="stack" method="post" action={link('deskBrandVersion', { number: String(number) })} data-once>
          <CsrfToken view={view} />
          <input type="hidden" name="newest" value={String(newest)} />
          <p>{t('brand.version_again_says', { number, draft: hasDraft ? 'yes' : 'no' })}</p>
          <p>
            <button class="btn" type="submit">
              {t('brand.version_again', { number })}
            </button>
          </p>
        </form>
      )}
    </div>
  )
}

/** Undo: the content of an earlier version, as the next one. History is never rewound. */
async function publishAgain(context: SignedInContext): Promise<unknown> {
  const { request, site, person } = context
  const { database } = site.shop
  const { number, content } = await versionAt(context)
  const after = Number(fieldOf(request, 'newest'))
  try {
    const published = await database.transact(async (tx) => {
      const next = await publishBrand(tx, { content, by: person.id, after })
      const detail = { version: next, again: number }
      await recordAudit(tx, { actor: person.id, act: 'publish brand again', about: 'brand', detail })
      return next
    })
    return await goTo(context, link('deskBrand', {}, { published }))
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error
    return showVersion(context, true)
  }
}
