import { readDraft } from '../../../brand/brand-draft.ts'
import { Failure } from '../../../kit/failure.ts'
import { sendPage } from '../../answer.ts'
import { assetUrls } from '../../assets.ts'
import { HomePage } from '../../portal/account/home-page.tsx'
import { ReceiptPage } from '../../portal/receipts/receipt-page.tsx'
import { showRecharge } from '../../portal/recharge/recharge.tsx'
import { showSignIn } from '../../portal/sign-in/sign-in-form.tsx'
import { link } from '../../routes.ts'
import { paramOf, queryOf, type SignedVisit } from '../../visit.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { LetterPreview, PreviewPage, type PreviewPageName, previewPages } from './preview-page.tsx'
import { sampleHome, sampleReceipt } from './sample-account.ts'

export const previewRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskBrandPreview', right: 'see_desk', act: showPreview },
  { method: 'GET', route: 'deskBrandPreviewPage', right: 'see_desk', act: showPreviewPage },
]

const themeAt = ({ request }: SignedVisit): 'light' | 'dark' =>
  queryOf(request, 'theme') === 'dark' ? 'dark' : 'light'

const asPage = (text: string | undefined): PreviewPageName | undefined => previewPages.find((each) => each === text)

/** The portal’s pages in frames, as wide as a telephone and a screen. */
async function showPreview(visit: SignedVisit): Promise<unknown> {
  const { view, request, reply } = visit
  changePolicy(reply.raw, (policy) => `${policy};frame-src 'self'`)
  const page = asPage(queryOf(request, 'page')) ?? 'home'
  return sendDeskPage(visit, {
    title: view.t('brand.preview_title'),
    at: 'brand',
    children: <PreviewPage view={view} page={page} theme={themeAt(visit)} />,
  })
}

/**
 * A page of the portal in the draft’s words and colours, for this visit alone. It may stand in a frame of our own and
 * nowhere else; nothing can be sent from it and nothing runs in it.
 */
async function showPreviewPage(visit: SignedVisit): Promise<unknown> {
  const { site, reply } = visit
  const page = asPage(paramOf(visit.request, 'page'))
  if (!page) throw new Failure('not_found', 'no such preview')
  const { content: brand } = await readDraft(site.shop.database.db)
  const theme = themeAt(visit)
  const view = { ...visit.view, brand, theme, preview: true, rights: [], assets: assetUrls(brand) }
  changePolicy(reply.raw, (policy) =>
    policy
      .replace(/frame-ancestors [^;]*/, "frame-ancestors 'self'")
      .replace(/form-action [^;]*/, "form-action 'none'")
      .replace(/script-src [^;]*/, "script-src 'none'"),
  )
  reply.raw.setHeader('x-frame-options', 'SAMEORIGIN')
  return drawPage({ ...visit, view }, page)
}

type Head = { getHeader: (name: string) => unknown; setHeader: (name: string, value: string) => unknown }
function changePolicy(head: Head, change: (policy: string) => string): void {
  head.setHeader('content-security-policy', change(String(head.getHeader('content-security-policy'))))
}

/** The invented receipt stands nowhere else. */
const deadEnds = { back: link('home'), pdf: link('home') }

async function drawPage(visit: SignedVisit, page: PreviewPageName): Promise<unknown> {
  const { view, site } = visit
  const nowMs = site.shop.database.clock.nowMs()
  const [gatewayId = ''] = site.shop.gateways.keys()
  switch (page) {
    case 'home':
      return sendPage(visit, {
        title: view.t('home.title'),
        at: 'account',
        children: <HomePage view={view} {...sampleHome(view, { nowMs, gatewayId })} />,
      })
    case 'recharge':
      return showRecharge(visit)
    case 'sign-in':
      return showSignIn({ ...visit, person: undefined, session: undefined, view: { ...view, person: undefined } })
    case 'receipt':
      return sendPage(visit, {
        title: view.t('receipt.title'),
        children: <ReceiptPage view={view} receipt={sampleReceipt(view, { nowMs, gatewayId })} ways={deadEnds} />,
      })
    case 'mail':
      return sendPage(visit, {
        title: view.t('brand.preview_mail'),
        children: <LetterPreview view={view} receipt={sampleReceipt(view, { nowMs, gatewayId })} />,
      })
  }
}
