import { type Amount, amount } from '../../kit/amount.ts'
import type { Faults } from './faults.ts'

/** What the provider's list says falsely of one payment; the same words for every provider. */
export function listLies(faults: Faults, reference: string): { leftOut: boolean; status: string | undefined } {
  const leftOut = faults.take('list-without', reference) !== undefined
  return { leftOut, status: faults.take('list-status', reference)?.value }
}

/** The amount that the list has of a payment. */
export function listedAmount(faults: Faults, reference: string, real: Amount): Amount {
  const [minor, currency] = ['list-amount', 'list-currency'].map((name) => faults.take(name, reference)?.value)
  return amount(Number(minor ?? real.minor), currency ?? real.unit)
}

/** What the list has as the fee of a payment, in minor units. */
export const listedFee = (faults: Faults, reference: string): number | undefined => {
  const fee = faults.take('list-fee', reference)?.value
  return fee === undefined ? undefined : Number(fee)
}

/** A payment in the list that no shop of ours has asked for: its reference. */
export const strangePayment = (faults: Faults): string | undefined => faults.take('list-strange')?.value
