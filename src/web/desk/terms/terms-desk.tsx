import { findTerms, listTerms, type PublishedTerms, publishTerms } from '../../../catalogue/terms-of-sale.ts'
import { nowOf } from '../../../kit/clock.ts'
import { firstOfNextMonth, localDay } from '../../../kit/day.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { inEach } from '../../../kit/language.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { actorText } from '../desk-words.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { type NewTerms, readNewTerms } from './new-terms.ts'
import { NewTermsPage, TermsReviewPage } from './new-terms-page.tsx'
import { TermsDifferencePage } from './terms-difference-page.tsx'
import { TermsListPage } from './terms-list-page.tsx'

export const termsRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskTerms', right: 'see_desk', act: showList },
  { method: 'POST', route: 'deskTerms', right: 'publish_terms', act: takeNewTerms },
  { method: 'GET', route: 'deskTermsNew', right: 'publish_terms', act: showNewTerms },
  { method: 'GET', route: 'deskTermsDifference', right: 'see_desk', act: showDifference },
]

const read = ({ site }: SignedInContext) => listTerms(site.shop.database.db)
const today = ({ site }: SignedInContext): string => nowOf(site.shop.database.clock)

async function showList(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const versions = await read(context)
  const names = await namesOf(
    site.shop.database.db,
    versions.map(({ publishedBy }) => publishedBy),
  )
  const nameOf = (id: string) => actorText(view, id, names)
  const done = Number(queryOf(context.request, 'published'))
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskTerms'),
    children: (
      <TermsListPage
        view={view}
        versions={versions}
        nameOf={nameOf}
        now={today(context)}
        done={Number.isSafeInteger(done) && done > 0 ? view.t('terms_desk.done', { number: done }) : undefined}
      />
    ),
  })
}

/** Two versions word by word; without a choice the newest against the one before. */
async function showDifference(context: SignedInContext): Promise<unknown> {
  const { view, request, site } = context
  const { db } = site.shop.database
  const get = async (name: string) =>
    orNotFound(await findTerms(db, queryOf(request, name)?.slice(0, 9) ?? ''), 'version of the terms')
  const [from, to] = await Promise.all([get('from'), get('to')])
  return sendDeskPage(context, {
    title: view.t('terms_desk.difference_title', { from: from.number, to: to.number }),
    children: <TermsDifferencePage view={view} versions={await read(context)} from={from} to={to} />,
  })
}

async function showNewTerms(context: SignedInContext): Promise<unknown> {
  const [newest] = await read(context)
  const texts = newest?.texts ?? inEach(() => '')
  // With the next month: who buys meanwhile has time to read them.
  const day = firstOfNextMonth(localDay(today(context), context.view.timeZone))
  return drawForm(context, { terms: { texts, day, base: newest?.number ?? 0 }, newest, problems: [] })
}

type Drawn = {
  terms: NewTerms
  newest: PublishedTerms | undefined
  problems: readonly FieldProblem[]
  conflict?: { by: string }
}

async function drawForm(context: SignedInContext, { conflict, ...drawn }: Drawn): Promise<unknown> {
  const { view } = context
  return sendDeskPage(context, {
    title: view.t('terms_desk.new_title'),
    status: conflict ? 409 : drawn.problems.length > 0 ? 422 : 200,
    children: <NewTermsPage view={view} {...drawn} conflictBy={conflict?.by} />,
  })
}

/** Three buttons lead here: read again, back to the text, publish. Each carries all that was typed. */
async function takeNewTerms(context: SignedInContext): Promise<unknown> {
  const { request, site, view } = context
  const { db } = site.shop.database
  const versions = await read(context)
  const [newest] = versions
  const { terms, effectiveAt, problems } = readNewTerms((name) => fieldOf(request, name), {
    newest,
    now: today(context),
    timeZone: view.timeZone,
  })
  const act = fieldOf(request, 'act')
  if (terms.base !== (newest?.number ?? 0)) {
    const by = newest?.publishedBy ?? ''
    const rebased = { ...terms, base: newest?.number ?? 0 }
    const conflict = { by: actorText(view, by, await namesOf(db, [by])) }
    return drawForm(context, { terms: rebased, newest, problems: [], conflict })
  }
  if (act === 'edit') return drawForm(context, { terms, newest, problems: [] })
  if (effectiveAt === undefined || problems.length > 0) return drawForm(context, { terms, newest, problems })
  if (act === 'publish') return publish(context, terms, effectiveAt)
  return sendDeskPage(context, {
    title: view.t('terms_desk.review_title'),
    children: (
      <TermsReviewPage
        view={view}
        terms={terms}
        effectiveAt={effectiveAt}
        now={today(context)}
        newest={newest}
        planned={versions.filter((each) => each.effectiveAt > today(context))}
      />
    ),
  })
}

async function publish(context: SignedInContext, terms: NewTerms, effectiveAt: string): Promise<unknown> {
  const { site, person } = context
  const { database } = site.shop
  try {
    const published = await database.transact(async (tx) => {
      const wish = { effectiveAt, texts: terms.texts, by: person.id, after: terms.base }
      const made = await publishTerms(tx, wish)
      const detail = { number: made.number, effectiveAt, sha256: made.sha256 }
      await recordAudit(tx, { actor: person.id, act: 'publish terms', about: made.termsId, detail })
      return made
    })
    return await goTo(context, link('deskTerms', {}, { published: published.number }))
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error
    // The other one is there by now: the same way as for a form that was open for long.
    return takeNewTerms(context)
  }
}
