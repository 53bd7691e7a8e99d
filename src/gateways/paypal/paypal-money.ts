import { type Amount, amount, negated } from '../../kit/amount.ts'
import { moneyCodec } from '../kit/money-codec.ts'

/** PayPal takes no decimals for these, whatever ISO 4217 says. */
const codec = moneyCodec({ decimals: { HUF: 0, JPY: 0, TWD: 0 } })

export type PayPalMoney = { currency_code: string; value: string }

/** The amount as PayPal writes it, by digits. Undefined when the currency cannot express it there. */
export function writeMoney(asked: Amount): PayPalMoney | undefined {
  const value = codec.toDecimal(asked)
  return value === undefined ? undefined : { currency_code: asked.unit, value }
}

/** What PayPal wrote, in our minor units. Undefined when it is no amount or carries decimals it may not have. */
export function readMoney({ currency_code: unit, value }: PayPalMoney): Amount | undefined {
  const isNegative = value.startsWith('-')
  const read = codec.fromDecimal(isNegative ? value.slice(1) : value, unit)
  return read && isNegative ? negated(read) : read
}

/** Money taken away is written with a minus in some of PayPal's papers and without in others. */
export function readTaken(money: PayPalMoney | undefined): Amount | undefined {
  const read = money && readMoney(money)
  return read && amount(Math.abs(read.minor), read.unit)
}
