import type { Instant } from '../../../kit/clock.ts'
import type { Reconciliation } from '../../../reconciliation/reconciliation.ts'
import { State } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'
import { actorText } from '../desk-words.ts'
import type { GatewayState } from './reconciliation-page.tsx'

const momentText = (view: View, at: Instant): string =>
  view.t('reconciliation.at', { day: dateText(view, at, 'day'), time: timeText(view, at) })

/** Each provider: when it was compared last, up to when its list is complete, and what was wrong. */
export function GatewayTable({ view, gateways }: { view: View; gateways: readonly GatewayState[] }) {
  const { t } = view
  return (
    <section aria-label={t('reconciliation.gateways')}>
      <table class="data reflow" role="table">
        <caption class="vh">{t('reconciliation.gateways')}</caption>
        <tbody>
          {gateways.map((each) => (
            <tr key={each.id}>
              <th scope="row">{each.title}</th>
              <td>{each.last ? <OutcomeState view={view} run={each.last} /> : t('reconciliation.never')}</td>
              <td>{lastText(view, each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function lastText(view: View, { lists, last, good }: GatewayState): string {
  const { t } = view
  if (!lists) return t('reconciliation.no_list')
  const complete =
    good === undefined
      ? ''
      : t('reconciliation.complete_to', {
          day: dateText(view, good.completeTo, 'day'),
          time: timeText(view, good.completeTo),
        })
  if (last === undefined || last.outcome === 'compared') return complete
  return `${t(`reconciliation.${last.outcome}_says`, { why: last.why })} ${complete}`.trim()
}

function OutcomeState({ view, run }: { view: View; run: Reconciliation }) {
  const good = run.outcome === 'compared'
  return (
    <State tone={good ? 'good' : 'care'} icon={good ? 'check' : 'warning'}>
      {view.t('reconciliation.outcome', { outcome: run.outcome })} {momentText(view, run.ranAt)}
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
    <section class="mt6" aria-labelledby="runs">
      <h2 id="runs">{t('reconciliation.runs')}</h2>
      <table class="data reflow" role="table">
        <caption class="vh">{t('reconciliation.runs')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('reconciliation.when')}</th>
            <th scope="col">{t('decision.gateway')}</th>
            <th scope="col">{t('reconciliation.result')}</th>
            <th scope="col">{t('reconciliation.who')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td class="soft nb">
                {dateText(view, run.ranAt, 'short')}, {timeText(view, run.ranAt)}
              </td>
              <td>{titles.get(run.gatewayId) ?? run.gatewayId}</td>
              <td>{resultText(view, run)}</td>
              <td>{actorText(view, run.askedBy, names)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function resultText({ t }: View, run: Reconciliation): string {
  if (run.outcome !== 'compared') return t(`reconciliation.${run.outcome}_says`, { why: run.why })
  const counts = { listed: run.listed, settled: run.settled, fees: run.fees, found: run.differences } as const
  const names = ['listed', 'settled', 'fees', 'found'] as const
  return names.map((name) => t(`reconciliation.${name}`, { count: counts[name] })).join(', ')
}
