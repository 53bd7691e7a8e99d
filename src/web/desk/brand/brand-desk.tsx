import { render } from 'preact-render-to-string'
import { currentBrand } from '../../../brand/brand.ts'
import { type BrandChange, brandChanges } from '../../../brand/brand-changes.ts'
import { type Draft, readDraft, saveDraft } from '../../../brand/brand-draft.ts'
import { type BrandSection, brandFields, brandSections, fieldsOf } from '../../../brand/brand-fields.ts'
import { publishProblems, readBrandForm, sectionOf } from '../../../brand/check-brand.ts'
import { isColour } from '../../../brand/theme-css.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { namesOf } from '../../../people/person.ts'
import { goTo } from '../../answer.ts'
import { themeUrl } from '../../assets.ts'
import { fieldOf, paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { actorText } from '../desk-words.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { BrandPage } from './brand-page.tsx'
import { ContrastFigures } from './contrast-figures.tsx'
import { putLogos, readLogos, takenOut } from './take-logos.ts'

export const brandRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskBrand', right: 'see_desk', act: (context) => showSection(context, 'look') },
  {
    method: 'GET',
    route: 'deskBrandSection',
    right: 'see_desk',
    act: (context) => showSection(context, sectionAt(context)),
  },
  { method: 'POST', route: 'deskBrandSection', right: 'edit_brand', upload: true, act: saveSection },
  { method: 'GET', route: 'deskBrandContrast', right: 'see_desk', act: showContrast },
]

function sectionAt({ request }: SignedInContext): BrandSection {
  const section = orNotFound(
    brandSections.find((each) => each === paramOf(request, 'section')),
    'part of the brand',
  )
  return section
}

type Drawn = {
  section: BrandSection
  draft: Draft
  status?: number
  typed?: (field: string) => string
  problems?: readonly FieldProblem[]
  conflict?: readonly BrandChange[]
}

async function drawSection(context: SignedInContext, drawn: Drawn): Promise<unknown> {
  const { view, site } = context
  const { db } = site.shop.database
  const { section, draft, typed, status = 200 } = drawn
  const savedBy = draft.saved?.by ?? ''
  const fields = new Map(brandFields.map((field) => [field.name, field]))
  // What a draft may hold and a publication may not is told all along.
  const waiting = draft.saved ? publishProblems(draft.content).filter(({ field }) => sectionOf(field) === section) : []
  return sendDeskPage(context, {
    title: view.t('desk.menu_deskBrand'),
    status,
    sheets: [themeUrl(draft.content, 'proof')],
    children: (
      <BrandPage
        view={view}
        section={section}
        draft={draft}
        published={await currentBrand(db)}
        savedBy={actorText(view, savedBy, await namesOf(db, [savedBy]))}
        textOf={(name) => typed?.(name) ?? fields.get(name)?.read(draft.content) ?? ''}
        problems={drawn.problems ?? waiting}
        conflict={drawn.conflict}
        done={doneText(context)}
      />
    ),
  })
}

function doneText({ view: { t }, request }: SignedInContext): string | undefined {
  const done = queryOf(request, 'done')
  if (done === 'saved' || done === 'discarded') return t(`brand.${done}`)
  const removed = queryOf(request, 'cleaned')
  if (removed !== undefined) return t('brand.logo_cleaned', { removed })
  const number = Number(queryOf(request, 'published'))
  return Number.isSafeInteger(number) && number > 0 ? t('brand.published', { number }) : undefined
}

async function showSection(context: SignedInContext, section: BrandSection): Promise<unknown> {
  return drawSection(context, { section, draft: await readDraft(context.site.shop.database.db) })
}

/** Where each button of the form leads once the draft is saved; a logo that lost a part is to be looked at first. */
function nextPage(act: string, section: BrandSection, cleaned: string): string {
  if (cleaned !== '') return link('deskBrandSection', { section }, { cleaned })
  if (act === 'publish') return link('deskBrandPublication')
  if (act === 'logo') return link('deskBrandLogo')
  return link('deskBrandSection', { section }, { done: 'saved' })
}

/** Every button of the form saves first, so that no way off the page loses what was typed. */
async function saveSection(context: SignedInContext): Promise<unknown> {
  const { request, site, person } = context
  const { database } = site.shop
  const section = sectionAt(context)
  const taken = (name: string) => fieldOf(request, `take_${name}`) || fieldOf(request, name)
  const draft = await readDraft(database.db)
  const form = readBrandForm(draft.content, section, taken)
  const { logos, problems: refused } = await readLogos(request)
  const { content } = form
  const problems = [...form.problems, ...refused]
  if (problems.length > 0) return drawSection(context, { section, draft, typed: taken, problems, status: 422 })
  const next = nextPage(fieldOf(request, 'act'), section, takenOut(logos))
  const revision = fieldOf(request, 'revision')
  const changes = brandChanges(draft.content, content)
  if (changes.length === 0 && logos.length === 0) return goTo(context, next)
  try {
    await database.transact(async (tx) => {
      const whole = await putLogos(tx, { content, logos, by: person.id })
      await saveDraft(tx, { content: whole, revision, by: person.id })
      if (changes.length === 0) return
      const fields = changes.map(({ field }) => field)
      await recordAudit(tx, { actor: person.id, act: 'save brand draft', about: section, detail: { fields } })
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error
    return drawConflict(context, { section, typed: taken })
  }
  return goTo(context, next)
}

/** Somebody else was quicker: what they wrote against what was typed here, and the form as it was typed. */
async function drawConflict(
  context: SignedInContext,
  { section, typed }: { section: BrandSection; typed: (field: string) => string },
): Promise<unknown> {
  const draft = await readDraft(context.site.shop.database.db)
  const { content } = readBrandForm(draft.content, section, typed)
  const shown = new Set(fieldsOf(section).map(({ name }) => name))
  const conflict = brandChanges(draft.content, content).filter(({ field }) => shown.has(field))
  return drawSection(context, { section, draft, typed, conflict, problems: [], status: 409 })
}

/** The figures of two colours as a piece of a page, for the script that follows what is typed. */
async function showContrast({ request, reply, view }: SignedInContext): Promise<unknown> {
  const [accent = '', ground = ''] = [queryOf(request, 'accent'), queryOf(request, 'ground')]
  const colours = { accent, ground: ground === '' ? null : ground }
  if (!isColour(accent) || (colours.ground !== null && !isColour(colours.ground)))
    throw new Failure('invalid', 'no colours')
  const html = render(<ContrastFigures view={view} colours={colours} />)
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
}
