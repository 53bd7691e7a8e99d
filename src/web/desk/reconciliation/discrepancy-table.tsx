import { type Instant, toMs } from '../../../kit/clock.ts'
import type { Discrepancy } from '../../../reconciliation/discrepancies.ts'
import { Pages } from '../../look/page-head.tsx'
import { Id, State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { type QueueLine, QueueTable } from '../figures/queue-table.tsx'
import { ageText } from '../review/review-table.tsx'
import { amountsOf, differenceText, nothing } from './discrepancy-words.ts'

type Props = { view: View; open: readonly Discrepancy[]; titles: ReadonlyMap<string, string>; now: Instant }

/** What is open, the oldest first, with the way to decide. */
export function DiscrepancyTable({ view, open, titles, now }: Props) {
  const { t } = view
  return (
    <section aria-labelledby="open">
      <h2 id="open">
        {t('reconciliation.open')} <span class="count f1">{open.length}</span>
      </h2>
      <QueueTable
        caption={t('reconciliation.open')}
        what={t('reconciliation.what')}
        view={view}
        empty={t('reconciliation.open_none')}
        lines={open.map((row) => lineOf({ view, row, gateway: titles.get(row.gatewayId), now }))}
      />
      <Pages
        view={view}
        csv={open.length > 0 && { href: link('deskReconciliationCsv'), label: t('reconciliation.csv') }}
      />
    </section>
  )
}

type RowProps = { view: View; row: Discrepancy; gateway: string | undefined; now: Instant }

function lineOf({ view, row, gateway, now }: RowProps): QueueLine {
  const { t } = view
  const { listed, ours } = amountsOf(view, row)
  return {
    key: row.id,
    state: (
      <State tone="care" icon="warning">
        {t(`difference.${row.kind}`)}
      </State>
    ),
    sentence: differenceText(view, row, gateway ?? row.gatewayId),
    about: <Id text={row.subject} />,
    amount: listed === nothing ? ours : listed,
    age: ageText(view, toMs(now) - toMs(row.seenAt)),
    way: { href: link('deskDifference', { differenceId: row.id }), label: t('review.examine'), of: row.subject },
  }
}
