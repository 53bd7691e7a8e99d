import { type Change, diffLines, diffWordsWithSpace } from 'diff'
import type { Language } from '../../kit/language.ts'
import { isMessageKey } from '../../messages/translate.ts'
import { inLanguage, type View } from './view.ts'

/** A piece of two texts: in both, in the old one only, in the new one only. */
export type Piece = { is: 'same' | 'removed' | 'added'; text: string }

/** Beyond so many changed words a paragraph counts as replaced: comparing on would tell nobody anything. */
const mostWordEdits = 400
const mostLineEdits = 4_000

/** Line by line, and within a line that was changed word by word. */
export function differenceOf(before: string, after: string): Piece[] {
  const lines = diffLines(before, after, { maxEditLength: mostLineEdits })
  if (!lines) return replaced(before, after)
  return lines.flatMap((line, index) => {
    const next = lines[index + 1]
    if (line.removed && next?.added) return wordsOf(line.value, next.value)
    // Told together with the line that it replaces.
    if (line.added && lines[index - 1]?.removed) return []
    return [pieceOf(line)]
  })
}

function wordsOf(before: string, after: string): Piece[] {
  const words = diffWordsWithSpace(before, after, { maxEditLength: mostWordEdits })
  return words ? words.map(pieceOf) : replaced(before, after)
}

const replaced = (before: string, after: string): Piece[] =>
  [
    { is: 'removed' as const, text: before },
    { is: 'added' as const, text: after },
  ].filter(({ text }) => text !== '')

const pieceOf = ({ added, removed, value }: Change): Piece => ({
  is: added ? 'added' : removed ? 'removed' : 'same',
  text: value,
})

/** Struck out and underlined, so that it is read without colour; named for who listens. */
export function Difference({ view, before, after }: { view: View; before: string; after: string }) {
  const { t } = view
  const pieces = differenceOf(before, after)
  return (
    <div class="raw diff">
      {pieces.map(({ is, text }, index) => {
        if (is === 'same') return <span key={index}>{text}</span>
        const Mark = is === 'added' ? 'ins' : 'del'
        return (
          <Mark key={index}>
            <span class="vh"> {t(`difference.${is}`)} </span>
            {text}
            <span class="vh"> {t('difference.end')} </span>
          </Mark>
        )
      })}
    </div>
  )
}

type Labelled = { field: string; label: string; language: Language | undefined; before: string; after: string }

/** Every field that differs, with its difference. */
export function DifferenceList({ view, changes }: { view: View; changes: readonly Labelled[] }) {
  return (
    <div>
      {changes.map((change, index) => (
        <details class="fold" key={change.field} open={index < 5}>
          <summary>{fieldLabel(view, change)}</summary>
          <Difference view={view} before={change.before} after={change.after} />
        </details>
      ))}
    </div>
  )
}

/** `Message d’accueil, en français`. */
export function fieldLabel(view: View, { label, language }: Pick<Labelled, 'label' | 'language'>): string {
  const { t } = view
  const key = `brand.f_${label}`
  const name = isMessageKey(key) ? t(key) : label
  return language === undefined ? name : inLanguage(view, name, language)
}
