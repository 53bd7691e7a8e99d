import { Icon } from '../look/icon.tsx'
import { Facts, Id } from '../look/paper.tsx'
import type { View } from '../look/view.ts'

export type SupportFact = { label: string; value: string | undefined }

/** What support asks for and nobody else reads: the other side's own words, our internal numbers. Folded. */
export function SupportWords({ view: { t }, facts }: { view: View; facts: readonly SupportFact[] }) {
  const said = facts.filter(({ value }) => value !== undefined && value !== '')
  if (said.length === 0) return null
  return (
    <details class="fold">
      <summary>
        <Icon name="chevron" size={18} />
        {t('desk.for_support')}
      </summary>
      <Facts facts={said.map(({ label, value = '' }) => ({ label, value: <Id text={value} /> }))} />
    </details>
  )
}
