import assert from 'node:assert/strict'
import { test } from 'node:test'
import { montclar } from './brand-content.ts'
import { colourProblems } from './check-brand.ts'
import { contrastOf } from './contrast.ts'
import { checkTheme, dayTheme, isColour, nearestPassing, nightTheme, proofCss, themeCss } from './theme-css.ts'

const failing = (accent: string, ground: string | null = null) =>
  checkTheme({ accent, ground }).filter((pair) => !pair.passes)

test('contrast is WCAG’s: 21 for black on white, 1 for a colour on itself', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21)
  assert.equal(contrastOf('#4b7f00', '#4b7f00'), 1)
  assert.equal(contrastOf('#767676', '#ffffff').toPrecision(3), '4.54')
})

test('the demonstration’s brand passes by day and by night, the library’s green does not', () => {
  assert.deepEqual(failing(montclar.accent), [])
  const green = failing('#7cb342')
  assert.ok(green.some((pair) => pair.what === 'buttons' && pair.mode === 'day' && pair.ratio < 2.6))
  assert.deepEqual(
    green.filter((pair) => pair.mode === 'night'),
    [],
    'by night the accent is made light',
  )
})

test('from any accent the nearest that passes is found, keeps its hue and passes', () => {
  for (const accent of ['#7cb342', '#ffff00', '#ffffff', '#ff0000', '#00e5ff', '#888888', '#000000', '#1d3a7a']) {
    const nearest = nearestPassing({ accent, ground: null })
    assert.deepEqual(failing(nearest.accent), [], accent)
  }
  assert.equal(nearestPassing({ accent: '#1d3a7a', ground: null }).accent, '#1d3a7a', 'what passes is left alone')
})

test('a ground of the operator’s own is part of the sums, and has its own nearest colour', () => {
  assert.deepEqual(failing('#1d3a7a', '#fff4e0'), [])
  assert.equal(dayTheme({ accent: '#1d3a7a', ground: '#fff4e0' }).paper, '#fff4e0')
  assert.notEqual(
    nightTheme({ accent: '#1d3a7a', ground: '#fff4e0' }).paper,
    nightTheme({ accent: '#1d3a7a', ground: null }).paper,
  )
  for (const ground of ['#777777', '#222222', '#d01010', '#ffd54f', '#000000']) {
    const nearest = nearestPassing({ accent: '#1d3a7a', ground })
    assert.deepEqual(failing(nearest.accent, nearest.ground), [], `${ground} to ${nearest.ground}`)
  }
})

test('a colour that fails is refused with its lowest figure and the nearest that passes', () => {
  const [problem, ...others] = colourProblems({ accent: '#7cb342', ground: null })
  assert.deepEqual(others, [])
  assert.equal(problem?.field, 'accent')
  assert.equal(problem.values?.needed, 4.5)
  assert.ok(Number(problem.values?.ratio) < 2.6)
  assert.deepEqual(failing(String(problem.values?.nearest)), [])
  assert.deepEqual(
    colourProblems({ accent: '#1d3a7a', ground: '#777777' }).map(({ field }) => field),
    ['accent', 'ground'],
  )
})

test('a theme is literal values, and a proof’s touches nothing but the proof', () => {
  const colours = { accent: '#1d3a7a', ground: null }
  assert.doesNotMatch(themeCss(colours), /oklch|color-mix|light-dark|undefined|NaN/)
  const [layer, ...rules] = proofCss(colours).split('\n')
  assert.equal(layer, '@layer tokens{')
  for (const line of rules.slice(0, -1)) assert.match(line, /^\[data-brand="draft"\]/)
})

test('a colour is six digits and nothing else', () => {
  assert.ok(isColour('#1d3a7a'))
  for (const text of ['', '1d3a7a', '#fff', 'red', '#1d3a7g', '#1d3a7a;}', 'url(#x)', '#1D3A7A']) {
    assert.equal(isColour(text), false, text)
  }
})
