import { readFacts } from './provider-facts.ts'

export type SignatureVector = {
  id: string
  scheme: string
  direction: 'in' | 'out'
  algorithm: 'sha1' | 'sha256' | 'sha512'
  passphrase: string
  params: Record<string, string>
  expected: string
  mustFail?: boolean
}

/** Published signatures of Ogone, with what was signed. */
export const ogoneSignatures = readFacts<SignatureVector[]>('ogone-signatures.json')
