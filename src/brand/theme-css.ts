import { contrastOf, derive } from './contrast.ts'

const warm = 84

export type Theme = Readonly<Record<string, string>>

const neutral = (l: number, c: number): string => derive('#888888', () => ({ l, c, h: warm }))
const status = (l: number, c: number, h: number): string => derive('#888888', () => ({ l, c, h }))

/** By day the ground is paper and the writing ink, tinted by the accent. */
export function dayTheme(accent: string): Theme {
  const from = (l: number, share: number, most: number) =>
    derive(accent, ({ c, h }) => ({ l, c: Math.min(c * share, most), h }))
  return {
    paper: neutral(0.977, 0.007),
    sheet: neutral(0.996, 0.003),
    ink: from(0.24, 0.36, 0.045),
    'ink-2': from(0.45, 0.24, 0.03),
    line: neutral(0.885, 0.009),
    edge: from(0.6, 0.22, 0.027),
    accent,
    'accent-hover': derive(accent, ({ l, c, h }) => ({ l: l - 0.08, c, h })),
    'on-accent': neutral(0.995, 0.003),
    tint: from(0.955, 0.11, 0.0125),
    'shade-2': from(0.54, 0.8, 0.1),
    'shade-3': from(0.635, 0.6, 0.07),
    good: status(0.44, 0.1, 155),
    care: status(0.47, 0.1, 62),
    bad: status(0.46, 0.155, 27),
  }
}

/** By night they swap: ink is the ground, warm paper the writing. */
export function nightTheme(accent: string): Theme {
  const from = (l: number, share: number, most: number) =>
    derive(accent, ({ c, h }) => ({ l, c: Math.min(c * share, most), h }))
  return {
    paper: from(0.2, 0.22, 0.028),
    sheet: from(0.242, 0.24, 0.032),
    ink: neutral(0.94, 0.01),
    'ink-2': neutral(0.76, 0.012),
    line: from(0.35, 0.26, 0.034),
    edge: from(0.6, 0.22, 0.027),
    accent: from(0.82, 1, 0.085),
    'accent-hover': from(0.9, 1, 0.06),
    'on-accent': from(0.2, 1, 0.04),
    tint: from(0.29, 0.42, 0.05),
    'shade-2': from(0.68, 0.8, 0.08),
    'shade-3': from(0.54, 0.7, 0.07),
    good: status(0.82, 0.1, 155),
    care: status(0.84, 0.1, 78),
    bad: status(0.78, 0.11, 25),
  }
}

/** The operator's colours as a stylesheet of literal values: old browsers of libraries know no relative colours. */
export function themeCss(accent: string): string {
  const day = block(dayTheme(accent))
  const night = block(nightTheme(accent))
  return [
    `:root,[data-theme="light"]{color-scheme:light;${day}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){color-scheme:dark;${night}}}`,
    `[data-theme="dark"]{color-scheme:dark;${night}}`,
  ].join('\n')
}

const block = (theme: Theme): string =>
  Object.entries(theme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';')

export type Pair = { what: string; ratio: number; needed: number; passes: boolean; mode: 'day' | 'night' }

/** What must be readable, with its figure: text 4.5, edges of controls and marks 3 (WCAG 2.2 AA). */
export function checkTheme(accent: string): Pair[] {
  const pairs: Array<[what: string, front: string, ground: string, needed: number]> = [
    ['text', 'ink', 'paper', 4.5],
    ['soft text', 'ink-2', 'tint', 4.5],
    ['links', 'accent', 'paper', 4.5],
    ['links on sheets', 'accent', 'sheet', 4.5],
    ['buttons', 'on-accent', 'accent', 4.5],
    ['buttons under the pointer', 'on-accent', 'accent-hover', 4.5],
    ['edges of fields', 'edge', 'sheet', 3],
  ]
  const themes = [
    ['day', dayTheme(accent)],
    ['night', nightTheme(accent)],
  ] as const
  return themes.flatMap(([mode, theme]) =>
    pairs.map(([what, front, ground, needed]) => {
      const ratio = contrastOf(theme[front] ?? '', theme[ground] ?? '')
      return { what, ratio, needed, passes: ratio >= needed, mode }
    }),
  )
}

/** The accent itself if it passes, else the nearest darker one that does. */
export function nearestPassing(accent: string): string {
  let colour = accent
  for (let step = 0; step < 100 && checkTheme(colour).some((pair) => !pair.passes); step += 1) {
    colour = derive(accent, ({ l, c, h }) => ({ l: l - (step + 1) * 0.01, c, h }))
  }
  return colour
}
