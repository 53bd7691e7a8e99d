/**
 * A sum of money or of credit: whole minor units and the unit they count (`EUR`, …, or `credit`).
 * Made only here; arithmetic only here; never a float, never a division by 100.
 */
export type Amount = { readonly minor: number; readonly unit: Unit }
export type Unit = string

/** The print account's own unit. Its name on screen is a setting of the brand; it has two decimals. */
export const CREDIT = 'credit'

const exponents: Record<string, number> = { [CREDIT]: 2 }
const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND'
for (const currency of noDecimals.split(' ')) exponents[currency] = 0
for (const currency of threeDecimals.split(' ')) exponents[currency] = 3

/** How many decimals the unit is written with (ISO 4217; 2 unless its table says otherwise). */
export function exponentOf(unit: Unit): number {
  return exponents[unit] ?? 2
}

/** Throws a RangeError when `minor` is not a safe integer: that is a bug, never an input. */
export function amount(minor: number, unit: Unit): Amount {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not a whole number of minor units: ${minor}`)
  return { minor, unit }
}

export const credit = (minor: number): Amount => amount(minor, CREDIT)

/** Throws a RangeError when the units differ. */
export function add(a: Amount, b: Amount): Amount {
  return amount(a.minor + sameUnit(a, b).minor, a.unit)
}

/** Throws a RangeError when the units differ. */
export function subtract(a: Amount, b: Amount): Amount {
  return amount(a.minor - sameUnit(a, b).minor, a.unit)
}

/** The same sum the other way. */
export const negated = ({ minor, unit }: Amount): Amount => amount(-minor, unit)

/** Same figure and same unit. */
export function equals(a: Amount, b: Amount): boolean {
  return a.minor === b.minor && a.unit === b.unit
}

/**
 * Reads digits as the unit writes them: `10`, `10.5`, `10.50`, and with `decimal: ','` also `10,50`.
 * No sign, no blanks, no exponent, no thousands mark. Undefined when the text is anything else or unsafe.
 */
export function parseAmount(text: string, unit: Unit, decimal: '.' | ',' = '.'): Amount | undefined {
  const decimals = exponentOf(unit)
  const [whole = '', fraction, ...rest] = text.split(decimal)
  if (rest.length > 0 || !/^[0-9]{1,15}$/.test(whole)) return undefined
  if (fraction !== undefined && (decimals === 0 || !/^[0-9]+$/.test(fraction) || fraction.length > decimals)) {
    return undefined
  }
  const minor = Number(whole + (fraction ?? '').padEnd(decimals, '0'))
  return Number.isSafeInteger(minor) ? amount(minor, unit) : undefined
}

/**
 * Reads what a person types in either language: `10`, `10,5`, `10.50`, `1 234,50`. One decimal mark, blanks between
 * the thousands; undefined when it is anything else, so that nothing is guessed.
 */
export function parseTypedAmount(text: string, unit: Unit): Amount | undefined {
  const digits = text.trim().replace(/(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, '')
  return parseAmount(digits, unit, digits.includes(',') ? ',' : '.')
}

/** The amount by digits with a point and all its decimals: `12.34`, `-0.05`, `500` (JPY). */
export function toDecimal({ minor, unit }: Amount): string {
  const decimals = exponentOf(unit)
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`
  return minor < 0 ? `-${text}` : text
}

/** Shares `total` by weights without losing a minor unit: largest remainder, ties to the earlier weight. */
export function split(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum <= 0) return weights.map(() => 0)
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight))
  const shares = exact.map((product) => Number(product / BigInt(sum)))
  const remainders = exact.map((product, index) => ({ index, rest: product % BigInt(sum) }))
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
  const missing = total - shares.reduce((a, b) => a + b, 0)
  for (const { index } of remainders.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1
  return shares
}

function sameUnit(a: Amount, b: Amount): Amount {
  if (a.unit !== b.unit) throw new RangeError(`${a.unit} and ${b.unit} cannot be mixed`)
  return b
}
