import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-strokes.ts'

/** Where a link leads and what it says. */
export type Way = { href: string; label: ComponentChildren; icon?: IconName }

/** A link on a line of its own; an arrow forward stands behind its words, every other sign before them. */
export function GoLink({ href, label, icon }: Way) {
  const sign = icon && <Icon name={icon} size={18} />
  return (
    <a class="go" href={href}>
      {icon !== 'forward' && sign}
      {label}
      {icon === 'forward' && sign}
    </a>
  )
}
