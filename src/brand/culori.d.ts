/** The few functions of culori that we call; the package ships no types. */
declare module 'culori' {
  type Oklch = { mode: 'oklch'; l: number; c: number; h?: number }
  export function wcagContrast(a: string, b: string): number
  export function converter(mode: 'oklch'): (colour: string) => Oklch | undefined
  export function clampChroma(colour: Oklch, mode: 'oklch'): Oklch
  export function formatHex(colour: Oklch): string
}
