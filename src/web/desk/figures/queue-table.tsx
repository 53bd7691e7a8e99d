import type { ComponentChildren } from 'preact'
import { Icon } from '../../look/icon.tsx'
import type { View } from '../../look/view.ts'

type TableProps = { view: View; caption: string; what: string; children: ComponentChildren }

/** A list that waits for a person: in what state, what, how much, since when, and the way to decide. */
export function QueueTable({ view: { t }, caption, what, children }: TableProps) {
  return (
    <table class="data queue reflow" role="table">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('review.state')}</th>
          <th scope="col">{what}</th>
          <th scope="col" class="end">
            {t('review.amount')}
          </th>
          <th scope="col">{t('review.since')}</th>
          <th scope="col">
            <span class="vh">{t('review.action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

type RowProps = {
  state: ComponentChildren
  sentence: string
  /** Below the sentence, smaller: whose it is, or what it is called elsewhere. */
  about: ComponentChildren
  amount: string
  age: string
  way: { href: string; label: string; of: string }
}

/** One of them; `way.of` tells a screen reader which of the many it leads to. */
export function QueueRow({ state, sentence, about, amount, age, way }: RowProps) {
  return (
    <tr>
      <td>{state}</td>
      <td>
        <b>{sentence}</b>
        <small>{about}</small>
      </td>
      <td class="end">{amount}</td>
      <td class="soft nb">{age}</td>
      <td class="end">
        <a class="btn quiet sm" href={way.href}>
          {way.label}
          <span class="vh"> {way.of}</span>
          <Icon name="forward" size={18} />
        </a>
      </td>
    </tr>
  )
}
