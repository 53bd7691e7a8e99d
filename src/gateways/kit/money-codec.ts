import { type Amount, amount, exponentOf } from '../../kit/amount.ts'

/** Currencies that a provider writes with other decimals than ISO 4217 gives them. */
export type MoneyRules = { decimals?: Readonly<Record<string, number>> }

/** An amount in a provider's writing: by digits, never by floats. Undefined is what it cannot express, or no amount. */
export type MoneyCodec = {
  /** `12.34`; nothing and less than nothing have no writing. */
  toDecimal(asked: Amount): string | undefined
  /** `12.34`, `12.3`, `12`: digits only, at most as many decimals as the provider gives the currency. */
  fromDecimal(text: string, unit: string): Amount | undefined
  /** The provider's own minor units: `1234`. */
  toWhole(asked: Amount): string | undefined
  fromWhole(text: string, unit: string): Amount | undefined
}

const isCurrency = (unit: string): boolean => /^[A-Z]{3}$/.test(unit)

/** Writes and reads amounts as one provider does. */
export function moneyCodec({ decimals = {} }: MoneyRules = {}): MoneyCodec {
  const decimalsOf = (unit: string): number => decimals[unit] ?? exponentOf(unit)
  /** Minor units of ours that one of the provider's has; a fraction where it has more decimals than we. */
  const ratioOf = (unit: string) => ({
    up: 10 ** Math.max(0, decimalsOf(unit) - exponentOf(unit)),
    down: 10 ** Math.max(0, exponentOf(unit) - decimalsOf(unit)),
  })

  function toWhole({ minor, unit }: Amount): string | undefined {
    const { up, down } = ratioOf(unit)
    if (minor <= 0 || !isCurrency(unit) || minor % down !== 0 || !Number.isSafeInteger(minor * up)) return undefined
    return String((minor / down) * up)
  }

  function fromWhole(text: string, unit: string): Amount | undefined {
    const { up, down } = ratioOf(unit)
    if (!isCurrency(unit) || !/^[0-9]{1,16}$/.test(text) || Number(text) % up !== 0) return undefined
    const minor = (Number(text) / up) * down
    return Number.isSafeInteger(minor) ? amount(minor, unit) : undefined
  }

  return {
    toWhole,
    fromWhole,
    toDecimal(asked) {
      const whole = toWhole(asked)
      const places = decimalsOf(asked.unit)
      if (whole === undefined || places === 0) return whole
      const digits = whole.padStart(places + 1, '0')
      return `${digits.slice(0, -places)}.${digits.slice(-places)}`
    },
    fromDecimal(text, unit) {
      if (!isCurrency(unit)) return undefined
      const places = decimalsOf(unit)
      const [whole = '', fraction, ...more] = text.split('.', 3)
      if (more.length > 0 || (fraction !== undefined && (places === 0 || !/^[0-9]+$/.test(fraction)))) return undefined
      if (!/^[0-9]{1,15}$/.test(whole) || (fraction ?? '').length > places) return undefined
      return fromWhole(`${whole}${(fraction ?? '').padEnd(places, '0')}`.replace(/^0+(?=\d)/, ''), unit)
    },
  }
}
