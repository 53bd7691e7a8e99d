import type { FieldProblem } from '../kit/failure.ts'
import { plainText } from '../kit/text/plain-text.ts'
import type { BrandContent } from './brand-content.ts'
import { type BrandField, type BrandSection, brandFields, fieldsOf, parseCost, parseFreeCost } from './brand-fields.ts'
import { checkPlaceholders } from './brand-text.ts'
import { checkTheme, isColour, nearestPassing, shownRatio } from './theme-css.ts'

/** What was typed into one page of the brand, put into the content; what is wrong with it is not put there. */
export type ReadForm = { content: BrandContent; problems: FieldProblem[] }

/**
 * Reads the fields of a page into a copy of the content. Refused is what no draft can hold: too long, no colour,
 * no figure, a placeholder that nobody would fill. What is merely missing or unreadable may wait in a draft.
 */
export function readBrandForm(before: BrandContent, section: BrandSection, typed: (name: string) => string): ReadForm {
  return readFields(before, fieldsOf(section), typed)
}

/** The same for texts by the names of their fields, of any page: what is not named stays as it is. */
export function readBrandTexts(before: BrandContent, texts: ReadonlyMap<string, string>): ReadForm {
  const named = brandFields.filter(({ name }) => texts.has(name))
  return readFields(before, named, (name) => texts.get(name) ?? '')
}

function readFields(before: BrandContent, fields: readonly BrandField[], typed: (name: string) => string): ReadForm {
  const content = structuredClone(before)
  const problems: FieldProblem[] = []
  for (const field of fields) {
    const text = tidy(field, typed(field.name))
    const problem = problemOf(field, text)
    if (problem) problems.push({ field: field.name, ...problem })
    else field.write(content, text)
  }
  return { content, problems }
}

/** A line is one line, a colour is in small letters. */
function tidy({ kind }: BrandField, typed: string): string {
  const text = plainText(typed)
  if (kind === 'text' || kind === 'lines') return text
  const line = text
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')
  return kind === 'colour' ? line.toLowerCase() : line
}

type Problem = Omit<FieldProblem, 'field'>

function problemOf(field: BrandField, text: string): Problem | undefined {
  if (text.length > field.most) return { message: 'problem.brand_too_long', values: { max: field.most } }
  if (field.kind === 'colour') {
    const absent = text === '' && !field.required
    return absent || isColour(text) ? undefined : { message: 'problem.brand_colour' }
  }
  if (field.kind === 'cost') {
    const minor = field.isFreeToo ? parseFreeCost(text) : parseCost(text)
    if (text === '' || minor !== undefined) return undefined
    return { message: field.isFreeToo ? 'problem.brand_free_cost' : 'problem.brand_cost' }
  }
  const wrong = checkPlaceholders(text, field.placeholders)
  if (!wrong) return undefined
  const known = field.placeholders.map((name) => `{${name}}`).join(', ')
  return { message: `problem.brand_placeholder_${wrong.is}`, values: { which: wrong.which, known: known || 'none' } }
}

/** Why this brand cannot be published yet; nothing when it can. */
export function publishProblems(content: BrandContent): FieldProblem[] {
  const missing = brandFields
    .filter((field) => field.required && field.read(content) === '')
    .map((field) => ({ field: field.name, message: 'problem.brand_missing' }))
  // A message that one half of the readers would not see is not left out by intent.
  const halves = brandFields
    .filter((field) => !field.required && field.language && field.read(content) === '')
    .filter((field) => brandFields.some((other) => other.label === field.label && other.read(content) !== ''))
    .map((field) => ({ field: field.name, message: 'problem.brand_half' }))
  return [...missing, ...halves, ...colourProblems(content)]
}

/** The worst figure of each colour that fails, with the nearest colour that passes. */
export function colourProblems(content: Pick<BrandContent, 'accent' | 'ground'>): FieldProblem[] {
  const failing = checkTheme(content).filter((pair) => !pair.passes)
  const nearest = nearestPassing(content)
  return (['accent', 'ground'] as const).flatMap((colour) => {
    const [worst] = failing.filter((pair) => pair.cause === colour).sort((a, b) => a.ratio - b.ratio)
    if (!worst) return []
    const values = { what: worst.what, mode: worst.mode, ratio: shownRatio(worst.ratio), needed: worst.needed }
    return [{ field: colour, message: 'problem.brand_contrast', values: { ...values, nearest: nearest[colour] ?? '' } }]
  })
}

/** The page on which a field is edited. */
export const sectionOf = (field: string): BrandSection =>
  brandFields.find((each) => each.name === field)?.section ?? 'look'
