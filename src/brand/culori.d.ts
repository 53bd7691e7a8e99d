/** The few functions of culori that we call; the package ships no types. */
declare module 'culori/require' {
  type Oklch = { mode: 'oklch'; l: number; c: number; h?: number }
  const culori: {
    wcagContrast(a: string, b: string): number
    converter(mode: 'oklch'): (colour: string) => Oklch | undefined
    clampChroma(colour: Oklch, mode: 'oklch'): Oklch
    formatHex(colour: Oklch): string
  }
  export default culori
}
