import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-strokes.ts'
import type { View } from './view.ts'

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

type HeadProps = {
  title: ComponentChildren
  /** The page that this one belongs to. */
  back?: Way | undefined
  /** Where what the page is about stands, and since when. */
  state?: ComponentChildren
  /** One sentence on what the page is for. */
  says?: ComponentChildren
  /** Buttons and links that act on the whole page. */
  children?: ComponentChildren
}

/** The head of a page of the desk: where one comes from, its name and state, what can be done. */
export function PageHead({ title, back, state, says, children }: HeadProps) {
  return (
    <div class="head">
      <div>
        {back && (
          <p class="small actions">
            <GoLink icon="back" {...back} />
          </p>
        )}
        <h1>{title}</h1>
        {state && <p class="row mt2">{state}</p>}
        {says && <p class="soft">{says}</p>}
      </div>
      {children && <div class="row near">{children}</div>}
    </div>
  )
}

type LeadProps = {
  title: ComponentChildren
  /** Where what the page is about stands: above its headline. */
  state?: ComponentChildren
  says?: ComponentChildren
  /** The ways away from the page, the one back first. */
  ways?: readonly (Way | false)[]
  /** Problems and news that belong to the head. */
  children?: ComponentChildren
}

/** The head of a page of the portal: its headline, a sentence in large type, and what must be read first. */
export function Lead({ title, state, says, ways = [], children }: LeadProps) {
  const shown = ways.filter((way) => way !== false)
  return (
    <div class="lead">
      {state && <p>{state}</p>}
      <h1>{title}</h1>
      {says && <p>{says}</p>}
      {shown.length > 0 && (
        <p class="row">
          {shown.map((way) => (
            <GoLink key={way.href} {...way} />
          ))}
        </p>
      )}
      {children}
    </div>
  )
}

type PagesProps = { view: View; back?: Way | false; on?: Way | false; csv?: Way | false }

/** Below a list: the way back towards its beginning, the way on, and the list as a file. */
export function Pages({ view, back, on, csv }: PagesProps) {
  const ways = [
    back && { icon: 'back' as const, ...back },
    on && { icon: 'forward' as const, ...on },
    csv && { icon: 'download' as const, ...csv },
  ].filter((way) => way !== undefined && way !== false)
  if (ways.length === 0) return null
  return (
    <nav class="row mt4" aria-label={view.t('orders.pages')}>
      {ways.map((way) => (
        <GoLink key={way.href} {...way} />
      ))}
    </nav>
  )
}
