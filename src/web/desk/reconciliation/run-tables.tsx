import type { Instant } from '../../../kit/clock.ts'
import type { Reconciliation } from '../../../reconciliation/reconciliation.ts'
import { DataTable } from '../../look/data-table.tsx'
import { State } from '../../look/paper.tsx'
import { dateText, momentText, timeText, type View } from '../../look/view.ts'
import { actorText, machineReason, rawWords } from '../desk-words.ts'
import { SupportWords } from '../support-words.tsx'
import type { GatewayState } from './reconciliation-page.tsx'

/** Each provider: whether its list was read last time, and up to when it is complete. */
export function GatewayTable({ view, gateways }: { view: View; gateways: readonly GatewayState[] }) {
  const { t } = view
  return (
    <section aria-label={t('reconciliation.gateways')}>
      <DataTable
        caption={t('reconciliation.gateways')}
        phone="fit"
        rows={gateways}
        keyOf={({ id }) => id}
        columns={[
          {
            as: 'name',
            cell: ({ title }) => title,
            note: (each) => [...lastTexts(view, each), each.last && <TheirWords view={view} run={each.last} />],
          },
          { as: 'figure', cell: ({ last }) => last && <OutcomeState view={view} run={last} /> },
        ]}
      />
    </section>
  )
}

const momentOf = (view: View, at: Instant) => ({ day: dateText(view, at, 'day'), time: timeText(view, at) })

function lastTexts(view: View, { lists, last, good }: GatewayState): string[] {
  const { t } = view
  if (!lists) return [t('reconciliation.no_list')]
  if (last === undefined) return [t('reconciliation.never')]
  const tried = t('reconciliation.tried', momentOf(view, last.ranAt))
  const complete = good && t('reconciliation.complete_to', momentOf(view, good.completeTo))
  const texts = last.outcome === 'compared' ? [tried, complete] : [tried, resultText(view, last), complete]
  return texts.filter((text) => text !== undefined)
}

function OutcomeState({ view, run }: { view: View; run: Reconciliation }) {
  const good = run.outcome === 'compared'
  return (
    <State tone={good ? 'good' : 'care'} icon={good ? 'check' : 'warning'}>
      {view.t('reconciliation.outcome', { outcome: run.outcome })}
    </State>
  )
}

type RunProps = {
  view: View
  runs: readonly Reconciliation[]
  titles: ReadonlyMap<string, string>
  names: ReadonlyMap<string, string>
}

/** The comparisons so far, the newest first. */
export function RunTable({ view, runs, titles, names }: RunProps) {
  const { t } = view
  if (runs.length === 0) return null
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{t('reconciliation.runs')}</h2>
      <DataTable
        caption={t('reconciliation.runs')}
        phone="fit"
        rows={runs}
        keyOf={({ id }) => id}
        columns={[
          {
            as: 'name',
            cell: (run) => `${momentText(view, run.ranAt, 'short')}, ${titles.get(run.gatewayId) ?? run.gatewayId}`,
            note: (run) => [
              resultText(view, run),
              t('reconciliation.by', { who: actorText(view, run.askedBy, names) }),
              <TheirWords key="words" view={view} run={run} />,
            ],
          },
          { as: 'figure', cell: (run) => <Found view={view} run={run} /> },
        ]}
      />
    </section>
  )
}

function Found({ view, run }: { view: View; run: Reconciliation }) {
  if (run.outcome !== 'compared') return <OutcomeState view={view} run={run} />
  return (
    <span class={run.differences > 0 ? 'strong' : 'soft'}>
      {view.t('reconciliation.found', { count: run.differences })}
    </span>
  )
}

/** Why no list came, as the provider or the network put it. */
function TheirWords({ view, run }: { view: View; run: Reconciliation }) {
  const value = run.outcome === 'compared' ? undefined : rawWords(run.why)
  return <SupportWords view={view} facts={[{ label: view.t('decision.their_words'), value }]} />
}

function resultText(view: View, run: Reconciliation): string {
  const { t } = view
  if (run.outcome !== 'compared') return t(`reconciliation.${run.outcome}_says`, { why: machineReason(view, run.why) })
  const counts = { listed: run.listed, settled: run.settled, fees: run.fees }
  return (['listed', 'settled', 'fees'] as const)
    .map((name) => t(`reconciliation.${name}`, { count: counts[name] }))
    .join(', ')
}
