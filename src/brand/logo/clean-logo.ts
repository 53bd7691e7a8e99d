import type { BrandLogoRow } from '../brand-tables.ts'
import { drawAnew } from './brand-logo.ts'
import { cleanSvg } from './clean-svg.ts'

/** A picture that may be shown to everybody; `removed` names what was in the file and is not any more. */
export type CleanLogo = {
  type: BrandLogoRow['type']
  content: Uint8Array
  width: number
  height: number
  removed: string[]
}
/** Why a file is no logo, as the end of a message key. */
export type LogoRefusal = 'empty' | 'unknown' | 'broken' | 'dimensions' | 'nothing_drawn' | 'entities'

export const logoLimitBytes = 200 * 1024

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte)
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const riff = [0x52, 0x49, 0x46, 0x46]
const webp = [0x57, 0x45, 0x42, 0x50]

/** Believes what the bytes are, never their name or announced type. */
export async function cleanLogo(bytes: Uint8Array): Promise<CleanLogo | LogoRefusal> {
  if (bytes.length === 0) return 'empty'
  if (startsWith(bytes, pngSignature) || (startsWith(bytes, riff) && startsWith(bytes, webp, 8))) {
    const picture = await drawAnew(bytes)
    return typeof picture === 'string' ? picture : { type: 'image/png', ...picture, removed: [] }
  }
  const text = readText(bytes)
  if (text === undefined || !/^\s*</.test(text)) return 'unknown'
  const svg = cleanSvg(text)
  if (typeof svg === 'string') return svg
  const { width, height, removed } = svg
  return { type: 'image/svg+xml', content: new TextEncoder().encode(svg.text), width, height, removed }
}

/** UTF-8 as it must be; another encoding could hide a tag from us and show it to a browser. */
function readText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
