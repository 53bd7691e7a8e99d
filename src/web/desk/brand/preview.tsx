import { readDraft } from '../../../brand/brand-draft.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { changePolicy, sendPage } from '../../answer.ts'
import { assetUrls } from '../../assets.ts'
import { HomePage } from '../../portal/account/home-page.tsx'
import { ReceiptPage } from '../../portal/receipts/receipt-page.tsx'
import { showRecharge } from '../../portal/recharge/recharge.tsx'
import { showSignIn } from '../../portal/sign-in/sign-in-form.tsx'
import { paramOf, queryOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { LetterPreview, PreviewPage, type PreviewPageName, previewPages } from './preview-page.tsx'
import { sampleHome, sampleReceipt } from './sample-account.ts'

export const previewRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskBrandPreview', right: 'see_desk', act: showPreview },
  { method: 'GET', route: 'deskBrandPreviewPage', right: 'see_desk', act: showPreviewPage },
]

const themeAt = ({ request }: SignedInContext): 'light' | 'dark' =>
  queryOf(request, 'theme') === 'dark' ? 'dark' : 'light'

const asPage = (text: string | undefined): PreviewPageName | undefined => previewPages.find((each) => each === text)

/** The portal’s pages in frames, as wide as a telephone and a screen. */
async function showPreview(context: SignedInContext): Promise<unknown> {
  const { view, request, reply } = context
  changePolicy(reply.raw, (policy) => `${policy};frame-src 'self'`)
  const page = asPage(queryOf(request, 'page')) ?? 'home'
  return sendDeskPage(context, {
    title: view.t('brand.preview_title'),
    children: <PreviewPage view={view} page={page} theme={themeAt(context)} />,
  })
}

/**
 * A page of the portal in the draft’s words and colours, for this visit alone. It may stand in a frame of our own and
 * nowhere else; nothing can be sent from it and nothing runs in it.
 */
async function showPreviewPage(context: SignedInContext): Promise<unknown> {
  const { site, reply } = context
  const page = orNotFound(asPage(paramOf(context.request, 'page')), 'preview')
  const { content: brand } = await readDraft(site.shop.database.db)
  const theme = themeAt(context)
  const view = { ...context.view, brand, theme, preview: true, rights: [], assets: assetUrls(brand) }
  changePolicy(reply.raw, (policy) =>
    policy
      .replace(/frame-ancestors [^;]*/, "frame-ancestors 'self'")
      .replace(/form-action [^;]*/, "form-action 'none'")
      .replace(/script-src [^;]*/, "script-src 'none'"),
  )
  reply.raw.setHeader('x-frame-options', 'SAMEORIGIN')
  return drawPage({ ...context, view }, page)
}

/** The invented receipt stands nowhere else. */
const deadEnds = { back: link('home'), pdf: link('home') }

async function drawPage(context: SignedInContext, page: PreviewPageName): Promise<unknown> {
  const { view, site } = context
  const nowMs = site.shop.database.clock.nowMs()
  const [gatewayId = ''] = site.shop.gateways.keys()
  switch (page) {
    case 'home':
      return sendPage(context, {
        title: view.t('home.title'),
        at: 'account',
        children: <HomePage view={view} {...sampleHome(view, { nowMs, gatewayId })} />,
      })
    case 'recharge':
      return showRecharge(context)
    case 'sign-in':
      return showSignIn({ ...context, person: undefined, session: undefined, view: { ...view, person: undefined } })
    case 'receipt':
      return sendPage(context, {
        title: view.t('receipt.title'),
        children: <ReceiptPage view={view} receipt={sampleReceipt(view, { nowMs, gatewayId })} ways={deadEnds} />,
      })
    case 'mail':
      return sendPage(context, {
        title: view.t('brand.preview_mail'),
        children: <LetterPreview view={view} receipt={sampleReceipt(view, { nowMs, gatewayId })} />,
      })
  }
}
