import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount, credit } from '../kit/amount.ts'
import { writtenLanguages } from '../kit/language.ts'
import { catalogues } from './catalogues.ts'
import { formatCredit, formatDate, formatMoney, formatPercent, formatTime } from './format.ts'
import { withFrenchSpaces } from './french-spaces.ts'
import { translator } from './translate.ts'

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
  assert.equal(
    withFrenchSpaces('« Oui » : 9 h 30 ? 01 99 00 12 34'),
    '«\u00a0Oui\u00a0»\u00a0: 9\u00a0h\u00a030\u00a0? 01\u00a099\u00a000\u00a012\u00a034',
  )
  const broken = Object.entries(catalogues.fr).filter(([, text]) => withFrenchSpaces(text) !== text)
  assert.deepEqual(broken, [])
})

test('figures that count are marked in the sentence, and what a person typed is no markup', () => {
  assert.equal(translator('fr')('home.usage_since', { pages: '<i>', date: 'x' }), '<b><i></b> depuis le x.')
})
