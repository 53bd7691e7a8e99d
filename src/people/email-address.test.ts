import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../kit/failure.ts'
import { goodEmail } from './email-address.ts'

function told(text: string): string {
  try {
    return goodEmail(text)
  } catch (error) {
    assert.ok(error instanceof Failure)
    const [problem] = error.problems
    return `${problem?.message} ${problem?.values?.kind ?? ''}`.trim()
  }
}

test('good addresses are kept as they were typed, blanks around them apart', () => {
  for (const address of [
    'ann@example.org',
    'Ann.O’Brien+print@sub.Example.org',
    'jürgen@münchen.example',
    'a@xn--mnchen-3ya.example',
    '用户@例子.测试',
  ])
    assert.equal(told(`  ${address} `), address)
})

test('what cannot be seen is refused by its name', () => {
  assert.equal(told('an\u200bn@example.org'), 'problem.email_hidden invisible')
  assert.equal(told('ann@exam\u00adple.org'), 'problem.email_hidden invisible')
  assert.equal(told('ann\ufe0f@example.org'), 'problem.email_hidden invisible')
  assert.equal(told('ann@\u202egro.elpmaxe'), 'problem.email_hidden direction')
  assert.equal(told('a\u200fnn@example.org'), 'problem.email_hidden direction')
  assert.equal(told('an\u0000n@example.org'), 'problem.email_hidden control')
  assert.equal(told('an\r\nbcc: x@example.org'), 'problem.email_hidden control')
  assert.equal(told('ann\ufffd@example.org'), 'problem.email_hidden replacement')
})

test('dots that no mail server takes are refused', () => {
  for (const address of [
    'a..b@example.org',
    '.a@example.org',
    'a.@example.org',
    'a@example..org',
    'a@example.org.',
    'a@.org',
  ])
    assert.equal(told(address), 'problem.email_dots', address)
})

test('a domain that the network would know by other letters is refused, and what is no address at all', () => {
  assert.equal(told('ann@ｅxample.org'), 'problem.email_domain')
  assert.equal(told('ann@exa_mple .org'), 'problem.email_invalid')
  assert.equal(told('ann@example'), 'problem.email_domain')
  for (const text of ['', 'ann', '@example.org', 'ann@', 'a@b@example.org', 'a,b@example.org', '"a b"@example.org'])
    assert.equal(told(text), 'problem.email_invalid', text)
  assert.equal(told(`${'a'.repeat(250)}@example.org`), 'problem.email_invalid')
})
