import type { ComponentChildren } from 'preact'
import { add, amount, credit } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import { isMessageKey } from '../../../messages/translate.ts'
import type { OrderFile } from '../../../order-history/order-file.ts'
import type { Happening } from '../../../order-history/order-timeline.ts'
import type { StatusChangeRow } from '../../../orders/orders-tables.ts'
import type { PaymentFactRow } from '../../../payments/payments-tables.ts'
import { Id } from '../../look/paper.tsx'
import { bankWords, creditText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { actorText, actText, mailReason, reasonText } from '../desk-words.ts'
import { SupportWords } from '../support-words.tsx'

export type Telling = {
  tone: 'done' | 'stop'
  title: string
  /** Sentences and links, one after the other; what is empty is left out. */
  details: ComponentChildren[]
}
type Around = { view: View; file: OrderFile; titles: ReadonlyMap<string, string> }

/** A happening in words: what, by whom or what, and why. */
export function tell(happening: Happening, around: Around): Telling {
  const { view, file, titles } = around
  const { t, language } = view
  const titleOf = (gatewayId: string) => titles.get(gatewayId) ?? gatewayId
  switch (happening.is) {
    case 'placed':
      return { tone: 'done', title: t('happened.placed'), details: [placedText(around)] }
    case 'attempt': {
      const { payment, count } = happening
      const money = formatMoney(amount(payment.amountMinor, payment.currency), language)
      const title = t('happened.attempt', { count, gateway: titleOf(payment.gatewayId) })
      return { tone: 'done', title, details: [`${money}.`, reference(view, payment.reference)] }
    }
    case 'notice': {
      const { notice } = happening
      const { status, repeats } = notice
      return {
        tone: status === 'puzzling' || status === 'rejected' ? 'stop' : 'done',
        title: t('happened.notice', { gateway: titleOf(notice.gatewayId) }),
        details: [
          t('happened.notice_is', { status }),
          repeats > 0 && t('happened.notice_repeats', { count: repeats }),
          <a href={`#${notice.id}`}>{t('happened.notice_text')}</a>,
        ],
      }
    }
    case 'look': {
      const { payment } = happening
      const title = t('happened.look', { gateway: titleOf(payment.gatewayId) })
      return { tone: 'done', title, details: [t('happened.looks', { count: payment.polls })] }
    }
    case 'fact':
      return tellFact(happening.fact, around)
    case 'paper': {
      const { id, kind, number } = happening.receipt
      const way = <a href={link('deskReceipt', { receiptId: id })}>{number}</a>
      return { tone: 'done', title: t('happened.paper', { kind }), details: [way] }
    }
    case 'mail_queued': {
      const { kind, toAddress } = happening.mail
      return { tone: 'done', title: t('happened.mail_queued', { kind }), details: [<Id text={toAddress} />] }
    }
    case 'withdrawal_moved': {
      const { withdrawalId, toStatus, actor, why } = happening.move
      const by = t('happened.by', { actor: actorText(view, actor, file.names) })
      const way = <a href={link('deskWithdrawal', { withdrawalId })}>{t('withdrawal.see')}</a>
      const tone = toStatus === 'refused' ? 'stop' : 'done'
      return { tone, title: t('happened.withdrawal_moved', { to: toStatus }), details: [why, by, way] }
    }
    case 'act': {
      const { act } = happening
      const by = actorText(view, act.actor, file.names)
      return { tone: 'done', title: actText(view, act.act), details: [t('happened.by', { actor: by })] }
    }
    default:
      return tellMove(happening, around)
  }
}

function placedText({ view, file }: Around): string {
  return view.t('happened.placed_by', { name: file.person.name, number: file.terms?.number ?? 0 })
}

/** What somebody must quote who asks the provider. */
const reference = (view: View, text: string) => (
  <>
    {view.t('happened.reference')} <Id text={`${text}.`} />
  </>
)

/** What a gateway said, what was decided, and why; with its own words, folded, where it said no. */
function tellFact(fact: PaymentFactRow, { view }: Around): Telling {
  const { t, language } = view
  const { about, kind, decision, because, source, operation, detail } = fact
  const held = `review.held_${because}`
  const why = isMessageKey(held) ? t(held) : reasonText(view, because).replace(/\.$/, '')
  const isPlain = ['paid', 'pending', 'refunded'].includes(kind) || detail === ''
  const isBad = ['hold', 'puzzle', 'charge_back'].includes(decision) || kind === 'refused'
  return {
    tone: isBad ? 'stop' : 'done',
    title: t(`happened.fact_${about}`, { kind, ...bankWords(view, fact.gatewayId) }),
    details: [
      t('happened.source', { source }),
      `${formatMoney(amount(fact.amountMinor, fact.currency), language)}.`,
      source === 'person' && `${detail}.`,
      operation !== '' && reference(view, operation),
      t('happened.decision', { decision, why }),
      source !== 'person' && !isPlain && (
        <SupportWords view={view} facts={[{ label: t('decision.their_words'), value: detail }]} />
      ),
    ],
  }
}

type Moved = Extract<Happening, { change: StatusChangeRow }>

/** A status that was moved by something else than a fact: who, and why. */
function tellMove(happening: Moved, { view, file }: Around): Telling {
  const { t, language } = view
  const { change } = happening
  const to = change.toStatus
  const reason = reasonText(view, change.why)
  const by = t('happened.by', { actor: actorText(view, change.actor, file.names) })
  const tone = ['refused', 'uncertain', 'failed', 'held', 'charged_back'].includes(to) ? 'stop' : 'done'
  switch (happening.is) {
    case 'payment_moved':
      return { tone, title: t('happened.payment_moved', { to }), details: [reason, by] }
    case 'top_up_moved':
      return { tone, title: t('happened.top_up_moved', { to }), details: [reason, by] }
    case 'mail_moved':
      return {
        tone,
        title: t('happened.mail_moved', { to }),
        details: [happening.mail?.toAddress, mailReason(view, change.why)],
      }
    case 'refund_moved': {
      const { refund } = happening
      const gatewayId = file.shown.payments.find(({ id }) => id === refund?.paymentId)?.gatewayId
      const money = refund && formatMoney(amount(refund.amountMinor, refund.currency), language)
      const way = refund && <a href={link('deskRefund', { refundId: refund.id })}>{money}</a>
      return {
        tone,
        title: t('happened.refund_moved', { to, ...bankWords(view, gatewayId) }),
        details: [way, reason, by],
      }
    }
    case 'order_moved': {
      const { order, topUp } = file.shown
      const added = creditText(view, add(credit(order.creditMinor), credit(order.bonusMinor)))
      const details = to === 'fulfilled' ? [t('happened.credited', { credit: added }), topUp?.evidence] : [reason, by]
      return { tone, title: t('happened.order_moved', { to }), details }
    }
  }
}
