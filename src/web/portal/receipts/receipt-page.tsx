import { writtenIn } from '../../../messages/french-spaces.ts'
import { lastDayToWithdraw } from '../../../orders/withdrawal-period.ts'
import { answersValues } from '../../../receipts/credit-note.ts'
import type { Receipt } from '../../../receipts/receipt.ts'
import { BrandLogo } from '../../look/frame/logo.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { Facts, Id, LedgerList } from '../../look/paper.tsx'
import { dateText, dayText, momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { Figures, Payment } from './receipt-figures.tsx'

/** The receipt as it is read and printed: one sheet of A4. */
export function ReceiptPage({
  view,
  receipt,
  ways,
}: {
  view: View
  receipt: Receipt
  /** Where one came from, and the same as a file: the portal's or the desk's. */
  ways: { back: string; pdf: string }
}) {
  const { t } = view
  return (
    <>
      <div class="tools">
        <GoLink href={ways.back} label={t('receipt.back')} icon="back" />
        <span class="small soft" data-without-script>
          {t('receipt.print_hint')}
        </span>
        <button class="btn" type="button" hidden data-print>
          <Icon name="printer" />
          {t(`receipt.print_${receipt.kind}`)}
        </button>
        <a class="btn quiet" href={ways.pdf}>
          <Icon name="download" />
          {t('order.pdf')}
        </a>
      </div>
      <article class="a4" data-theme="light" aria-labelledby="title">
        <Head view={view} receipt={receipt} />
        <Parties view={view} receipt={receipt} />
        <Figures view={view} receipt={receipt} />
        <Payment view={view} receipt={receipt} />
        <Notes view={view} receipt={receipt} />
      </article>
    </>
  )
}

export type ReceiptPart = { view: View; receipt: Receipt }

function Head({ view, receipt }: ReceiptPart) {
  const { t } = view
  const { seller } = receipt.content
  return (
    <header>
      <div>
        {view.brand.logos.light && <BrandLogo brand={view.brand} theme="light" />}
        <p class="title f2">{seller.name}</p>
        <p class="small soft">
          {seller.lines.map((line) => (
            <span key={line}>
              {line}
              <br />
            </span>
          ))}
        </p>
      </div>
      <div>
        <h1 class="f4" id="title">
          {t(receipt.kind === 'receipt' ? 'receipt.title' : 'receipt.credit_note')}
        </h1>
        <div class="mt3">
          <LedgerList
            lines={[
              { label: t('receipt.number'), figure: <b>{receipt.number}</b> },
              {
                label: t('receipt.date'),
                figure: momentText(view, receipt.issuedAt),
              },
            ]}
          />
        </div>
      </div>
    </header>
  )
}

function Parties({ view, receipt: { content } }: ReceiptPart) {
  const { t, brand, language } = view
  return (
    <Facts
      columns
      facts={[
        {
          label: t('receipt.client'),
          value: (
            <>
              {content.person.name}
              <br />
              <Id text={content.person.login} />
            </>
          ),
        },
        {
          label: t('receipt.order'),
          value: (
            <>
              <Id text={content.orderNumber} />
              <br />
              {writtenIn(brand.accountName, language)}
            </>
          ),
        },
      ]}
    />
  )
}

function Notes({ view, receipt: { content } }: ReceiptPart) {
  const { t, timeZone } = view
  const until = dayText(view, lastDayToWithdraw(content.placedAt, { days: view.withdrawal.days, timeZone }))
  return (
    <footer class="small soft stack g2">
      {content.answers && <p>{t('receipt.answers', answersValues(content.answers))}</p>}
      <p>
        {t('receipt.terms', { number: content.termsNumber, date: dateText(view, content.placedAt) })}{' '}
        <a href={link('termsVersion', { termsId: String(content.termsNumber) })}>{t('summary.read_again')}</a>
      </p>
      {!content.answers && view.withdrawal.offered && <p>{t('receipt.withdrawal', { date: until })}</p>}
      {content.mode === 'demo' && <p>{t('receipt.demo')}</p>}
      {content.mode === 'test' && <p>{t('receipt.test')}</p>}
    </footer>
  )
}
