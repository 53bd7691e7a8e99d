import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ogoneSignatures } from '../../../test/support/signature-vectors.ts'
import { isSignedOut, signIn, signLegacyOut, signOut } from './ogone-signature.ts'

test('every published signature is reproduced, and the wrong one refused', () => {
  assert.equal(ogoneSignatures.length, 9)
  for (const vector of ogoneSignatures) {
    const params = Object.entries(vector.params)
    const sign = vector.scheme.includes('legacy') ? signLegacyOut : vector.direction === 'in' ? signIn : signOut
    const signature = sign(params, vector)
    assert.equal(signature === vector.expected, vector.mustFail !== true, vector.id)
  }
})

test('numbered line items are signed in the order of their numbers, unlisted parameters not at all', () => {
  const signing = { passphrase: 'x'.repeat(16), algorithm: 'sha256' as const }
  const items = [
    ['ITEMNAME10', 'b'],
    ['ITEMNAME2', 'a'],
    ['PSPID', 'p'],
  ] as const
  const sorted = [
    ['ITEMNAME2', 'a'],
    ['ITEMNAME10', 'b'],
    ['PSPID', 'p'],
    ['UNKNOWN', 'z'],
    ['EMAIL', ''],
  ] as const
  assert.equal(signIn(items, signing), signIn(sorted, signing))
})

test('letter case of the received hex does not matter, anything else does', () => {
  const signing = { passphrase: 'x'.repeat(16), algorithm: 'sha512' as const }
  const params = [
    ['orderID', 'a'],
    ['STATUS', '9'],
  ] as const
  const signature = signOut(params, signing)
  assert.ok(isSignedOut(params, signature.toLowerCase(), signing))
  for (const bad of ['', signature.slice(1), `0${signature.slice(1)}`, `${signature} `]) {
    assert.equal(isSignedOut(params, bad, signing), bad === signature, bad)
  }
})
