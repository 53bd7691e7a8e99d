import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardMark, emailMark, fitText, given, instantOf, safeLink } from './provider-values.ts'

test('what is not said is absent, and never undefined', () => {
  assert.deepEqual(Object.keys(given({ a: undefined, b: false, c: '', d: 0 })), ['b', 'c', 'd'])
})

test('a provider’s time is an instant of ours; none, an unreadable and a far one are now', () => {
  const now = '2026-11-24T09:00:00.000Z'
  assert.equal(instantOf('2026-11-24T10:00:00+02:00', { now }), '2026-11-24T08:00:00.000Z')
  for (const text of [undefined, '', 'yesterday', '1970-01-01T00:00:00Z', '2028-01-01T00:00:00Z'])
    assert.equal(instantOf(text, { now }), now, text)
})

test('a link leads to a listed origin, whole and without a user, or nowhere', () => {
  const origins = ['https://pay.example', 'https://www.pay.example']
  assert.equal(safeLink('https://pay.example/x?y=1', origins), 'https://pay.example/x?y=1')
  const bad = [
    'https://evilpay.example/',
    'https://pay.example.evil/',
    'http://pay.example/',
    'https://pay.example:444/',
  ]
  for (const href of [...bad, 'https://a@pay.example/', 'https://:b@pay.example/', '/x', 'javascript:1', '', undefined])
    assert.equal(safeLink(href, origins), undefined, href)
})

test('a card is its brand and last four digits, never more of its number', () => {
  assert.deepEqual(cardMark('VISA', '4111111111111111'), { payerMark: 'VISA 1111' })
  assert.deepEqual(cardMark('VISA', ''), { payerMark: 'VISA' })
  assert.deepEqual(cardMark('<b>', 'XXXX2222'), { payerMark: '2222' })
  assert.deepEqual(cardMark('', '411'), {})
})

test('an address is its first letter and its host', () => {
  assert.deepEqual(emailMark('jane@example.org'), { payerMark: 'j***@example.org' })
  for (const none of [undefined, '', '@example.org', 'a@b@c', 'a@<b>', `a@${'x'.repeat(61)}`])
    assert.deepEqual(emailMark(none), {}, none)
})

test('a text is one line without what the field forbids, however it is written', () => {
  const fit = { most: 100, of: 'characters', without: /["<>]/g } as const
  assert.equal(fitText(' É"<b>\r\n\tmile\0  x ', fit), 'É b mile x')
  assert.equal(fitText('\r\n', fit), '')
})

test('it is cut between two characters, by what the provider counts', () => {
  assert.equal(fitText('ab😀cd', { most: 3, of: 'characters' }), 'ab😀')
  assert.equal(fitText('éé😀', { most: 5, of: 'bytes' }), 'éé')
  assert.equal(fitText('éé😀', { most: 8, of: 'bytes' }), 'éé😀')
  assert.equal(fitText('abc def', { most: 4, of: 'bytes' }), 'abc', 'no blank at the end')
})
