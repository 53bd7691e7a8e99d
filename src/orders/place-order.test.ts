import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeOrderNumber } from './place-order.ts'

const login = fc.string({
  unit: fc.constantFrom('a', 'B', '0', '1', '4', '17', '.', '-', '@', '_'),
  minLength: 1,
  maxLength: 5,
})
const literal = fc.string({ unit: fc.constantFrom('g', '_', '-', '1', '0'), maxLength: 3 })
/** Every pattern that the settings allow: the number once or more, login and year where they like. */
const pattern = fc
  .tuple(
    fc.array(fc.oneof(literal, fc.constantFrom('{login}', '{year}')), { maxLength: 3 }),
    fc.array(fc.oneof(literal, fc.constantFrom('{login}', '{year}')), { maxLength: 3 }),
  )
  .map(([before, after]) => `${before.join('')}{number}${after.join('')}`)
const counter = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 9_999_999 }))

test('two numbers of the counter never give the same order number, whatever the logins and the pattern are', () => {
  fc.assert(
    fc.property(pattern, login, login, counter, counter, (text, one, other, first, second) => {
      fc.pre(first !== second)
      const write = (name: string, number: number) => writeOrderNumber(text, { login: name, number, year: '2026' })
      assert.notEqual(write(one, first), write(other, second))
    }),
    { numRuns: 20_000 },
  )
})

test('a dash stands only where a digit of the login would touch the number', () => {
  const write = (pattern: string, login: string, number: number) =>
    writeOrderNumber(pattern, { login, number, year: '2026' })
  assert.equal(write('gp4_{login}{number}', 'v.delautre@cartadis.com', 34530), 'gp4_v.delautre@cartadis.com34530')
  assert.equal(write('gp4_{login}{number}', 'etu41', 7), 'gp4_etu41-7')
  assert.equal(write('gp4_{login}{number}', 'etu4', 17), 'gp4_etu4-17')
  assert.equal(write('{number}{login}', '7up', 1), '1-7up')
  assert.equal(write('{login}{year}{number}', 'etu4', 17), 'etu42026-17')
  assert.equal(write('{year}{number}', 'etu4', 17), '202617')
  assert.equal(write('C-{number}', 'etu4', 17), 'C-17')
})
