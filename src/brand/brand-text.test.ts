import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPlaceholders, fillPlaceholders } from './brand-text.ts'

const known = ['name', 'amount']

test('known placeholders pass, and a text without any', () => {
  for (const text of ['', 'Bonjour', 'Bonjour {name}', '{amount}{name}', '{name}, {name} !']) {
    assert.equal(checkPlaceholders(text, known), undefined, text)
  }
})

test('an unknown placeholder is named', () => {
  assert.deepEqual(checkPlaceholders('Vous avez payé {montant}.', known), { is: 'unknown', which: '{montant}' })
  assert.deepEqual(checkPlaceholders('{name}', []), { is: 'unknown', which: '{name}' })
  assert.deepEqual(checkPlaceholders('{constructor}', known), { is: 'unknown', which: '{constructor}' })
})

test('a malformed one is shown as it was typed', () => {
  const samples: Array<[text: string, which: string]> = [
    ['Bonjour {name', '{name'],
    ['Bonjour name} !', 'name}'],
    ['Bonjour { name }', '{'],
    ['Bonjour {Name} !', '{Name}'],
    ['{{name}}', '{'],
    ['{prénom}', '{prénom}'],
    ['{name, plural, one}', '{name,'],
    [`{${'x'.repeat(99)}!}`, `{${'x'.repeat(29)}`],
  ]
  for (const [text, which] of samples) {
    const problem = checkPlaceholders(text, known)
    assert.equal(problem?.is, 'malformed', text)
    assert.ok(problem.which.startsWith(which), `${text}: ${problem.which}`)
  }
})

test('values take the places, and a value that looks like a placeholder is not filled again', () => {
  assert.equal(fillPlaceholders('{name} : {amount}', { name: '{amount}', amount: '5 €' }), '{amount} : 5 €')
  assert.equal(fillPlaceholders('{name}', {}), '{name}')
})
