import type { Language } from '../messages/translate.ts'
import type { BrandContent } from './brand-content.ts'
import { brandFields } from './brand-fields.ts'

/** One field that two contents have otherwise. */
export type BrandChange = {
  field: string
  label: string
  language: Language | undefined
  before: string
  after: string
}

/** What differs between two contents, in the order of the pages. A logo is told by its file. */
export function brandChanges(before: BrandContent, after: BrandContent): BrandChange[] {
  const fields = brandFields.map(({ name, label, language, read }) => ({
    field: name,
    label,
    language,
    before: read(before),
    after: read(after),
  }))
  const logos = (['light', 'dark'] as const).flatMap((ground) => {
    const [old, next] = [before.logos[ground], after.logos[ground]]
    if (old?.logoId === next?.logoId) return []
    const label = `logo_${ground}`
    return [{ field: label, label, language: undefined, before: old?.fileName ?? '', after: next?.fileName ?? '' }]
  })
  return [...fields.filter((change) => change.before !== change.after), ...logos]
}
