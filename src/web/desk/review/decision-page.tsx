import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import { Choice } from '../../look/choice.tsx'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { Facts, Id, News, Notice } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { SupportWords } from '../support-words.tsx'
import type { DecisionView, Effect } from './decision.ts'

export type DecisionPageProps = {
  view: View
  item: DecisionView
  action: string
  /** Whether who looks may decide; otherwise the page only shows. */
  mayDecide: boolean
  formKey: string
  chosen: { choice: string; why: string }
  problems: readonly FieldProblem[]
}

/** A review item: what happened, what is known, and the safe choices, each with its consequence. */
export function DecisionPage({ view, item, ...form }: DecisionPageProps) {
  const { t } = view
  return (
    <>
      <PageHead title={item.title} back={{ href: link('desk'), label: t('review.title') }} />
      {item.said !== undefined && <News>{item.said}</News>}
      <div class="mb5">
        <Notice tone={item.tone} icon={item.icon}>
          <p>{item.sentence}</p>
        </Notice>
      </div>
      {item.effect && <EffectNotice effect={item.effect} />}
      <div class="duo">
        <div>
          {form.mayDecide && item.choices.length > 0 ? (
            <Form view={view} item={item} {...form} />
          ) : (
            <Closed view={view} item={item} problems={form.problems} />
          )}
        </div>
        <Known view={view} item={item} />
      </div>
    </>
  )
}

function EffectNotice({ effect: { tone, icon, text, way } }: { effect: Effect }) {
  return (
    <div class="mb5">
      <Notice tone={tone} icon={icon}>
        <p>
          {text} {way && <a href={way.href}>{way.label}</a>}
        </p>
      </Notice>
    </div>
  )
}

function Form({ view, item, action, formKey, chosen, problems }: DecisionPageProps) {
  const { t } = view
  return (
    <form class="form" method="post" action={action} data-once>
      <CsrfToken view={view} />
      <input type="hidden" name="key" value={formKey} />
      <ErrorSummary view={view} problems={problems} />
      <Choice
        view={view}
        name="choice"
        legend={t('decision.choose')}
        problems={problems}
        chosen={chosen.choice}
        options={item.choices.map(({ value, label, consequence }) => ({
          value,
          label: <b>{label}</b>,
          says: consequence,
        }))}
      />
      <Field
        view={view}
        name="why"
        label={t('decision.why')}
        hint={t('decision.why_hint')}
        value={chosen.why}
        problems={problems}
      />
      <p class="row">
        <button class="btn" type="submit">
          {t('decision.submit')}
        </button>
        <GoLink href={link('desk')} label={t('decision.later')} />
      </p>
    </form>
  )
}

function Closed({ view, item, problems }: Pick<DecisionPageProps, 'view' | 'item' | 'problems'>) {
  const { t } = view
  return (
    <div id="choice" tabindex={-1}>
      <ErrorSummary view={view} problems={problems} />
      <Notice icon="info">
        <p>{t(item.choices.length === 0 ? 'decision.nothing' : 'decision.not_yours')}</p>
      </Notice>
    </div>
  )
}

function Known({ view, item: { order, facts, support = [], raw, aside } }: { view: View; item: DecisionView }) {
  const { t, language } = view
  const ofOrder = order
    ? [
        {
          label: t('receipt.order'),
          value: (
            <a href={link('deskOrder', { orderId: order.id })}>
              <Id text={order.number} />
            </a>
          ),
        },
        {
          label: t('receipt.article'),
          value: `${order.articleTitle}, ${formatMoney({ minor: order.priceMinor, unit: order.currency }, language)}`,
        },
      ]
    : []
  return (
    <section class="ticket" aria-labelledby="facts">
      <div>
        <h2 class="title mb4" id="facts">
          {t('decision.known')}
        </h2>
        <Facts facts={[...ofOrder, ...facts]} />
      </div>
      {support.length > 0 && (
        <div>
          <SupportWords view={view} facts={support} />
        </div>
      )}
      {aside && <div>{aside}</div>}
      {raw !== undefined && (
        <div>
          <h3 class="mb3">{t('decision.raw')}</h3>
          <pre class="raw">{raw}</pre>
        </div>
      )}
    </section>
  )
}
