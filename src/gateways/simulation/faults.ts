import type { SimulatorOrder } from '../gateway.ts'

type Fault = { name: string; left: number; reference: string | undefined; value: string | undefined }

/** Faults that were ordered and have not fired as often as they should; every firing is counted. */
export function createFaults() {
  const waiting: Fault[] = []
  const fired: Record<string, number> = {}
  return {
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
      fired[name] = (fired[name] ?? 0) + 1
      return fault
    },
  }
}
export type Faults = ReturnType<typeof createFaults>
