import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { DAY, handClock, later, nowOf, toMs } from '../../../kit/clock.ts'
import { certificate } from '../../../simulators/engine/own-certificate.ts'
import { signerOf } from '../../../simulators/paypal/paypal-simulator-certificates.ts'
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
  assert.deepEqual([isValidAt(ending, at), isValidAt(ending, later(at, 31 * DAY))], [true, false])
})

test('what stands between must itself be an authority, and of the chain that was sent each step counts', () => {
  const names = ['root', 'middle', 'end'] as const
  const keys = names.map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
  const [from, until] = [toMs(at) - DAY, toMs(at) + DAY]
  const issued = (of: number, isAuthority: boolean) => {
    const [own, above] = [keys[of], keys[Math.max(0, of - 1)]]
    assert.ok(own && above)
    const [subject, issuer] = [names[of] ?? '', names[Math.max(0, of - 1)] ?? '']
    const pem = certificate({
      subject,
      issuer,
      key: own.publicKey,
      signingKey: above.privateKey,
      from,
      until,
      isAuthority,
    })
    const [read] = readCertificates(pem)
    assert.ok(read)
    return read
  }
  const [root, end] = [issued(0, true), issued(2, false)]
  assert.ok(isTraced(end, { sent: [issued(1, true)], trusted: [root], at }))
  assert.ok(!isTraced(end, { sent: [issued(1, false)], trusted: [root], at }), 'a leaf is no authority')
  assert.ok(!isTraced(end, { sent: [], trusted: [root], at }), 'a step is missing')
})
