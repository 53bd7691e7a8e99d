import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type RequestContext,
  readContext,
  requireCsrfToken,
  requirePerson,
  type SignedInContext,
} from '../request-context.ts'
import { routes } from '../routes.ts'
import type { Site } from '../site.ts'
import { confirmOwnEmail, showEmailToConfirm } from './account/confirm-email.tsx'
import { showHistory, showHome } from './account/home.tsx'
import { changePreferences } from './account/preferences.ts'
import {
  changeOwnEmail,
  changeOwnPassword,
  downloadData,
  endOwnSessions,
  saveProfile,
  showProfile,
} from './account/profile.tsx'
import { readAttachment, showDemoMail, showDemoMailHtml, showDemoMails } from './demonstration/demo-mail.tsx'
import { showLook } from './demonstration/look/look-page.tsx'
import { showOrders } from './orders/my-orders.tsx'
import { streamOrder } from './orders/order-events.ts'
import { cancelOwnOrder, checkOrder, mailReceipt, showOrder } from './orders/own-order.tsx'
import { comeBack, payOrder } from './orders/pay-and-return.tsx'
import { downloadReceipt, showReceipt } from './receipts/receipts.tsx'
import { retryPayment, showOrderSummary } from './recharge/pay-again.tsx'
import { placeNewOrder, showSummary } from './recharge/place-new-order.tsx'
import { chooseArticle, showClosed, showRecharge } from './recharge/recharge.tsx'
import { askPassword, setPassword, showForgotten, showNewPassword } from './sign-in/forgotten-password.tsx'
import { showSignIn, signInWithForm, signOut } from './sign-in/sign-in-form.tsx'
import { showAccessibility, showLegal, showPrivacy, showTerms, showTermsVersion } from './texts/texts.tsx'
import { confirmWithdrawal, declare, showReceived, showWithdrawal } from './withdrawal/withdraw.tsx'

type Answer = Promise<unknown>

/** Every page of the portal: its path, who may see it, and what answers. */
export function servePortal(server: FastifyInstance, site: Site): void {
  const open = (act: (context: RequestContext) => Answer) => async (request: FastifyRequest, reply: FastifyReply) =>
    act(await readContext(site, request, reply))
  const signed = (act: (context: SignedInContext) => Answer) =>
    open(async (context) => {
      requirePerson(context)
      return act(context)
    })
  /** A form: believed only with its proof. */
  const openForm = (act: (context: RequestContext) => Answer) =>
    open(async (context) => {
      requireCsrfToken(context)
      return act(context)
    })
  /** Who is asked before the proof is: a session that ended leads to sign-in, not to a refusal. */
  const signedForm = (act: (context: SignedInContext) => Answer) =>
    open(async (context) => {
      requirePerson(context)
      requireCsrfToken(context)
      return act(context)
    })

  const selling = { buy: whenOpen(signed), buyForm: whenOpen(signedForm) }

  server.get(routes.signIn, open(showSignIn))
  server.post(routes.signIn, openForm(signInWithForm))
  server.post(routes.signOut, openForm(signOut))
  server.get(routes.forgotten, open(showForgotten))
  server.post(routes.forgotten, openForm(askPassword))
  server.get(routes.newPassword, open(showNewPassword))
  server.post(routes.newPassword, openForm(setPassword))
  server.get(routes.confirmEmail, open(showEmailToConfirm))
  server.post(routes.confirmEmail, openForm(confirmOwnEmail))
  server.post(routes.preferences, openForm(changePreferences))

  server.get(routes.withdrawal, open(showWithdrawal))
  server.post(routes.withdrawal, openForm(declare))
  server.post(routes.withdrawalConfirmation, openForm(confirmWithdrawal))
  server.get(routes.withdrawalReceived, open(showReceived))

  serveOwnPages(server, { open, signed, signedForm, ...selling })

  server.get(routes.terms, open(showTerms))
  server.get(routes.termsVersion, open(showTermsVersion))
  server.get(routes.legal, open(showLegal))
  server.get(routes.privacy, open(showPrivacy))
  server.get(routes.accessibility, open(showAccessibility))
  if (site.config.mode !== 'demo') return
  server.get(routes.demoMails, open(showDemoMails))
  server.get(routes.demoMail, open(showDemoMail))
  server.get(routes.demoMailHtml, open(showDemoMailHtml))
  server.get(routes.demoAttachment, open(readAttachment))
  server.get(routes.look, open(showLook))
}

type Guard<Seen extends RequestContext> = (
  act: (context: Seen) => Answer,
) => (request: FastifyRequest, reply: FastifyReply) => Answer
type Guards = { open: Guard<RequestContext> } & Record<
  'signed' | 'signedForm' | 'buy' | 'buyForm',
  Guard<SignedInContext>
>

/** What sells: closed, in words, for as long as the shop lacks something. What is paid already goes on. */
const whenOpen =
  (guard: Guard<SignedInContext>): Guard<SignedInContext> =>
  (act) =>
    guard((context) => (context.view.closed ? showClosed(context) : act(context)))

/** What a person sees and does when signed in; the return alone works without. */
function serveOwnPages(server: FastifyInstance, guards: Guards): void {
  const { open, signed, signedForm, buy, buyForm } = guards
  server.get(routes.home, signed(showHome))
  server.get(routes.history, signed(showHistory))
  server.get(routes.recharge, buy(showRecharge))
  server.post(routes.recharge, buyForm(chooseArticle))
  server.get(routes.summary, buy(showSummary))
  server.get(routes.orders, signed(showOrders))
  server.post(routes.orders, buyForm(placeNewOrder))
  server.get(routes.order, signed(showOrder))
  server.get(routes.orderPay, signed(payOrder))
  server.get(routes.orderSummary, buy(showOrderSummary))
  server.post(routes.orderPayments, buyForm(retryPayment))
  server.post(routes.orderCheck, signedForm(checkOrder))
  server.post(routes.orderCancel, signedForm(cancelOwnOrder))
  server.get(routes.orderEvents, signed(streamOrder))
  server.post(routes.orderMail, signedForm(mailReceipt))
  server.get(routes.returned, open(comeBack))
  // Some gateways return by POST from their own site: no proof is asked, because nothing is believed.
  server.post(routes.returned, open(comeBack))
  server.get(routes.receipt, signed(showReceipt))
  server.get(routes.receiptPdf, signed(downloadReceipt))

  server.get(routes.profile, signed(showProfile))
  server.post(routes.profile, signedForm(saveProfile))
  server.post(routes.profileEmail, signedForm(changeOwnEmail))
  server.post(routes.profilePassword, signedForm(changeOwnPassword))
  server.post(routes.profileSessions, signedForm(endOwnSessions))
  server.get(routes.profileData, signed(downloadData))
}
