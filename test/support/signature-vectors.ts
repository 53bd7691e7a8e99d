import { missing, readShared } from './shared-files.ts'

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

const path = 'contracts/gateways/vectors.json'
const text = readShared(path)
/** Why published signatures cannot be compared here, or nothing. */
export const noVectors: string | false = text === undefined ? missing(path) : false

/** Published signatures whose id begins so. */
export const vectorsOf = (start: string): SignatureVector[] =>
  (JSON.parse(text ?? '{"vectors":[]}') as { vectors: SignatureVector[] }).vectors.filter(({ id }) =>
    id.startsWith(start),
  )
