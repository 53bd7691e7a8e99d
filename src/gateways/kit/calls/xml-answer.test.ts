import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readXml, textsOf } from './xml-answer.ts'

test('the root is read whole: attributes, elements, and lists of none, one and several', () => {
  const read = (inside: string) => readXml(`<?xml version="1.0"?>\n<reply>${inside}</reply>\n`, 'reply', ['line'])
  assert.deepEqual(read(''), {})
  assert.deepEqual(read('<line a="1"/>'), { line: [{ a: '1' }] })
  assert.deepEqual(read('<line a="1"/><line a="2"/>'), { line: [{ a: '1' }, { a: '2' }] })
  assert.deepEqual(readXml('<reply a="1" b="x"/>', 'reply'), { a: '1', b: 'x' })
})

test('what is cut off, of another root, declares entities or is no XML is no answer', () => {
  const bad = [
    '<reply><line a="1"/>',
    '<reply><line a="1"/></rep',
    '<reply a="1"',
    '<other/>',
    '<reply></other>',
    '<!DOCTYPE x [<!ENTITY a "b">]><reply/>',
    'plain',
    '',
    '<constructor/>',
  ]
  for (const text of bad) assert.equal(readXml(text, 'reply'), undefined, text)
  assert.equal(readXml('x', 'constructor'), undefined)
})

test('entities mean themselves, and texts are found by their names in capitals', () => {
  const texts = textsOf(readXml('<reply PayId="&x;" n="1"><line a="1"/></reply>', 'reply') ?? {})
  assert.deepEqual(
    [...texts],
    [
      ['PAYID', '&x;'],
      ['N', '1'],
    ],
  )
})
