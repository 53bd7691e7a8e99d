import { MINUTE, SECOND } from '../kit/clock.ts'
import { job, once } from '../kit/job.ts'
import type { PrintSystems } from '../printing/print-system.ts'
import { type Delivery, deliverTopUps, resolveUncertain } from './deliver-top-ups.ts'

type Work = Omit<Delivery, 'printSystem'> & { printSystems: PrintSystems }

/** The jobs that send credit, whichever print system it is for. */
export const topUpJobs = ({ byId }: PrintSystems) => [...byId.keys()].map((id) => `top-ups at ${id}` as const)

/** Credit sent to the print systems that keep their own balances, and asked about: a slow one holds up no other. */
export const creditJobs = ({ printSystems, ...work }: Work) =>
  [...printSystems.byId.values()].flatMap((printSystem) => {
    const [id, delivery] = [printSystem.id, { ...work, printSystem }]
    return [
      job({ name: `top-ups at ${id}`, everyMs: 2 * SECOND, run: () => deliverTopUps(delivery) }),
      job({ name: `uncertain top-ups at ${id}`, everyMs: MINUTE, run: once(() => resolveUncertain(delivery)) }),
    ]
  })
