import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { DAY, systemClock } from '../../src/kit/clock.ts'
import { certificate } from '../../src/simulators/engine/own-certificate.ts'

export type OwnAuthority = {
  /** Its certificate as a file: what NODE_EXTRA_CA_CERTS names. */
  file: string
  /** Of a server called localhost, as PEM. */
  server: { key: string; cert: string }
  /** This process no longer believes it. */
  forget(): void
}

/** An authority as an operator makes one, with a certificate for this machine; this process believes it from now on. */
export function createOwnAuthority(folder: string): OwnAuthority {
  const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [authority, leaf] = [makeKeys(), makeKeys()]
  const [from, until] = [systemClock.nowMs() - DAY, systemClock.nowMs() + DAY]
  const signed = { issuer: 'authority of the installation', signingKey: authority.privateKey, from, until }
  const root = certificate({ ...signed, subject: signed.issuer, key: authority.publicKey, isAuthority: true })
  const cert = certificate({ ...signed, subject: 'localhost', key: leaf.publicKey, isAuthority: false })
  const file = join(folder, 'authority.pem')
  writeFileSync(file, root)
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, root])
  return {
    file,
    server: { key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert },
    forget: () => setDefaultCACertificates(before),
  }
}
