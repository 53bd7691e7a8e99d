import { type Amount, amount } from '../kit/amount.ts'

export type VatParts = { net: Amount; vat: Amount }

/**
 * Splits a price that includes VAT: net = price / (1 + rate) rounded half up, VAT = the rest; whole numbers only.
 * `rateBp` is in basis points: 1960 is 19,6 %. (contracts: VAT-8)
 */
export function splitVat(price: Amount, rateBp: number): VatParts {
  const twice = BigInt(2 * 10_000) * BigInt(price.minor) + BigInt(10_000 + rateBp)
  const net = Number(twice / BigInt(2 * (10_000 + rateBp)))
  return { net: amount(net, price.unit), vat: amount(price.minor - net, price.unit) }
}

/**
 * The VAT of one partial refund: that of everything given back so far less that of what was given back before,
 * so that the parts add up to the VAT of the whole.
 */
export function vatOfRefund(refund: { amount: Amount; refundedBefore: Amount; rateBp: number }): Amount {
  const { amount: part, refundedBefore, rateBp } = refund
  const after = splitVat(amount(refundedBefore.minor + part.minor, part.unit), rateBp).vat
  return amount(after.minor - splitVat(refundedBefore, rateBp).vat.minor, part.unit)
}
