import type { VatRates } from '../../../catalogue/vat-rate.ts'
import type { Closing } from '../../../finance/closing.ts'
import { amount, CREDIT } from '../../../kit/amount.ts'
import { textIn } from '../../../kit/language.ts'
import { formatCount, formatFigure, formatMoney } from '../../../messages/format.ts'
import { printedNumber } from '../../../receipts/receipt.ts'
import { DataTable } from '../../look/data-table.tsx'
import { Icon } from '../../look/icon.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { LedgerList } from '../../look/paper.tsx'
import { momentText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { vatTextBetween } from '../vat-words.ts'
import { accountText, currenciesOf, movedIn, periodText } from './closing-words.ts'

type Props = { view: View; closing: Closing; rates: VatRates }

/** One closing as it was made: sales, papers, totals since the beginning, accounts, and what proves it. */
export function ClosingPage({ view, closing, rates }: Props) {
  const { t } = view
  const { kind, fromAt, untilAt, closedAt } = closing
  const said = (instant: string) => momentText(view, instant)
  return (
    <>
      <PageHead
        title={t('closings.one', { kind, period: periodText(view, closing) })}
        back={{ href: link('deskClosings', {}, { kind }), label: t('closings.title') }}
        says={t('closings.made', { from: said(fromAt), until: said(untilAt), at: said(closedAt) })}
      />
      <div class="duo even closing">
        <div class="stack g5">
          {currenciesOf(closing).map((unit) => (
            <Sums key={unit} view={view} closing={closing} rates={rates} unit={unit} />
          ))}
          <Papers view={view} closing={closing} />
        </div>
        <div class="stack g5">
          <Accounts view={view} closing={closing} rates={rates} />
          <Proof view={view} closing={closing} />
        </div>
      </div>
    </>
  )
}

function Sums({ view, closing, rates: known, unit }: Props & { unit: string }) {
  const { t, language } = view
  const money = (minor: number) => formatMoney(amount(minor, unit), language)
  const { soldMinor, backMinor } = movedIn(closing, unit)
  const rates = closing.totals.vat
    .filter((total) => total.unit === unit)
    .map((total) => ({ ...total, rate: vatTextBetween(view, total.code, known, closing) }))
  const ever = closing.perpetual[unit] ?? { soldMinor: 0, backMinor: 0 }
  return (
    <section>
      <h2>{t('closings.sums')}</h2>
      <LedgerList
        lines={[
          ...rates.flatMap(({ rate, netMinor, vatMinor }) => [
            { label: t('closings.net', { rate }), figure: money(netMinor) },
            { label: t('closings.vat', { rate }), figure: money(vatMinor) },
          ]),
          { label: t('closings.sold'), figure: money(soldMinor), as: 'total' },
          ...rates.flatMap(({ rate, backNetMinor, backVatMinor }) => [
            { label: t('closings.back_net', { rate }), figure: money(backNetMinor) },
            { label: t('closings.back_vat', { rate }), figure: money(backVatMinor) },
          ]),
          { label: t('closings.back'), figure: money(backMinor), as: 'total' },
          { label: t('closings.perpetual_sold'), figure: money(ever.soldMinor) },
          { label: t('closings.perpetual_back'), figure: money(ever.backMinor) },
        ]}
      />
    </section>
  )
}

function Papers({ view, closing }: Omit<Props, 'rates'>) {
  const { t, language } = view
  const issued = closing.totals.papers.filter(({ count }) => count > 0)
  return (
    <section>
      <h2>{t('closings.papers')}</h2>
      {issued.length === 0 ? (
        <p class="soft">{t('closings.no_papers')}</p>
      ) : (
        <LedgerList
          lines={issued.map(({ series, count, ...paper }) => {
            const [first, last] = [printedNumber(series, paper.first), printedNumber(series, paper.last)]
            const kind = series.startsWith('receipt:') ? 'receipt' : 'credit_note'
            return { label: t('closings.series', { kind, first, last, count }), figure: formatCount(count, language) }
          })}
        />
      )}
    </section>
  )
}

function Accounts({ view, closing, rates }: Props) {
  const { t, language } = view
  const rateOf = (code: string) => vatTextBetween(view, code, rates, closing)
  const text = (minor: number, unit: string) =>
    unit === CREDIT ? formatFigure(amount(minor, unit), language) : formatMoney(amount(minor, unit), language)
  return (
    <section>
      <h2>{t('closings.accounts')}</h2>
      <DataTable
        caption={t('closings.accounts')}
        empty={t('closings.nothing')}
        phone="stack"
        rows={closing.totals.accounts}
        keyOf={({ account, unit }) => `${account} ${unit}`}
        columns={[
          {
            head: t('closings.account'),
            as: 'name',
            cell: ({ account }) => accountText(view, account, rateOf),
            note: ({ unit }) => unit === CREDIT && textIn(view.brand.creditNames, language).other,
          },
          {
            head: t('closings.in'),
            isNamedOnPhone: true,
            as: 'figure',
            cell: ({ inMinor, unit }) => text(inMinor, unit),
          },
          {
            head: t('closings.out'),
            isNamedOnPhone: true,
            as: 'figure',
            cell: ({ outMinor, unit }) => text(outMinor, unit),
          },
        ]}
      />
    </section>
  )
}

function Proof({ view: { t, language }, closing }: Omit<Props, 'rates'>) {
  const { number, fromSeq, booksSeq, evidenceSeq, hash, previousHash, timeZone } = closing
  const count = (value: number) => formatCount(value, language)
  return (
    <section>
      <h2>{t('closings.proof')}</h2>
      <p class="small soft">
        {t('closings.rests', {
          ...{ number: count(number), transfers: booksSeq - fromSeq, last: count(booksSeq) },
          ...{ evidence: count(evidenceSeq), timeZone },
        })}
      </p>
      <details class="fold">
        <summary>
          <Icon name="chevron" size={18} />
          {t('closings.hashes')}
        </summary>
        <p class="small soft">{t('closings.hash')}</p>
        <p class="id small">{hash.match(/.{8}/g)?.join(' ')}</p>
        <p class="small soft">{t('closings.previous')}</p>
        <p class="id small">{previousHash.match(/.{8}/g)?.join(' ')}</p>
      </details>
    </section>
  )
}
