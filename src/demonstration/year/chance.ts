/** A die that falls the same way each time it is begun with the same number: two demonstrations live the same year. */
export type Chance = {
  /** From 0 up to but not 1. */
  next(): number
  /** A whole number of these, both ends included. */
  between(least: number, most: number): number
  oneOf<Each>(list: readonly Each[]): Each
}

/** Mulberry32: small, even, and good enough for an invented life. Never for a secret. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    oneOf: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
  }
}
