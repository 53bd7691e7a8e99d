/** What of fontkit we call; the package ships no types. */
declare module 'fontkit' {
  export type Font = {
    unitsPerEm: number
    ascent: number
    hasGlyphForCodePoint(codePoint: number): boolean
    getGlyph(id: number, codePoints?: readonly number[]): { codePoints: readonly number[] }
  }
  /** Reads a font. pdfkit takes it as it is; its types know only of bytes. */
  export function create(bytes: Buffer): Font
}

/** Which signs are written from the right, by Unicode's rules (UAX 9). */
declare module 'bidi-js' {
  type Bidi = {
    getEmbeddingLevels(text: string, base?: 'ltr' | 'rtl' | 'auto'): { levels: Uint8Array }
    getMirroredCharacter(sign: string): string | null
  }
  export default function bidiFactory(): Bidi
}
