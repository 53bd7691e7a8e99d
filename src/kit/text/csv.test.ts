import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './csv.ts'

test('fields with separators, quotes and line ends are quoted; others are left alone', () => {
  assert.equal(csvLine(['a', 'b;c', 'say "x"', 'two\nlines', '']), 'a;"b;c";"say ""x""";"two\nlines";\r\n')
})

test('what a spreadsheet would take for a formula becomes text', () => {
  for (const attack of ['=1+1', '+33 1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|calc'])
    assert.match(csvLine([attack]), /^"?'/, JSON.stringify(attack))
  assert.equal(csvLine(['=HYPERLINK("x";"y")']), '"\'=HYPERLINK(""x"";""y"")"\r\n')
})

test('numbers stay numbers, the negative ones too', () => {
  assert.equal(csvLine(['-12.50', '-12,50', '10.00', '-3']), '-12.50;-12,50;10.00;-3\r\n')
})
