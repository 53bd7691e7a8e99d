import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base32Of, codeAt, codeUri, newCodeSecret, stepOf, stepOfCode } from './one-time-code.ts'

const secret = Buffer.from('12345678901234567890')

test('the codes of RFC 6238, appendix B, are reproduced', () => {
  const vectors: Array<[seconds: number, code: string]> = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ]
  for (const [seconds, code] of vectors) {
    assert.equal(codeAt(secret, stepOf(seconds * 1000), 8), code)
    assert.equal(codeAt(secret, stepOf(seconds * 1000)), code.slice(2))
  }
})

test('a code is known one step early and one late, and never again once it was used', () => {
  const nowMs = 1_111_111_111_000
  const now = stepOf(nowMs)
  const find = (step: number, after: number | null = null) =>
    stepOfCode(secret, { code: codeAt(secret, step), nowMs, after })
  assert.deepEqual(
    [now - 2, now - 1, now, now + 1, now + 2].map((step) => find(step)),
    [undefined, now - 1, now, now + 1, undefined],
  )
  assert.equal(find(now, now), undefined)
  assert.equal(find(now - 1, now), undefined, 'an older one neither')
  assert.equal(find(now + 1, now), now + 1)
  for (const code of ['', '1', '12345678', 'abcdef', codeAt(secret, now, 8)])
    assert.equal(stepOfCode(secret, { code, nowMs, after: null }), undefined)
})

test('the secret travels as base 32 (RFC 4648), in the address that applications read', () => {
  assert.equal(base32Of(Buffer.from('foobar')), 'MZXW6YTBOI')
  assert.equal(base32Of(newCodeSecret()).length, 32)
  assert.equal(
    codeUri(Buffer.from('foobar'), { issuer: 'Université & Cie', login: 'a@b.fr' }),
    'otpauth://totp/Universit%C3%A9%20%26%20Cie:a%40b.fr?issuer=Universit%C3%A9%20%26%20Cie&secret=MZXW6YTBOI' +
      '&algorithm=SHA1&digits=6&period=30',
  )
})
