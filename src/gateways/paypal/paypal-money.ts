import { type Amount, amount, exponentOf, parseAmount, toDecimal } from '../../kit/amount.ts'

/** PayPal takes no decimals for these, whatever ISO 4217 says. */
const withoutDecimals = new Set(['HUF', 'JPY', 'TWD'])

export type PayPalMoney = { currency_code: string; value: string }

/** The amount as PayPal writes it, by digits. Undefined when the currency cannot express it there. */
export function writeMoney(asked: Amount): PayPalMoney | undefined {
  const { unit } = asked
  if (asked.minor <= 0 || !/^[A-Z]{3}$/.test(unit)) return undefined
  if (!withoutDecimals.has(unit)) return { currency_code: unit, value: toDecimal(asked) }
  const perMajor = 10 ** exponentOf(unit)
  return asked.minor % perMajor === 0 ? { currency_code: unit, value: String(asked.minor / perMajor) } : undefined
}

/** What PayPal wrote, in our minor units. Undefined when it is no amount or carries decimals it may not have. */
export function readMoney(money: PayPalMoney): Amount | undefined {
  const { currency_code: unit, value } = money
  if (!/^[A-Z]{3}$/.test(unit)) return undefined
  const negative = value.startsWith('-')
  const read = parseAmount(negative ? value.slice(1) : value, unit)
  if (!read || (withoutDecimals.has(unit) && value.includes('.'))) return undefined
  return negative ? amount(-read.minor, unit) : read
}

/** Money taken away is written with a minus in some of PayPal's papers and without in others. */
export function readTaken(money: PayPalMoney | undefined): Amount | undefined {
  const read = money && readMoney(money)
  return read && amount(Math.abs(read.minor), read.unit)
}
