import { OwnWords } from '../../look/own-words.tsx'
import type { View } from '../../look/view.ts'

/** A page of the operator's own words: terms of sale, legal notice, personal data, accessibility. */
export function TextPage({ view, title, under, text }: { view: View; title: string; under?: string; text: string }) {
  return (
    <>
      <div class="lead">
        <h1>{title}</h1>
        {under && <p>{under}</p>}
      </div>
      <OwnWords view={view} class="prose mt5" text={text} />
    </>
  )
}
