import assert from 'node:assert/strict'
import { test } from 'node:test'
import { regexesOf, whyNotLinear } from './tidy/regexes.ts'
import { readSources, type SourceFile } from './tidy/source-files.ts'

const file = (text: string): SourceFile => ({ path: 'src/a/x.ts', text })
const verdictsOf = (files: readonly SourceFile[]) => {
  const { regexes, made } = regexesOf(files)
  return [...made, ...regexes.flatMap((each) => whyNotLinear(each) ?? [])]
}

test('every regular expression of the program costs as much as its text is long, and no more', () => {
  const sources = readSources().filter(({ path }) => path.startsWith('src/') && !path.includes('.test.'))
  const { regexes } = regexesOf(sources)
  assert.ok(regexes.length > 100, `${regexes.length} are found`)
  assert.deepEqual(verdictsOf(sources), [])
})

for (const planted of ['/\\d+$/', '/(a+)+$/', '/^\\s*(.*?)\\s*$/', '/<b>(.*?)<\\/b>/g', '/([a-z]{1,40}){1,40}\\d/'])
  test(`the planted ${planted} is caught`, () =>
    assert.equal(verdictsOf([file(`export const x = ${planted}`)]).length, 1))

test('one that is put together at run time is caught, because nobody can judge it', () => {
  assert.equal(verdictsOf([file('export const x = new RegExp(a)')]).length, 1)
})
