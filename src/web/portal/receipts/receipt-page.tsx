import { add, amount, credit } from '../../../kit/amount.ts'
import { formatMoney, formatPercent } from '../../../messages/format.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { lastDayToWithdraw } from '../../../orders/withdrawal-period.ts'
import { answersValues } from '../../../receipts/credit-note.ts'
import type { Receipt } from '../../../receipts/receipt.ts'
import { DataTable } from '../../look/data-table.tsx'
import { BrandLogo } from '../../look/frame/logo.tsx'
import { GoLink } from '../../look/go-link.tsx'
import { Icon } from '../../look/icon.tsx'
import { Facts, Id, LedgerList } from '../../look/paper.tsx'
import { creditText, dateText, dayText, momentText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

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

type Part = { view: View; receipt: Receipt }

function Head({ view, receipt }: Part) {
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

function Parties({ view, receipt: { content } }: Part) {
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

function Figures({ view, receipt: { content } }: Part) {
  const { t, language } = view
  const money = (minor: number) => formatMoney(amount(minor, content.currency), language)
  const added = add(credit(content.creditMinor), credit(content.bonusMinor))
  return (
    <div>
      <DataTable
        caption={t('receipt.article')}
        phone="fit"
        rows={[content]}
        keyOf={({ articleNumber }) => articleNumber}
        columns={[
          {
            head: t('receipt.article'),
            cell: ({ articleTitle }) => articleTitle,
            note: ({ articleNumber: number }) => t('receipt.what', { number, credit: creditText(view, added) }),
          },
          {
            head: <abbr title={t('receipt.quantity')}>{t('receipt.quantity_short')}</abbr>,
            as: 'figure',
            cell: () => '1',
          },
          { head: t('receipt.price'), as: 'figure', cell: ({ priceMinor }) => money(priceMinor) },
        ]}
      />
      <div class="sum">
        <LedgerList
          lines={[
            { label: t('receipt.net'), figure: money(content.netMinor) },
            {
              label: t('receipt.vat', { rate: formatPercent(content.vatBp, language) }),
              figure: money(content.vatMinor),
            },
            { label: t('summary.total'), figure: money(content.priceMinor), as: 'total' },
          ]}
        />
      </div>
    </div>
  )
}

function Payment({ view, receipt }: Part) {
  const { t } = view
  const { content, kind } = receipt
  const added = add(credit(content.creditMinor), credit(content.bonusMinor))
  const when = t('receipt.paid_on', { date: dateText(view, content.paidAt), time: timeText(view, content.paidAt) })
  return (
    <>
      <Facts
        columns
        facts={[
          {
            label: t(kind === 'receipt' ? 'receipt.paid_by' : 'receipt.given_back_by'),
            value: (
              <>
                {view.method(content.gatewayId).long} {content.payerMark}
                <br />
                {when}
              </>
            ),
          },
          { label: t('receipt.bank_reference'), value: content.bankReference },
        ]}
      />
      <Facts
        columns
        facts={[
          {
            label: t(kind === 'receipt' ? 'receipt.credit' : 'receipt.credit_back'),
            value: creditText(view, added),
          },
          content.balanceMinor !== null && {
            label: t('receipt.balance'),
            value: creditText(view, credit(content.balanceMinor)),
          },
        ]}
      />
    </>
  )
}

function Notes({ view, receipt: { content } }: Part) {
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
