import { closeCancelledAttempt } from '../../../checkout/cancel-order.ts'
import type { FormPost } from '../../../gateways/gateway.ts'
import { type Amount, amount } from '../../../kit/amount.ts'
import { SECOND } from '../../../kit/clock.ts'
import { orNotFound } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { Situation } from '../../../order-history/order-situation.ts'
import { readOrderView } from '../../../order-history/order-view.ts'
import { findOrder, type Order } from '../../../orders/order.ts'
import { pollPayment } from '../../../payments/intake/poll-payment.ts'
import { findPaymentByToken, isOpen, type Payment, paymentsOfOrder } from '../../../payments/payment.ts'
import { readGoTo, startPayment } from '../../../payments/start-payment.ts'
import { goTo, sendPage } from '../../answer.ts'
import { Icon } from '../../look/icon.tsx'
import { SituationState } from '../../look/order-look.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { Steps } from '../../look/timeline.tsx'
import { addressWord, bankWords, type View } from '../../look/view.ts'
import { paramOf, queryOf, type RequestContext, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { ownOrder } from './own-order.tsx'

/** Asks the gateway for its page and leads there; when it does not answer, the order's page says so. */
export async function sendToGateway(context: SignedInContext, order: Order, paymentId: string): Promise<unknown> {
  const { person, view, site } = context
  const payer = { name: person.name, email: person.email ?? '', language: view.language, shopName: view.brand.name }
  const way = await startPayment(site.shop, { paymentId, order, payer })
  const started = way.do === 'go_to' || way.do === 'post'
  return goTo(context, link(started ? 'orderPay' : 'order', { orderId: order.id }))
}

/** The way to the hosted page of the attempt that is open; without one, the order's own page. */
export async function payOrder(context: SignedInContext): Promise<unknown> {
  const { site, view } = context
  const order = await ownOrder(context)
  const payments = await paymentsOfOrder(site.shop.database.db, order.id)
  const payment = payments.findLast((each): each is Payment & { goTo: string } => isOpen(each) && each.goTo !== null)
  if (!payment || order.status !== 'placed') return goTo(context, link('order', { orderId: order.id }))
  const way = readGoTo(payment.goTo)
  if (way.do === 'go_to') return goTo(context, way.url)
  if (way.do !== 'post') return goTo(context, link('order', { orderId: order.id }))
  return sendPage(context, {
    title: view.t('pay.title'),
    at: 'recharge',
    isPayment: true,
    children: (
      <PayPage view={view} form={way.form} price={amount(order.priceMinor, order.currency)} orderId={order.id} />
    ),
  })
}

/** The last page of ours before the hosted page: posts itself with JavaScript, waits for a click without. */
function PayPage({ view, form, price, orderId }: { view: View; form: FormPost; price: Amount; orderId: string }) {
  const { t } = view
  return (
    <>
      <Steps view={view} at={3} />
      <Lead title={t('pay.headline')} says={t('pay.says', { amount: formatMoney(price, view.language) })}>
        <form
          class="row actions mt3"
          method="post"
          action={form.action}
          data-autopost
          data-back={link('order', { orderId })}
          accept-charset="utf-8"
        >
          {form.fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="btn" type="submit">
            {t('pay.go')}
            <Icon name="forward" />
          </button>
          <GoLink href={link('order', { orderId })} label={t('pay.follow')} />
        </form>
      </Lead>
    </>
  )
}

const patienceMs = 3 * SECOND

/**
 * The browser comes back from the provider. Whatever its parameters say proves nothing: the provider itself is
 * asked, and the page shows what our books say. The token alone shows a state and nothing about a person.
 */
export async function comeBack(context: RequestContext): Promise<unknown> {
  const { site, request, person, view } = context
  const token = paramOf(request, 'token')
  if (request.method === 'POST') return goTo(context, link('returned', { token }))
  const { db } = site.shop.database
  const payment = orNotFound(await findPaymentByToken(db, token), 'payment')
  const order = orNotFound(await findOrder(db, payment.orderId), 'order')
  if (isOpen(payment)) await askBriefly(context, payment)
  if (person?.id === order.personId) return goTo(context, link('order', { orderId: order.id }))
  const { situation } = await readOrderView(db, (await findOrder(db, order.id)) ?? order)
  const shown = { situation, gatewayId: payment.gatewayId, next: link('order', { orderId: order.id }) }
  return sendPage(context, { title: view.t('return.title'), children: <ReturnPage view={view} {...shown} /> })
}

/** A provider that is slow does not keep the person waiting: the question goes on behind the page. */
async function askBriefly({ site, request }: RequestContext, payment: Payment): Promise<void> {
  const patience = new AbortController()
  const cancelled = queryOf(request, 'cancelled') !== undefined
  const asked = pollPayment(site.shop, payment.id)
    .then((said) => (cancelled ? closeCancelledAttempt(site.shop, payment, said) : undefined))
    .catch((error: unknown) => {
      site.shop.log.error({ paymentId: payment.id, error: String(error) }, 'question on return failed')
    })
  const waited = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs)
    patience.signal.addEventListener('abort', () => clearTimeout(timer))
  })
  await Promise.race([asked, waited])
  patience.abort()
}

/** For somebody who came back with the return's token alone: the state, and nothing about a person. */
function ReturnPage({
  view,
  situation,
  gatewayId,
  next,
}: {
  view: View
  situation: Situation
  gatewayId: string
  /** Where sign-in leads: the order. */
  next: string
}) {
  const { t } = view
  const bank = bankWords(view, gatewayId)
  return (
    <div data-situation={situation}>
      <Lead title={t(`order.h_${situation}`, bank)} state={<SituationState view={view} situation={situation} />}>
        {situation !== 'credited' && (
          <p>{t(`order.p_${situation}`, { ...bank, date: '', time: '', credit: '', address: addressWord(view) })}</p>
        )}
        <p>{t('return.sign_in')}</p>
        <p>
          <a class="btn" href={link('signIn', {}, { next })}>
            {t('sign_in.title')}
          </a>
        </p>
      </Lead>
    </div>
  )
}
