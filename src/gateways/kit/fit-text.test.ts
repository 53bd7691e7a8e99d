import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitText } from './fit-text.ts'

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
