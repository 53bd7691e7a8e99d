import { currentBrand, newestBrandNumber } from '../../../brand/brand.ts'
import { brandChanges } from '../../../brand/brand-changes.ts'
import { discardDraft, publishDraft, readDraft } from '../../../brand/brand-draft.ts'
import { publishProblems } from '../../../brand/check-brand.ts'
import { Failure } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { DiscardPage, PublicationPage } from './publication-page.tsx'

export const publicationRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskBrandPublication', right: 'see_desk', act: (context) => askToPublish(context, false) },
  { method: 'POST', route: 'deskBrandPublication', right: 'edit_brand', act: publish },
  { method: 'GET', route: 'deskBrandDraftRemovals', right: 'see_desk', act: askToDiscard },
  { method: 'POST', route: 'deskBrandDraftRemovals', right: 'edit_brand', act: discard },
]

/** What the publication would change, what it means, and what stands in its way. */
async function askToPublish(context: SignedInContext, moved: boolean): Promise<unknown> {
  const { view, site } = context
  const { db } = site.shop.database
  const [draft, published, newest] = await Promise.all([readDraft(db), currentBrand(db), newestBrandNumber(db)])
  const problems = draft.saved ? publishProblems(draft.content) : []
  const asked = context.request.method === 'POST'
  return sendDeskPage(context, {
    title: view.t('brand.publication_title'),
    status: moved ? 409 : asked && problems.length > 0 ? 422 : 200,
    children: (
      <PublicationPage
        view={view}
        draft={draft}
        newest={newest}
        changes={brandChanges(published, draft.content)}
        problems={problems}
        moved={moved}
      />
    ),
  })
}

async function publish(context: SignedInContext): Promise<unknown> {
  const { request, site, person } = context
  const { database } = site.shop
  const { content } = await readDraft(database.db)
  if (publishProblems(content).length > 0) return askToPublish(context, false)
  const wish = { revision: fieldOf(request, 'revision'), after: Number(fieldOf(request, 'newest')), by: person.id }
  try {
    const before = await currentBrand(database.db)
    const number = await database.transact(async (tx) => {
      const published = await publishDraft(tx, wish)
      const fields = brandChanges(before, content).map(({ field }) => field)
      const detail = { version: published, fields }
      await recordAudit(tx, { actor: person.id, act: 'publish brand', about: 'brand', detail })
      return published
    })
    return await goTo(context, link('deskBrand', {}, { published: number }))
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error
    return askToPublish(context, true)
  }
}

async function askToDiscard(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { db } = site.shop.database
  const [draft, published] = await Promise.all([readDraft(db), currentBrand(db)])
  if (!draft.saved) return goTo(context, link('deskBrand'))
  return sendDeskPage(context, {
    title: view.t('brand.discard_title'),
    children: <DiscardPage view={view} draft={draft} changes={brandChanges(published, draft.content)} />,
  })
}

async function discard(context: SignedInContext): Promise<unknown> {
  const { request, site, person } = context
  const { database } = site.shop
  const { content } = await readDraft(database.db)
  try {
    await database.transact(async (tx) => {
      await discardDraft(tx, fieldOf(request, 'revision'))
      // What was given up stays in the audit: a click too many is not the end of an afternoon's work.
      await recordAudit(tx, { actor: person.id, act: 'discard brand draft', about: 'brand', detail: { content } })
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error
    return askToDiscard(context)
  }
  return goTo(context, link('deskBrand', {}, { done: 'discarded' }))
}
