import { add, amount, credit } from '../../../kit/amount.ts'
import { formatMoney, formatPercent } from '../../../messages/format.ts'
import { DataTable } from '../../look/data-table.tsx'
import { Facts, LedgerList } from '../../look/paper.tsx'
import { creditText, dateText, timeText } from '../../look/view.ts'
import type { ReceiptPart } from './receipt-page.tsx'

export function Figures({ view, receipt: { content } }: ReceiptPart) {
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

export function Payment({ view, receipt }: ReceiptPart) {
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
