import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestOf, hmacOf, isRsaSigned, isSameHex, isSameProof, keysInForce, keyThatProves } from './proofs.ts'

test('digests and HMACs reproduce published answers, of texts, bytes and charsets', () => {
  assert.equal(digestOf('sha1', 'abc'), 'a9993e364706816aba3e25717850c26c9cd0d89d')
  assert.notEqual(digestOf('sha256', 'é'), digestOf('sha256', 'é', 'latin1'))
  // RFC 4231, case 2.
  const rfc = hmacOf('sha256', 'Jefe', Buffer.from('what do ya want for nothing?'))
  assert.equal(rfc, '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  // Tests of wl-online-payments-direct/sdk-nodejs and ekyna/PayumPayzen: the key is a text, the answer base64.
  const secret = 'I42Zf4pVnRdroHfuHnRiJjJ2B6+22h0yQt/R3nZR8Xg='
  const call = 'GET\n\nFri, 06 Jun 2014 13:39:43 GMT\n/v2/1/tokens/123456789\n'
  assert.equal(hmacOf('sha256', secret, call, 'base64'), 'UpOoo/pmmj7tW03IbEcw2WtJURFCKL2/J6hqMc+1h1I=')
  const form = '1234+978+20200101120000+000001+987654321'
  assert.equal(hmacOf('sha256', '987654321', form, 'base64'), 'egzpLYuwIX0LoqSS3rNxF9QYuKbvd3pp38gIoV+Oi3w=')
})

test('an RSA signature holds over the very bytes, under its own key and digest', () => {
  // Tests of lexik/LexikPayboxBundle: a notice that the platform signed, and its public key.
  const key = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDe+hkicNP7ROHUssGNtHwiT2Ew
HFrSk/qwrcq8v5metRtTTFPE/nmzSkRnTs3GMpi57rBdxBBJW5W9cpNyGUh0jNXc
VrOSClpD5Ri2hER/GcNrxVRP7RlWOqB1C03q4QYmwjHZ+zlM4OUhCCAtSWflB4wC
Ka1g88CjFwRw/PB9kwIDAQAB
-----END PUBLIC KEY-----`
  const message = 'Mt=1000&Ref=CMD1349338388&Auto=XXXXXX&Erreur=00000'
  const signature =
    'QnhlnuOpcbfUruOU7kKG/ZmDPsDzM31VrpMIObQomYwEE/afhJiDPkWVN9+r3JVFXBsFnqo3VlOVzxQVVahXpF7eWiJoAe5LcIoqSvms96SF' +
    'Fv9LfndS/3zAO5fF/tR4Us3rOSUwT1Hs2AS17R3B9ATwBMhKt1l3DPw9hClpFw0='
  assert.ok(isRsaSigned({ algorithm: 'sha1', message, signature }, key))
  assert.ok(isRsaSigned({ algorithm: 'sha1', message: Buffer.from(message), signature }, key))
  assert.ok(!isRsaSigned({ algorithm: 'sha256', message, signature }, key))
  assert.ok(!isRsaSigned({ algorithm: 'sha1', message: message.replace('1000', '1001'), signature }, key))
  assert.ok(!isRsaSigned({ algorithm: 'sha1', message, signature: '' }, key))
})

test('a proof is compared whole; of hex, letter case does not matter', () => {
  assert.ok(isSameProof('abc', 'abc'))
  for (const other of ['', 'ab', 'abd', 'ABC', 'abcd', 'äbc']) assert.ok(!isSameProof('abc', other), other)
  assert.ok(isSameHex('0AF', '0af') && isSameHex('0af', '0AF') && !isSameHex('0AF', '0ae'))
})

test('while a key is being changed both are in force, and the one that proves is named', () => {
  const keys = keysInForce({ now: 'new', before: 'old', none: '' })
  assert.deepEqual(
    keys.map(({ id }) => id),
    ['now', 'before'],
  )
  assert.equal(keyThatProves(keys, (secret) => secret === 'old')?.id, 'before')
  assert.equal(
    keyThatProves(keys, (secret) => secret === ''),
    undefined,
    'an empty key proves nothing',
  )
  assert.equal(keyThatProves(keys, () => true, 'before')?.id, 'before', 'the notice names its key')
  assert.equal(
    keyThatProves(keys, () => true, 'another'),
    undefined,
  )
})
