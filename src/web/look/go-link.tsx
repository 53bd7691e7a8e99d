import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-strokes.ts'

/** Where a link leads and what it says. */
export type Way = {
  href: string
  label: ComponentChildren
  icon?: IconName
  /** Which of several the link is about, for who listens. */
  of?: string
}

/** A link on a line of its own; an arrow forward stands behind its words, every other sign before them. */
export function GoLink({ href, label, icon, of }: Way) {
  const sign = icon && <Icon name={icon} size={18} />
  return (
    <a class="go" href={href}>
      {icon !== 'forward' && sign}
      {label}
      {of !== undefined && <span class="vh"> {of}</span>}
      {icon === 'forward' && sign}
    </a>
  )
}
