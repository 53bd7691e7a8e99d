import type { Closing, ClosingKind } from '../../../finance/closing.ts'
import { amount } from '../../../kit/amount.ts'
import { formatCount, formatMoney } from '../../../messages/format.ts'
import { DataTable } from '../../look/data-table.tsx'
import { GoLink, PageHead, Pages } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { closingKinds, countOf, currenciesOf, movedIn, periodText } from './closing-words.ts'

type Props = { view: View; kind: ClosingKind; closings: readonly Closing[]; older: string | undefined }

/** Closings of one kind, each with the way to all that it holds. */
export function ClosingList({ view, kind, closings, older }: Props) {
  const { t } = view
  return (
    <>
      <PageHead
        title={t('closings.title')}
        back={{ href: link('desk'), label: t('desk.menu_desk') }}
        says={t('closings.says')}
      />
      <div class="row apart mb3">
        <nav class="pick" aria-label={t('closings.by')}>
          {closingKinds.map((each) => (
            <a
              key={each}
              href={link('deskClosings', {}, { kind: each })}
              aria-current={each === kind ? 'true' : undefined}
            >
              {t('closings.kinds', { kind: each })}
            </a>
          ))}
        </nav>
        <GoLink href={link('deskClosingsCsv')} label={t('closings.csv')} icon="download" />
      </div>
      <Table view={view} closings={closings} />
      <Pages
        view={view}
        on={
          older !== undefined && {
            href: link('deskClosings', {}, { kind, before: older }),
            label: t('closings.older'),
          }
        }
      />
    </>
  )
}

function Table({ view, closings }: { view: View; closings: readonly Closing[] }) {
  const { t, language } = view
  const lines = closings.flatMap((closing) =>
    currenciesOf(closing).map((unit) => ({ closing, unit, ...movedIn(closing, unit) })),
  )
  const money = (minor: number, unit: string) => formatMoney(amount(minor, unit), language)
  const papers = (kind: 'receipt' | 'credit_note') => (line: (typeof lines)[number]) =>
    formatCount(countOf(line.closing, kind), language)
  return (
    <DataTable
      caption={t('closings.title')}
      empty={t('closings.none')}
      phone="stack"
      rows={lines}
      keyOf={({ closing, unit }) => `${closing.number} ${unit}`}
      columns={[
        {
          head: t('closings.period'),
          as: 'name',
          class: 'nb',
          cell: ({ closing }) => periodText(view, closing),
          href: ({ closing }) => link('deskClosing', { number: String(closing.number) }),
        },
        {
          head: t('closings.sold'),
          isNamedOnPhone: true,
          as: 'figure',
          cell: ({ soldMinor, unit }) => money(soldMinor, unit),
        },
        { head: t('closings.receipts'), isNamedOnPhone: true, as: 'figure', cell: papers('receipt') },
        {
          head: t('closings.back'),
          isNamedOnPhone: true,
          as: 'figure',
          cell: ({ backMinor, unit }) => money(backMinor, unit),
        },
        { head: t('closings.credit_notes'), isNamedOnPhone: true, as: 'figure', cell: papers('credit_note') },
        {
          head: t('closings.perpetual'),
          isNamedOnPhone: true,
          as: 'figure',
          cell: ({ closing, unit }) => money(closing.perpetual[unit]?.soldMinor ?? 0, unit),
        },
      ]}
    />
  )
}
