import type { ComponentChildren } from 'preact'
import { DataTable } from '../../look/data-table.tsx'
import { Icon } from '../../look/icon.tsx'
import type { View } from '../../look/view.ts'

/** One thing that waits; `way.of` tells a screen reader which of the many it leads to. */
export type QueueLine = {
  key: string
  state: ComponentChildren
  sentence: string
  /** Below the sentence, smaller: whose it is, or what it is called elsewhere. */
  about: ComponentChildren
  amount: string
  age: string
  way: { href: string; label: string; of: string }
}
type Props = { view: View; caption: string; what: string; lines: readonly QueueLine[]; empty?: string }

/** A list that waits for a person: in what state, what, how much, since when, and the way to decide. */
export function QueueTable({ view: { t }, caption, what, lines, empty }: Props) {
  return (
    <DataTable
      caption={caption}
      empty={empty}
      phone="stack"
      layout="queue"
      rows={lines}
      keyOf={({ key }) => key}
      columns={[
        { head: t('review.state'), cell: ({ state }) => state },
        { head: what, cell: ({ sentence }) => <b>{sentence}</b>, note: ({ about }) => about },
        { head: t('review.amount'), as: 'figure', cell: ({ amount }) => amount },
        { head: t('review.since'), as: 'soft', cell: ({ age }) => age },
        { head: t('review.action'), isHeadHidden: true, as: 'figure', cell: ({ way }) => <WayOut {...way} /> },
      ]}
    />
  )
}

function WayOut({ href, label, of }: QueueLine['way']) {
  return (
    <a class="btn quiet sm" href={href}>
      {label}
      <span class="vh"> {of}</span>
      <Icon name="forward" size={18} />
    </a>
  )
}
