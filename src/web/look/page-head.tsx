import type { ComponentChildren } from 'preact'
import { GoLink, type Way } from './go-link.tsx'

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
