import { type Amount, amount } from '../../kit/amount.ts'
import type { PageControls, SimulatorOrder } from './simulator.ts'

type Fault = { name: string; left: number; reference: string | undefined; value: string | undefined }

/** Faults that were ordered and have not fired as often as they should; every firing is counted. */
export function createFaults() {
  const waiting: Fault[] = []
  const fired: Record<string, number> = {}
  const faults = {
    fired,
    add({ fault, times, reference, value }: SimulatorOrder): void {
      waiting.push({ name: fault, left: times ?? 1, reference, value })
    },
    /** Takes the fault if it was ordered for this reference or for all. */
    take(name: string, reference?: string): { value: string | undefined } | undefined {
      const index = waiting.findIndex((each) => each.name === name && (!each.reference || each.reference === reference))
      const fault = waiting[index]
      if (!fault) return undefined
      fault.left -= 1
      if (fault.left <= 0) waiting.splice(index, 1)
      faults.count(name)
      return fault
    },
    count(name: string): void {
      fired[name] = (fired[name] ?? 0) + 1
    },
  }
  return faults
}
export type Faults = ReturnType<typeof createFaults>

/** A sum as it was ordered to be told falsely, or really to be: `<of>-amount`, `<of>-currency`; undefined: as it is. */
export function otherSum(faults: Faults, of: string, reference: string, real: Amount): Amount | undefined {
  const [minor, currency] = ['amount', 'currency'].map((name) => faults.take(`${of}-${name}`, reference)?.value)
  if (minor === undefined && currency === undefined) return undefined
  return amount(Number(minor ?? real.minor), currency ?? real.unit)
}

/** What the next notice about this attempt says falsely, and which key signs it; the same words for every provider. */
export function liesOf(faults: Faults, reference: string, how: PageControls['notice']) {
  const told = (name: string) => faults.take(`notice-${name}`, reference)?.value
  const wrong = ({ minor, unit }: Amount) => (how === 'wrong-amount' ? amount(minor + 100, unit) : undefined)
  return {
    key: how === 'forged' ? 'strange' : keyOf(faults, reference),
    /** The sum that it says instead of the real one, if it lies about that. */
    sum: (real: Amount) => otherSum(faults, 'notice', reference, real) ?? wrong(real),
    account: told('account'),
    reference: told('reference'),
    type: told('type'),
  } as const
}

function keyOf(faults: Faults, reference: string): 'ours' | 'old' | 'strange' {
  if (faults.take('notice-bad-key', reference)) return 'strange'
  return faults.take('notice-old-key', reference) ? 'old' : 'ours'
}

/** What the provider's list says falsely of one payment; its fee in minor units. */
export function listLies(faults: Faults, reference: string, real: Amount) {
  const told = (name: string) => faults.take(`list-${name}`, reference)?.value
  const leftOut = faults.take('list-without', reference) !== undefined
  return leftOut
    ? undefined
    : { status: told('status'), amount: otherSum(faults, 'list', reference, real) ?? real, fee: told('fee') }
}

/** A payment in the list that no shop of ours has asked for: its reference. */
export const strangePayment = (faults: Faults): string | undefined => faults.take('list-strange')?.value
