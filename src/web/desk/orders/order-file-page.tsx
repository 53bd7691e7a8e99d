import { add, amount, credit, subtract } from '../../../kit/amount.ts'
import { formatMoney, formatPercent } from '../../../messages/format.ts'
import type { OrderFile } from '../../../order-history/order-file.ts'
import { lastDayToWithdraw } from '../../../orders/withdrawal-period.ts'
import { canBeAsked } from '../../../payments/payment.ts'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { SituationState } from '../../look/order-look.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { Facts, Id, LedgerList, News, Notice } from '../../look/paper.tsx'
import { creditText, dayText, momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { reasonText } from '../desk-words.ts'
import { effectOfRefund } from '../refunds/refund-effect.ts'
import { HappeningList } from './happening-list.tsx'
import { ordersLink } from './order-query.ts'
import { RawNotices } from './raw-notices.tsx'
import { TransferTable } from './transfer-table.tsx'

type Props = {
  view: View
  file: OrderFile
  /** What gateways are called, by id. */
  titles: ReadonlyMap<string, string>
  /** What somebody has just done, in a sentence. */
  said: string | undefined
}

export function OrderFilePage({ view, file, titles, said }: Props) {
  const { t } = view
  return (
    <>
      <Head view={view} file={file} />
      {said !== undefined && <News>{said}</News>}
      <Held view={view} file={file} />
      <Contradictions view={view} file={file} />
      <div class="duo">
        <div>
          <section aria-labelledby="happened">
            <h2 class="mb4" id="happened">
              {t('happened.title')}
            </h2>
            <HappeningList view={view} file={file} titles={titles} />
          </section>
          <section aria-labelledby="transfers">
            <h2 id="transfers">{t('books.title')}</h2>
            <TransferTable view={view} file={file} titles={titles} />
          </section>
          <section aria-labelledby="notices">
            <h2 id="notices">{t('notices.title')}</h2>
            <RawNotices view={view} notices={file.notices} />
          </section>
        </div>
        <aside class="stack g5">
          <Ticket view={view} file={file} />
          <Acts view={view} file={file} />
        </aside>
      </div>
    </>
  )
}

function Head({ view, file }: Pick<Props, 'view' | 'file'>) {
  const { t } = view
  const { order, situation } = file.shown
  return (
    <PageHead
      back={{ href: link('deskOrders'), label: t('desk.menu_deskOrders') }}
      title={<Id text={order.number} />}
      state={
        <>
          <SituationState view={view} situation={situation} />
          <span class="soft">{momentText(view, order.placedAt)}</span>
        </>
      }
    >
      {file.shown.receipts.map(({ id, kind, number }) => (
        <a class="btn quiet" key={id} href={link('deskReceipt', { receiptId: id })}>
          <Icon name="receipt" size={18} />
          {t('file.paper', { kind, number })}
        </a>
      ))}
    </PageHead>
  )
}

/** Money that waits for a decision stands above everything else. */
function Held({ view, file }: Pick<Props, 'view' | 'file'>) {
  const { t } = view
  const held = file.shown.payments.filter(({ status }) => status === 'held')
  const effectOf = (id: string, gatewayId: string) => {
    const refund = file.refunds.findLast(({ paymentId }) => paymentId === id)
    return refund && effectOfRefund(view, refund, gatewayId).text
  }
  return (
    <>
      {held.map(({ id, gatewayId }) => (
        <div class="mb5" key={id}>
          <Notice tone="care" icon="warning">
            <p>
              {t('file.held')} {effectOf(id, gatewayId)}{' '}
              <a href={link('deskPayment', { paymentId: id })}>{t('review.decide')}</a>
            </p>
          </Notice>
        </div>
      ))}
    </>
  )
}

/** What a provider said that contradicts itself or the books, until a person has seen it. */
function Contradictions({ view, file }: Pick<Props, 'view' | 'file'>) {
  const { t } = view
  return (
    <>
      {file.contradictions.map(({ id, why }) => (
        <div class="mb5" key={id}>
          <Notice tone="care" icon="warning">
            <p>
              {t('file.contradiction', { why: reasonText(view, why) })}{' '}
              <a href={link('deskContradiction', { factId: id })}>{t('review.examine')}</a>
            </p>
          </Notice>
        </div>
      ))}
    </>
  )
}

function Ticket({ view, file }: Pick<Props, 'view' | 'file'>) {
  const { t, language } = view
  const { order } = file.shown
  const price = amount(order.priceMinor, order.currency)
  const vat = amount(order.vatMinor, order.currency)
  const money = (each: typeof price) => formatMoney(each, language)
  return (
    <section class="ticket" aria-labelledby="order">
      <div>
        <h2 class="f1 mb3" id="order">
          {t('receipt.order')}
        </h2>
        <OrderFacts view={view} file={file} />
      </div>
      <LedgerList
        lines={[
          { label: t('receipt.net'), figure: money(subtract(price, vat)) },
          { label: t('receipt.vat', { rate: formatPercent(order.vatBp, language) }), figure: money(vat) },
          { label: t('summary.total'), figure: money(price), as: 'total' },
        ]}
      />
    </section>
  )
}

function OrderFacts({ view, file }: Pick<Props, 'view' | 'file'>) {
  const { t } = view
  const { order, payment } = file.shown
  const added = creditText(view, add(credit(order.creditMinor), credit(order.bonusMinor)))
  const { timeZone, withdrawal } = view
  const lastDay = lastDayToWithdraw(order.placedAt, { days: withdrawal.days, timeZone })
  const method = payment && view.method(payment.gatewayId).long
  return (
    <Facts
      facts={[
        {
          label: t('orders.person'),
          value: file.person.name,
          under: (
            <a href={ordersLink({ q: file.person.login })}>
              <Id text={file.person.login} />
            </a>
          ),
        },
        {
          label: t('receipt.article'),
          value: `${order.articleNumber} – ${order.articleTitle}`,
          under: t('file.credit', { credit: added }),
        },
        method !== undefined && { label: t('summary.method'), value: `${method} ${payment?.payerMark ?? ''}` },
        withdrawal.offered && { label: t('file.withdrawal'), value: t('file.until', { date: dayText(view, lastDay) }) },
        file.terms && {
          label: t('summary.terms'),
          value: (
            <a href={link('termsVersion', { termsId: file.terms.id })}>
              {t('file.terms', { number: file.terms.number })}
            </a>
          ),
        },
      ]}
    />
  )
}

/** What staff may do, each act with its right; who may not does not see it. */
function Acts({ view, file }: Pick<Props, 'view' | 'file'>) {
  const { t, rights } = view
  const { order, payments, receipts } = file.shown
  const orderId = order.id
  const isRefundable = payments.some(({ capturedMinor, refundedMinor }) => capturedMinor > refundedMinor)
  const mayAsk = rights.includes('recheck') && payments.some(canBeAsked)
  const maySend = rights.includes('resend') && file.person.email !== null
  return (
    <div class="stack g3">
      {mayAsk && (
        <form method="post" action={link('deskOrderChecks', { orderId })}>
          <CsrfToken view={view} />
          <button class="btn quiet wide" type="submit">
            <Icon name="again" size={18} />
            {t('file.check')}
          </button>
        </form>
      )}
      {file.person.email === null && <p class="small soft">{t('file.no_address')}</p>}
      {maySend &&
        receipts.map(({ id, kind, number }) => (
          <form method="post" action={link('deskOrderMails', { orderId })} key={id}>
            <CsrfToken view={view} />
            <input type="hidden" name="receipt" value={id} />
            <button class="btn quiet wide" type="submit">
              <Icon name="mail" size={18} />
              {t('file.resend', { kind, number })}
            </button>
          </form>
        ))}
      {rights.includes('refund') && isRefundable && (
        <a class="btn quiet wide" href={link('deskRefunds', { orderId })}>
          <Icon name="undo" size={18} />
          {t('file.refund')}
        </a>
      )}
      {rights.includes('refund') && isRefundable && (
        <a class="btn quiet wide" href={link('deskMadeRefunds', { orderId })}>
          <Icon name="receipt" size={18} />
          {t('file.record_refund')}
        </a>
      )}
    </div>
  )
}
