import { formatFigure, formatMoney } from '../../../../messages/format.ts'
import { Difference } from '../../../look/difference.tsx'
import { GoLink } from '../../../look/page-head.tsx'
import { Facts, Id, LedgerList, Notice, State } from '../../../look/paper.tsx'
import { type Moment, Steps, Timeline } from '../../../look/timeline.tsx'
import { creditText, timeText, type View } from '../../../look/view.ts'
import { link } from '../../../routes.ts'
import { longest, rows } from './sample-rows.ts'

const tones = ['good', 'care', 'bad', 'live'] as const
const icons = { good: 'check', care: 'warning', bad: 'cross', live: 'hourglass' } as const

/** What one reads: facts, sums, notices, states, timelines. */
export function PaperSamples({ view }: { view: View }) {
  const { t } = view
  return (
    <>
      <section class="stack g5 mt6" aria-labelledby="facts">
        <h2 id="facts">{t('look.facts')}</h2>
        <FactSamples view={view} />
      </section>
      <section class="stack g5 mt6" aria-labelledby="sums">
        <h2 id="sums">{t('look.sums')}</h2>
        <SumSamples view={view} />
      </section>
      <section class="stack g5 mt6" aria-labelledby="news">
        <h2 id="news">{t('look.news')}</h2>
        {tones.map((tone) => (
          <Notice key={tone} tone={tone} icon={icons[tone]}>
            <p>{t(tone === 'bad' ? 'look.long_text' : 'look.done')}</p>
          </Notice>
        ))}
        <p class="row">
          {tones.map((tone) => (
            <State key={tone} tone={tone} icon={icons[tone]}>
              {t(tone === 'live' ? 'look.waiting' : 'look.done')}
            </State>
          ))}
        </p>
        <Difference view={view} before={t('look.done')} after={t('look.waiting')} />
      </section>
      <section class="stack g5 mt6" aria-labelledby="times">
        <h2 id="times">{t('look.times')}</h2>
        <Steps view={view} at={3} />
        <Timeline view={view} moments={momentsOf(view)} />
      </section>
    </>
  )
}

function FactSamples({ view }: { view: View }) {
  const { t } = view
  const change = <a href={link('look')}>{t('summary.change')}</a>
  const [usual] = rows
  return (
    <>
      <Facts
        facts={[
          { label: t('summary.name'), value: longest.name, under: <Id text={longest.login} />, way: change },
          { label: t('summary.method'), value: t('look.long_text'), way: change, wide: true },
          false,
        ]}
      />
      <Facts
        columns
        facts={[
          { label: t('summary.account'), value: usual?.name, under: <Id text={usual?.login ?? ''} /> },
          { label: t('summary.total'), value: formatMoney(longest.sum, view.language) },
        ]}
      />
    </>
  )
}

function SumSamples({ view }: { view: View }) {
  const { t, language } = view
  const figure = formatFigure(longest.sum, language)
  return (
    <>
      <p class="numeral mid">{formatFigure({ minor: 49_60, unit: 'credit' }, language)}</p>
      <p class="numeral long">{formatFigure({ minor: 1_234_567_89, unit: 'credit' }, language)}</p>
      <div class="narrow">
        <LedgerList
          lines={[
            { label: t('look.long_text'), figure },
            { label: t('summary.total'), figure: formatMoney(longest.sum, language), as: 'total' },
            { label: t('home.balance'), figure: creditText(view, longest.balance), as: 'sub' },
          ]}
        />
      </div>
      <p class="row">
        <GoLink href={link('look')} label={t('orders.newer')} icon="back" />
        <GoLink href={link('look')} label={t('orders.older')} icon="forward" of={t('look.sums')} />
        <GoLink href={link('look')} label={t('orders.csv')} icon="download" />
      </p>
    </>
  )
}

function momentsOf(view: View): Moment[] {
  const { t } = view
  const when = timeText(view, longest.at)
  return (['done', 'care', 'stop', 'now', 'todo'] as const).map((state) => ({
    key: state,
    state,
    when: state === 'todo' ? '' : when,
    name: t(state === 'now' ? 'look.waiting' : 'look.done'),
    detail: state === 'stop' ? t('look.long_text') : <Id text={longest.login} />,
  }))
}
