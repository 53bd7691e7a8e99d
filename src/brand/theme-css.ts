import { contrastOf, derive } from './contrast.ts'

const warm = 84

export type Theme = Readonly<Record<string, string>>
/** What a theme is made of; without a ground the paper is ours. */
export type Colours = { accent: string; ground: string | null }

const neutral = (l: number, c: number): string => derive('#888888', () => ({ l, c, h: warm }))
const status = (l: number, c: number, h: number): string => derive('#888888', () => ({ l, c, h }))

/** Six digits, as the fields and the addresses of themes carry a colour. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text)

type Share = (l: number, share: number, most: number) => string
const shareOf =
  (colour: string): Share =>
  (l, share, most) =>
    derive(colour, ({ c, h }) => ({ l, c: Math.min(c * share, most), h }))

/** By day the ground is paper and the writing ink, tinted by the accent. */
export function dayTheme({ accent, ground }: Colours): Theme {
  const from = shareOf(accent)
  const paper = ground ?? neutral(0.977, 0.007)
  const near = (step: number, share: number) =>
    derive(paper, ({ l, c, h }) => ({ l: Math.min(0.996, l + step), c: c * share, h }))
  return {
    paper,
    sheet: near(0.019, 0.43),
    ink: from(0.24, 0.36, 0.045),
    'ink-2': from(0.45, 0.24, 0.03),
    line: near(-0.092, 1.3),
    edge: from(0.6, 0.22, 0.027),
    accent,
    'accent-hover': derive(accent, ({ l, c, h }) => ({ l: l - 0.08, c, h })),
    'on-accent': neutral(0.995, 0.003),
    tint: ground ? near(-0.022, 1.2) : from(0.955, 0.11, 0.0125),
    'shade-2': from(0.54, 0.8, 0.1),
    'shade-3': from(0.635, 0.6, 0.07),
    good: status(0.44, 0.1, 155),
    care: status(0.47, 0.1, 62),
    bad: status(0.46, 0.155, 27),
  }
}

/** By night they swap: ink is the ground, warm paper the writing. A ground of the operator’s own gives its hue. */
export function nightTheme({ accent, ground }: Colours): Theme {
  const from = shareOf(accent)
  const deep = shareOf(ground ?? accent)
  // A paper has little colour, so that of an operator is taken whole.
  const share = ground ? 1 : 0.22
  return {
    paper: deep(0.2, share, 0.028),
    sheet: deep(0.242, share * 1.1, 0.032),
    ink: neutral(0.94, 0.01),
    'ink-2': neutral(0.76, 0.012),
    line: deep(0.35, share * 1.2, 0.034),
    edge: from(0.6, 0.22, 0.027),
    accent: from(0.82, 1, 0.085),
    'accent-hover': from(0.9, 1, 0.06),
    'on-accent': from(0.2, 1, 0.04),
    tint: deep(0.29, share * 1.9, 0.05),
    'shade-2': from(0.68, 0.8, 0.08),
    'shade-3': from(0.54, 0.7, 0.07),
    good: status(0.82, 0.1, 155),
    care: status(0.84, 0.1, 78),
    bad: status(0.78, 0.11, 25),
  }
}

/**
 * The operator's colours as a stylesheet of literal values: old browsers of libraries know no relative colours. In the
 * layer of the tokens, so that a page may dim its paper; night is for screens, and paper is printed by day.
 */
export function themeCss(colours: Colours): string {
  const day = block(dayTheme(colours))
  const night = block(nightTheme(colours))
  return inTokens([
    `:root,[data-theme]{color-scheme:light;${day}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){color-scheme:dark;${night}}}`,
    `@media screen{[data-theme="dark"]{color-scheme:dark;${night}}}`,
  ])
}

/** The same colours for the proofs of a draft alone, on a page that keeps the published ones. */
export function proofCss(colours: Colours): string {
  return inTokens([
    `[data-brand="draft"][data-theme="light"]{color-scheme:light;${block(dayTheme(colours))}}`,
    `[data-brand="draft"][data-theme="dark"]{color-scheme:dark;${block(nightTheme(colours))}}`,
  ])
}

const inTokens = (rules: readonly string[]): string => `@layer tokens{\n${rules.join('\n')}\n}`

const block = (theme: Theme): string =>
  Object.entries(theme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')

export const pairNames = [
  'buttons',
  'buttons_hover',
  'links',
  'links_on_sheets',
  'text',
  'soft_text',
  'states',
  'edges',
] as const
export type PairName = (typeof pairNames)[number]
export type Pair = {
  what: PairName
  mode: 'day' | 'night'
  ratio: number
  needed: number
  passes: boolean
  /** Which of the operator’s colours would have to change. */
  cause: 'accent' | 'ground'
}

/** One decimal, rounded down: what falls short of a figure must never read as if it reached it. */
export const shownRatio = (ratio: number): number => Math.floor(ratio * 10) / 10

/** Every front on every ground must reach the figure; the lowest of them is the pair’s. */
type Rule = { what: PairName; fronts: string[]; grounds: string[]; needed: number; cause: Pair['cause'] }
const rules: readonly Rule[] = [
  { what: 'buttons', fronts: ['on-accent'], grounds: ['accent'], needed: 4.5, cause: 'accent' },
  { what: 'buttons_hover', fronts: ['on-accent'], grounds: ['accent-hover'], needed: 4.5, cause: 'accent' },
  { what: 'links', fronts: ['accent', 'accent-hover'], grounds: ['paper', 'tint'], needed: 4.5, cause: 'accent' },
  { what: 'links_on_sheets', fronts: ['accent'], grounds: ['sheet'], needed: 4.5, cause: 'accent' },
  { what: 'text', fronts: ['ink'], grounds: ['paper', 'sheet', 'tint'], needed: 4.5, cause: 'ground' },
  { what: 'soft_text', fronts: ['ink-2'], grounds: ['paper', 'sheet', 'tint'], needed: 4.5, cause: 'ground' },
  {
    what: 'states',
    fronts: ['good', 'care', 'bad'],
    grounds: ['paper', 'sheet', 'tint'],
    needed: 4.5,
    cause: 'ground',
  },
  { what: 'edges', fronts: ['edge'], grounds: ['paper', 'sheet'], needed: 3, cause: 'ground' },
]

/** What must be readable, with its figure: text 4.5, edges of controls 3 (WCAG 2.2 AA). */
export function checkTheme(colours: Colours): Pair[] {
  const themes = [
    ['day', dayTheme(colours)],
    ['night', nightTheme(colours)],
  ] as const
  return themes.flatMap(([mode, theme]) =>
    rules.map(({ what, fronts, grounds, needed, cause }) => {
      const ratios = fronts.flatMap((front) =>
        grounds.map((ground) => contrastOf(theme[front] ?? '', theme[ground] ?? '')),
      )
      const ratio = Math.min(...ratios)
      return { what, mode, ratio, needed, passes: ratio >= needed, cause }
    }),
  )
}

const fails = (colours: Colours, cause: Pair['cause']): boolean =>
  checkTheme(colours).some((pair) => pair.cause === cause && !pair.passes)

const shift = (colour: string, by: number): string => derive(colour, ({ l, c, h }) => ({ l: l + by, c, h }))

/** Each colour itself if it passes, else the nearest that does: a lighter ground, then a darker accent on it. */
export function nearestPassing({ accent, ground }: Colours): Colours {
  let paper = ground
  for (let step = 1; ground && paper && step <= 100 && fails({ accent, ground: paper }, 'ground'); step += 1) {
    paper = shift(ground, step * 0.01)
  }
  let colour = accent
  for (let step = 1; step <= 100 && fails({ accent: colour, ground: paper }, 'accent'); step += 1) {
    colour = shift(accent, step * -0.01)
  }
  return { accent: colour, ground: paper }
}
