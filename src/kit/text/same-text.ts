import { hash, timingSafeEqual } from 'node:crypto'

/** Compares two texts in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(a), digest(b))
}

export const sha256Hex = (text: string): string => hash('sha256', text, 'hex')
