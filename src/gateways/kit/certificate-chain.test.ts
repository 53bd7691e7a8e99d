import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, handClock, later, nowOf } from '../../kit/clock.ts'
import { signerOf } from '../../simulators/paypal/paypal-simulator-certificates.ts'
import { isTraced, isValidAt, readCertificates, runtimeRoots } from './certificate-chain.ts'

const clock = handClock('2026-11-24T09:00:00.000Z')
const at = nowOf(clock)

test('a PEM text gives its certificates in order; what is none is left out', async () => {
  const { leafPem, authorityPem } = await signerOf('ours', clock)
  assert.equal(readCertificates(`x${leafPem}y${authorityPem}`).length, 2)
  for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----', leafPem.replaceAll(/[A-F]/g, 'G')])
    assert.equal(readCertificates(text).length, 0)
  assert.ok(runtimeRoots().length > 50)
})

test('a certificate is traced to an authority that is trusted, while both are in force', async () => {
  const [ours, old, strange] = await Promise.all(
    (['ours', 'old', 'strange'] as const).map((key) => signerOf(key, clock)),
  )
  const [leaf] = readCertificates(ours?.leafPem ?? '')
  const [ending] = readCertificates(old?.leafPem ?? '')
  const [trusted, other] = [ours, strange].map((signer) => readCertificates(signer?.authorityPem ?? ''))
  assert.ok(leaf && ending && trusted && other)
  assert.ok(isTraced(leaf, { sent: [], trusted, at }))
  assert.ok(isTraced(leaf, { sent: [], trusted: [...other, ...trusted], at }))
  assert.ok(!isTraced(leaf, { sent: trusted, trusted: other, at }), 'what was sent along is not trusted for that')
  assert.ok(!isTraced(leaf, { sent: [], trusted: [leaf], at }), 'a leaf is no authority')
  assert.deepEqual([isValidAt(ending, at), isValidAt(ending, later(at, 31 * DAY))], [true, false])
})
