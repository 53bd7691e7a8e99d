import type { Instant } from '../../../kit/clock.ts'
import type { Discrepancy } from '../../../reconciliation/discrepancies.ts'
import type { Reconciliation } from '../../../reconciliation/reconciliation.ts'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { News } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { DiscrepancyTable } from './discrepancy-table.tsx'
import { GatewayTable, RunTable } from './run-tables.tsx'

export type GatewayState = {
  id: string
  title: string
  /** Whether this gateway gives a list at all. */
  lists: boolean
  last: Reconciliation | undefined
  good: Reconciliation | undefined
}

/** How "compare now" ended: all read, a list that could not be, another comparison under way. */
export type Said = 'ran' | 'partly' | 'busy'

type Props = {
  view: View
  now: Instant
  gateways: readonly GatewayState[]
  open: readonly Discrepancy[]
  runs: readonly Reconciliation[]
  names: ReadonlyMap<string, string>
  said: Said | undefined
}

/** Where the books stand against the providers' own lists: first whether they were compared, then what differs. */
export function ReconciliationPage({ view, now, gateways, open, runs, names, said }: Props) {
  const { t } = view
  const titles = new Map(gateways.map(({ id, title }) => [id, title]))
  return (
    <>
      <PageHead title={t('reconciliation.title')} says={t('reconciliation.says')}>
        {view.rights.includes('recheck') && gateways.some(({ lists }) => lists) && (
          <form method="post" action={link('deskReconciliation')} data-once>
            <CsrfToken view={view} />
            <button class="btn" type="submit">
              <Icon name="again" size={18} />
              {t('reconciliation.run')}
            </button>
          </form>
        )}
      </PageHead>
      {said !== undefined && (
        <News tone={said === 'ran' ? 'good' : 'care'} icon={said === 'ran' ? 'check' : 'warning'}>
          {t(`reconciliation.${said}`)}
        </News>
      )}
      <GatewayTable view={view} gateways={gateways} />
      <DiscrepancyTable view={view} open={open} titles={titles} now={now} />
      <RunTable view={view} runs={runs} titles={titles} names={names} />
    </>
  )
}
