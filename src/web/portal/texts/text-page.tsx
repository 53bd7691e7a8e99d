import { OwnWords } from '../../look/own-words.tsx'
import { Lead } from '../../look/page-head.tsx'
import type { View } from '../../look/view.ts'

/** A page of the operator's own words: terms of sale, legal notice, personal data, accessibility. */
export function TextPage({ view, title, under, text }: { view: View; title: string; under?: string; text: string }) {
  return (
    <>
      <Lead title={title}>{under && <p>{under}</p>}</Lead>
      <OwnWords view={view} class="prose hung mt5" text={text} />
    </>
  )
}
