import type { ComponentChildren } from 'preact'

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
