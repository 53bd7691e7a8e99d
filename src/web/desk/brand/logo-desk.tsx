import { type Draft, readDraft, saveDraft } from '../../../brand/brand-draft.ts'
import { addLogo, findLogo, printableLogo } from '../../../brand/logo/brand-logo.ts'
import { type CleanLogo, cleanLogo } from '../../../brand/logo/clean-logo.ts'
import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { recordAudit } from '../../../people/audit/audit.ts'
import { goTo } from '../../answer.ts'
import { themeUrl } from '../../assets.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { uploadOf } from '../read-upload.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { LogoPage } from './logo-page.tsx'
import type { Ground } from './take-logos.ts'

export const logoRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskBrandLogo', right: 'see_desk', act: (context) => drawLogo(context, []) },
  { method: 'POST', route: 'deskBrandLogo', right: 'edit_brand', upload: true, act: takeLogo },
  { method: 'POST', route: 'deskBrandLogoRemovals', right: 'edit_brand', act: removeLogo },
]

const groundOf = ({ request }: SignedInContext): Ground => (fieldOf(request, 'ground') === 'dark' ? 'dark' : 'light')

async function drawLogo(context: SignedInContext, problems: readonly FieldProblem[]): Promise<unknown> {
  const { view, site } = context
  const { db } = site.shop.database
  const draft = await readDraft(db)
  const { light } = draft.content.logos
  const stored = light ? await findLogo(db, light.logoId) : undefined
  const isOnPdf = stored !== undefined && (await printableLogo(stored)) !== undefined
  return sendDeskPage(context, {
    title: view.t('brand.logo_title'),
    status: problems.length > 0 ? 422 : 200,
    sheets: [themeUrl(draft.content, 'proof')],
    children: <LogoPage view={view} draft={draft} problems={problems} done={doneText(context)} isOnPdf={isOnPdf} />,
  })
}

function doneText({ view: { t }, request }: SignedInContext): string | undefined {
  const done = queryOf(request, 'done')
  if (done === 'added' || done === 'removed') return t(`brand.logo_${done}`)
  const removed = queryOf(request, 'cleaned')
  return removed === undefined ? undefined : t('brand.logo_cleaned', { removed })
}

/** A file is judged by its bytes, written anew, and put into the draft; the portal does not change. */
async function takeLogo(context: SignedInContext): Promise<unknown> {
  const ground = groundOf(context)
  const upload = uploadOf(context.request, 'upload')
  const refuse = (why: string) => drawLogo(context, [{ field: `upload_${ground}`, message: `problem.logo_${why}` }])
  if (typeof upload === 'string') return refuse(upload)
  const logo = await cleanLogo(upload.bytes)
  if (typeof logo === 'string') return refuse(logo)
  await changeLogo(context, ground, { clean: logo, fileName: upload.name })
  const told = logo.removed.slice(0, 10).join(', ')
  return goTo(context, link('deskBrandLogo', {}, told === '' ? { done: 'added' } : { cleaned: told }))
}

async function removeLogo(context: SignedInContext): Promise<unknown> {
  await changeLogo(context, groundOf(context), undefined)
  return goTo(context, link('deskBrandLogo', {}, { done: 'removed' }))
}

/**
 * A logo changes nothing that somebody else may have typed meanwhile, so it goes into the draft as it is by now;
 * only when the very same moment has two writers is one of them run again.
 */
async function changeLogo(
  { site, person }: SignedInContext,
  ground: Ground,
  next: { clean: CleanLogo; fileName: string } | undefined,
): Promise<void> {
  const { database } = site.shop
  const change = () =>
    database.transact(async (tx) => {
      const draft: Draft = await readDraft(tx)
      const logo = next ? await addLogo(tx, next.clean, next.fileName) : null
      const content = { ...draft.content, logos: { ...draft.content.logos, [ground]: logo } }
      await saveDraft(tx, { content, revision: draft.revision, by: person.id })
      const detail = { ground, logo: logo?.logoId ?? null }
      await recordAudit(tx, { actor: person.id, act: 'change logo in brand draft', about: 'brand', detail })
    })
  await change().catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'conflict') return change()
    throw error
  })
}
