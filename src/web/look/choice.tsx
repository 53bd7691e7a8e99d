import type { ComponentChildren } from 'preact'
import type { FieldProblem } from '../../kit/failure.ts'
import { FieldError } from './form.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-strokes.ts'
import type { View } from './view.ts'

export type Option = {
  value: string
  label: ComponentChildren
  /** What it is, or what follows from it. */
  says?: ComponentChildren
  icon?: IconName
  /** Named, but not to be had now. */
  isClosed?: boolean
}

type OptionsProps = {
  view: View
  name: string
  options: readonly Option[]
  chosen: string | undefined
  problems?: readonly FieldProblem[]
}

/** One of several, each with what follows from it. The fieldset around it has the legend. */
export function Options({ view, name, options, chosen, problems = [] }: OptionsProps) {
  return (
    <>
      <FieldError view={view} problems={problems} field={name} />
      <div class="choices">
        {options.map(({ value, label, says, icon, isClosed = false }) => (
          <label class={isClosed ? 'choice closed' : 'choice'} key={value}>
            <input type="radio" name={name} value={value} checked={value === chosen} disabled={isClosed} />
            <span>
              {label}
              {says && <small>{says}</small>}
            </span>
            {icon && <Icon name={icon} size={22} />}
          </label>
        ))}
      </div>
    </>
  )
}

/** The same with its legend. Its id is its name, so that a summary of problems leads here. */
export function Choice({ legend, ...props }: OptionsProps & { legend: ComponentChildren }) {
  return (
    <fieldset id={props.name} tabindex={-1}>
      <legend class="lab strong">{legend}</legend>
      <Options {...props} />
    </fieldset>
  )
}

export type WayOn = {
  key: string
  /** Absent: not to be had now. */
  href?: string
  label: ComponentChildren
  says?: ComponentChildren
  icon?: IconName
}

/** Several ways on, each a line as wide as the list. */
export function WaysOn({ ways }: { ways: readonly WayOn[] }) {
  return (
    <ul class="choices">
      {ways.map(({ key, href, label, says, icon }) => {
        const content = (
          <>
            {icon && <Icon name={icon} size={22} />}
            <span>
              {href === undefined ? label : <b>{label}</b>}
              {says && <small>{says}</small>}
            </span>
            {href !== undefined && <Icon name="chevron" size={18} />}
          </>
        )
        return (
          <li key={key}>
            {href === undefined ? (
              <div class="choice closed">{content}</div>
            ) : (
              <a class="choice" href={href}>
                {content}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** A box to tick, ticked only for who has ticked it before. */
export function Tick({
  view,
  name,
  children,
  checked = false,
  problems = [],
}: {
  view: View
  name: string
  children: ComponentChildren
  checked?: boolean
  problems?: readonly FieldProblem[]
}) {
  const wrong = problems.some((problem) => problem.field === name)
  return (
    <div>
      <FieldError view={view} problems={problems} field={name} />
      <label class="tick">
        <input
          type="checkbox"
          name={name}
          id={name}
          value="yes"
          checked={checked}
          {...(wrong && { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` })}
        />
        <span>{children}</span>
      </label>
    </div>
  )
}
