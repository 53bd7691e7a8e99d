import { generateKeyPair, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { Outside } from '../../gateways/gateway-kind.ts'
import { DAY, toMs } from '../../kit/clock.ts'
import { certificate } from '../engine/own-certificate.ts'

type Signer = { authorityPem: string; leafPem: string; sign(message: string): string }

type Key = 'ours' | 'old' | 'strange'
const made = new Map<Key, Promise<Signer>>()
let authorityKeys: ReturnType<typeof makeKeys> | undefined

/**
 * The simulated PayPal's key with its certificate and authority, made once a process and only when needed. `old`: the
 * one before, of the same authority, which ends after a month. `strange`: somebody else's, which must not be believed.
 * All but `old` are good in every year, for a demonstration and a test may move their clock by years.
 */
export function signerOf(key: Key, clock: Outside['clock']): Promise<Signer> {
  const known = made.get(key)
  if (known) return known
  if (key !== 'strange') authorityKeys ??= makeKeys()
  const authority = (key !== 'strange' && authorityKeys) || makeKeys()
  const signer = makeSigner(authority, key === 'old' ? clock.nowMs() + 30 * DAY : alwaysUntil)
  made.set(key, signer)
  return signer
}

const [alwaysFrom, alwaysUntil] = [toMs('1970-01-02T00:00:00.000Z'), toMs('9999-12-31T00:00:00.000Z')]
const makeKeys = () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
const authorityName = 'Obole demonstration authority'
const leafName = 'messageverificationcerts.sandbox.paypal.com'

async function makeSigner(keys: ReturnType<typeof makeKeys>, until: number): Promise<Signer> {
  const [authority, leaf] = await Promise.all([keys, makeKeys()])
  const signed = { issuer: authorityName, signingKey: authority.privateKey, from: alwaysFrom, until }
  return {
    authorityPem: certificate({
      ...signed,
      until: alwaysUntil,
      subject: authorityName,
      key: authority.publicKey,
      isAuthority: true,
    }),
    leafPem: certificate({ ...signed, subject: leafName, key: leaf.publicKey, isAuthority: false }),
    sign: (message) => sign('RSA-SHA256', Buffer.from(message), leaf.privateKey).toString('base64'),
  }
}
