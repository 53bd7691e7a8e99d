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
import { Failure } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { DifferenceList, fieldLabel } from '../../look/difference.tsx'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { Notice, State } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'
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
    at: 'brand',
    children: (
      <>
        <Head view={view} title={view.t('brand.versions_title')} back="deskBrand" />
        <VersionTable view={view} versions={versions} nameOf={nameOf} />
      </>
    ),
  })
}

function Head({ view, title, back }: { view: View; title: string; back: 'deskBrand' | 'deskBrandVersions' }) {
  return (
    <div class="head">
      <h1>{title}</h1>
      <p>
        <a class="go" href={link(back)}>
          <Icon name="back" size={18} />
          {view.t(back === 'deskBrand' ? 'brand.back' : 'brand.versions')}
        </a>
      </p>
    </div>
  )
}

type TableProps = { view: View; versions: readonly BrandVersion[]; nameOf: (id: string) => string }

function VersionTable({ view, versions, nameOf }: TableProps) {
  const { t } = view
  return (
    <table class="data reflow versions" role="table">
      <caption class="vh">{t('brand.versions_title')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            {t('brand.version_number')}
          </th>
          <th scope="col" role="columnheader">
            {t('brand.version_who')}
          </th>
          <th scope="col" role="columnheader">
            {t('brand.version_when')}
          </th>
          <th scope="col" role="columnheader">
            {t('brand.version_changes')}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {versions.map((version, index) => (
          <tr role="row" key={version.number}>
            <td role="cell" class="nb">
              <a href={link('deskBrandVersion', { number: String(version.number) })}>
                {t('brand.version_look', { number: version.number })}
              </a>
              {index === 0 && (
                <small>
                  <State tone="good" icon="check">
                    {t('brand.version_current')}
                  </State>
                </small>
              )}
            </td>
            <td role="cell">{nameOf(version.publishedBy)}</td>
            <td role="cell">
              {dateText(view, version.publishedAt)}, {timeText(view, version.publishedAt)}
            </td>
            <td role="cell">{changesText(view, versions[index + 1], version)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function changesText(view: View, before: BrandVersion | undefined, version: BrandVersion): string {
  if (!before) return view.t('brand.version_first')
  const changes = brandChanges(before.content, version.content)
  if (changes.length === 0) return view.t('brand.version_no_change')
  const names = changes.map((change) => fieldLabel(view, change)).join('\u00a0; ')
  return view.t('brand.version_changed', { count: changes.length, names })
}

async function versionAt({ request, site }: SignedInContext): Promise<BrandVersion> {
  const text = paramOf(request, 'number')
  const number = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0
  const version = await findBrandVersion(site.shop.database.db, number)
  if (!version) throw new Failure('not_found', 'no such version of the brand')
  return version
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
    at: 'brand',
    status: moved ? 409 : 200,
    children: (
      <>
        <Head view={view} title={title} back="deskBrandVersions" />
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
