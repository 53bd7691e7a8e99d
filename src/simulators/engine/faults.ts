import type { SimulatorOrder } from './simulator.ts'

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

/** What the next notice about this attempt says falsely, under a good signature; the same words for every provider. */
export function liesOf(faults: Faults, reference: string) {
  const told = (name: string) => faults.take(`notice-${name}`, reference)?.value
  return {
    minor: told('amount'),
    currency: told('currency'),
    account: told('account'),
    reference: told('reference'),
    type: told('type'),
  }
}

/** Which key signs the next notice about this attempt. */
export function keyOf(faults: Faults, reference: string): 'ours' | 'old' | 'strange' {
  if (faults.take('notice-bad-key', reference)) return 'strange'
  return faults.take('notice-old-key', reference) ? 'old' : 'ours'
}
