import type { ComponentChildren } from 'preact'
import type { Situation } from '../../../order-history/order-situation.ts'
import type { OrderView } from '../../../order-history/order-view.ts'
import { canBeAsked } from '../../../payments/payment.ts'
import { type WayOn, WaysOn } from '../../look/choice.tsx'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { Notice } from '../../look/paper.tsx'
import { bankWords, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import type { OfferedMethod } from '../recharge/payer-choice.ts'

export type ReceiptMail = { status: 'queued' | 'sent' | 'failed'; toAddress: string }

export type NextProps = {
  view: View
  shown: OrderView
  methods: readonly OfferedMethod[]
  receiptMail: ReceiptMail | undefined
}

const isClosed = (situation: Situation): boolean => ['cancelled', 'expired', 'given_back'].includes(situation)

export function Cancel({ view, orderId }: { view: View; orderId: string }) {
  const { t } = view
  return (
    <form class="ruled mt5" method="post" action={link('orderCancel', { orderId })}>
      <CsrfToken view={view} />
      <button class="plain-button mt3" type="submit">
        {t('order.cancel')}
      </button>
      <p class="small soft">{t('order.cancel_says')}</p>
    </form>
  )
}

/** "Check now" where there is somebody to ask, and the ways on. */
export function Ask({ view, shown, children }: Pick<NextProps, 'view' | 'shown'> & { children: ComponentChildren }) {
  const { t } = view
  const { order, situation, payments } = shown
  const isAsked = payments.some(canBeAsked)
  return (
    <form class="row actions" method="post" action={link('orderCheck', { orderId: order.id })}>
      <CsrfToken view={view} />
      {isClosed(situation) && (
        <a class="btn" href={link('recharge')}>
          {t('home.recharge')}
        </a>
      )}
      {(isAsked || situation === 'crediting' || situation === 'checking_credit') && (
        <button class="btn quiet" type="submit">
          <Icon name="again" />
          {t('order.check')}
        </button>
      )}
      {situation === 'at_bank' && (
        <a class="btn quiet" href={link('orderPay', { orderId: order.id })}>
          {t('order.continue')}
        </a>
      )}
      {children}
    </form>
  )
}

export function TryAgain({ view, shown, methods }: NextProps) {
  const { t } = view
  const { order, situation, payments } = shown
  const word = payments.length === 0 ? 'order.pay' : 'order.retry'
  return (
    <section class="mt2" aria-labelledby="next" id="method" tabindex={-1}>
      <h2 class="mb3" id="next">
        {t('order.what_now')}
      </h2>
      {!methods.some(({ isAvailable }) => isAvailable) && (
        <Notice tone="care" icon="warning">
          <p>{t('method.none')}</p>
        </Notice>
      )}
      <WaysOn
        ways={[
          ...methods.map((method) => wayToRetry({ view, method, orderId: order.id, after: payments.at(-1)?.id, word })),
          { key: 'other', href: link('recharge'), label: t('order.other_amount'), icon: 'plus' },
        ]}
      />
      {situation === 'refused' && (
        <p class="small soft mt3">{t('order.bank_knows', bankWords(view, shown.payment?.gatewayId))}</p>
      )}
    </section>
  )
}

type Retry = {
  view: View
  method: OfferedMethod
  orderId: string
  /** The newest payment there is: the way leads on while none is begun after it. */
  after: string | undefined
  word: 'order.pay' | 'order.retry'
}

function wayToRetry({ view, method, orderId, after, word }: Retry): WayOn {
  const { t } = view
  const { icon, by } = view.method(method.id)
  const said = { key: method.id, label: t(word, { by }), icon }
  if (!method.isAvailable) return { ...said, says: t('method.unavailable') }
  return { ...said, href: link('orderSummary', { orderId }, { method: method.id, after }) }
}
