import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { drawPage, proofsOf, readCases, readProofs } from '../scripts/failures.ts'

const cases = readCases()
const proofs = readProofs()

test('the catalogue has 62 cases, each once, each with what happens and what is done', () => {
  assert.deepEqual(
    cases.map((each) => each.case),
    Array.from({ length: 62 }, (_, index) => index + 1),
  )
  for (const { fails, holds } of cases) assert.ok(fails !== '' && holds !== '')
})

test('a title carries no number that the catalogue does not have', () => {
  assert.deepEqual(
    proofs.filter(({ number }) => number < 1 || number > cases.length),
    [],
  )
})

test('docs/failures.md is current: npm run failures', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'failures.md'), 'utf8')
  assert.equal(page, drawPage(cases, proofs))
})

test('numbers are read from titles, from tables of them, and from cases of the gateway contract', () => {
  const planted = [
    "test('it holds [N07] [" + "case 8]', () => {})",
    "const table = [['another [" + "case 9]', 1]]",
    "const contract = { id: 'N99', cases: [10, 11], says: 'so it is' }",
  ].join('\n')
  assert.deepEqual(
    proofsOf('planted.ts', planted).map(({ number, title }) => `${number} ${title}`),
    ['8 it holds', '9 another', '10 N99: so it is', '11 N99: so it is'],
  )
})
