import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { View } from './view.ts'

export type Moment = {
  key: string | number
  state: 'done' | 'now' | 'todo' | 'stop' | 'care'
  when: ComponentChildren
  name: ComponentChildren
  detail: ComponentChildren
}

/** What happened and what is to come, in order: shape and colour, and a word for who listens. */
export function Timeline({ view, moments }: { view: View; moments: readonly Moment[] }) {
  return (
    <ol class="timeline">
      {moments.map(({ key, state, when, name, detail }) => (
        <li key={key} class={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span class="when">{when}</span>
          <span class="dot">
            {state === 'done' && <Icon name="check" size={12} />}
            {state === 'stop' && <Icon name="cross" size={12} />}
            {state === 'care' && '!'}
          </span>
          <div>
            <b>
              {name}
              <span class="vh"> {view.t('step.state', { state })}</span>
            </b>
            <small>{detail}</small>
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Where one stands on the way from the amount to the receipt. */
export function Steps({ view, at }: { view: View; at: 1 | 2 | 3 | 4 }) {
  const names = ['steps.amount', 'steps.review', 'steps.payment', 'steps.receipt'] as const
  return (
    <ol class="steps" aria-label={view.t('steps.label')}>
      {names.map((name, index) => {
        const done = index + 1 < at
        return (
          <li key={name} class={done ? 'done' : undefined} aria-current={index + 1 === at ? 'step' : undefined}>
            <i>{done ? <Icon name="check" size={16} /> : index + 1}</i>
            <span>
              {view.t(name)}
              {done && <span class="vh"> {view.t('steps.done')}</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
