import { type ComponentChildren, Fragment } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-strokes.ts'

/** A label, dots, a figure. `total` stands on a double rule, `sub` is a small "of which". */
export type LedgerLine = { label: ComponentChildren; figure: ComponentChildren; as?: 'total' | 'sub' }

export function LedgerList({ lines }: { lines: readonly LedgerLine[] }) {
  return (
    <dl class="ledger">
      {lines.map((line, index) => (
        <div key={index} class={line.as}>
          <dt>{line.label}</dt>
          <dd>{line.figure}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Logins and order numbers may break after _ and @, and nowhere else. */
export function Id({ text }: { text: string }) {
  const parts = text.split(/(?<=_)|(?=@)/)
  return (
    <span class="id">
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  )
}

type Tone = 'good' | 'care' | 'bad' | 'live'

type NoticeProps = { tone?: Tone; icon: IconName; children: ComponentChildren }

export function Notice({ tone, icon, children }: NoticeProps) {
  return (
    <div class={`notice${tone ? ` ${tone}` : ''}`}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  )
}

/** At the head of a page that comes back: what was done, or how it ended. */
export function News({ tone = 'good', icon = 'confirmed', children }: Partial<NoticeProps>) {
  return (
    <div class="mb5" role="status">
      <Notice tone={tone} icon={icon}>
        <p>{children}</p>
      </Notice>
    </div>
  )
}

export function State({ tone, icon, children }: { tone?: Tone; icon: IconName; children: ComponentChildren }) {
  return (
    <span class={`state${tone ? ` ${tone}` : ''}`}>
      <Icon name={icon} size={18} />
      {children}
    </span>
  )
}

export type Fact = {
  label: string
  value: ComponentChildren
  /** A second line, softer. */
  under?: ComponentChildren
  /** A link at the end of the line, to change what it says. */
  way?: ComponentChildren
  /** Takes the whole width where facts stand in two columns. */
  wide?: true
}

/** Labels and values. What is false or undefined is left out; `columns` sets them side by side on paper. */
export function Facts({ facts, columns }: { facts: ReadonlyArray<Fact | false | undefined>; columns?: true }) {
  return (
    <dl class={columns ? 'facts cols' : 'facts'}>
      {facts
        .filter((fact) => fact !== false && fact !== undefined)
        .map((fact) => (
          <div key={fact.label} class={fact.wide && 'full'}>
            <dt>{fact.label}</dt>
            <Value {...fact} />
          </div>
        ))}
    </dl>
  )
}

function Value({ value, under, way }: Fact) {
  const last = under === undefined ? <span>{value}</span> : <span class="soft">{under}</span>
  return (
    <>
      {under !== undefined && <dd>{value}</dd>}
      {way ? (
        <dd class="row">
          {last}
          {way}
        </dd>
      ) : (
        <dd>{under ?? value}</dd>
      )}
    </>
  )
}

/** A sentence of the catalogues, in which `<b>` marks the figures that count. */
export function Sentence({ text }: { text: string }) {
  const [plain, ...marked] = text.split('<b>')
  return (
    <>
      {plain}
      {marked.map((part, index) => {
        const [bold, ...rest] = part.split('</b>')
        return (
          <Fragment key={index}>
            <b>{bold}</b>
            {rest.join('</b>')}
          </Fragment>
        )
      })}
    </>
  )
}
