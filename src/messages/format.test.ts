import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount, credit } from '../kit/amount.ts'
import { writtenLanguages } from '../kit/language.ts'
import {
  formatCount,
  formatCredit,
  formatDate,
  formatMoney,
  formatPercent,
  formatRoundMoney,
  formatTime,
} from './format.ts'
import { withFrenchSpaces } from './french-spaces.ts'
import { catalogues, translator } from './translate.ts'

const breaksAt = (text: string): number[] => [...text.matchAll(/ /g)].map(({ index }) => index)
const paris = { timeZone: 'Europe/Paris' }

test('no line ends inside an amount, a rate, a time or a date', () => {
  const names = { fr: { one: 'unité', other: 'unités' }, en: { one: 'unit', other: 'units' } }
  for (const language of writtenLanguages) {
    const place = { ...paris, language }
    const at = '2026-01-01T13:32:00.000Z'
    const texts = [
      formatMoney(amount(123_456, 'EUR'), language),
      formatCredit(credit(123_456), language, names),
      formatPercent(1960, language),
      formatTime(at, place),
      formatDate(at, 'date', place),
      formatDate(at, 'short', place),
    ]
    for (const text of texts) assert.deepEqual(breaksAt(text), [], text)
    assert.equal(breaksAt(formatDate(at, 'long', place)).length, 1, 'after the weekday only')
  }
  assert.equal(formatTime('2026-01-01T13:32:00.000Z', { ...paris, language: 'fr' }), '14\u00a0h\u00a032')
  assert.equal(formatDate('2026-01-01T13:32:00.000Z', 'long', { ...paris, language: 'fr' }).slice(0, 9), 'Jeudi 1er')
})

test('every French message keeps its non-breaking spaces, and ordinary ones are mended', () => {
  const mended = {
    '« Oui » : 9 h 30 ? 01 99 00 12 34':
      '«\u00a0Oui\u00a0»\u00a0: 9\u00a0h\u00a030\u202f? 01\u00a099\u00a000\u00a012\u00a034',
    'Attention! Ouvert: lundi; «fermé» ?': 'Attention\u202f! Ouvert\u00a0: lundi\u202f; «\u00a0fermé\u00a0»\u202f?',
    '20 % de 1 234 567,50 €, 5%': '20\u202f% de 1\u202f234\u202f567,50\u202f€, 5\u202f%',
    'Déjà fait\u00a0! Voyez\u202f: rien': 'Déjà fait\u202f! Voyez\u00a0: rien',
    'à 10:30, https://a.example/b?c=1;d:e, a.b@c.example ?':
      'à 10:30, https://a.example/b?c=1;d:e, a.b@c.example\u202f?',
  }
  for (const [typed, set] of Object.entries(mended)) {
    assert.equal(withFrenchSpaces(typed), set)
    assert.equal(withFrenchSpaces(set), set, 'and once more changes nothing')
  }
  const broken = Object.entries(catalogues.fr).filter(([, text]) => withFrenchSpaces(text) !== text)
  assert.deepEqual(broken, [])
})

test('French amounts, rates and large figures are set with narrow spaces', () => {
  assert.equal(formatMoney(amount(123_456, 'EUR'), 'fr'), '1\u202f234,56\u202f€')
  assert.equal(formatRoundMoney(amount(40_000, 'EUR'), 'fr'), '400\u202f€')
  assert.equal(formatPercent(1960, 'fr'), '19,6\u202f%')
  assert.equal(formatCount(12_345, 'fr'), '12\u202f345')
  assert.equal(formatMoney(amount(123_456, 'EUR'), 'en'), '€1,234.56')
})

test('figures that count are marked in the sentence, and what a person typed is no markup', () => {
  assert.equal(translator('fr')('home.usage_since', { pages: '<i>', date: 'x' }), '<b><i></b> depuis le x.')
})
