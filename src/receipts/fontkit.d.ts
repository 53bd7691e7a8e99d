/** The one function of fontkit that we call; the package ships no types. */
declare module 'fontkit' {
  /** Reads a font. pdfkit takes it as it is; its types know only of bytes. */
  export function openSync(path: string): Uint8Array
}
