import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { SimulatedPayment, SimulatorOrder } from '../../src/simulators/engine/simulator.ts'
import { bareEnvironment, runsTypeScript } from '../support/process.ts'
import type { BankTask } from './outside-bank-process.ts'

export type Bank = {
  /** What OBOLE_OGONE_BASE_URL is for it. */
  url: string
  books(): Promise<SimulatedPayment[]>
  script(order: SimulatorOrder): Promise<void>
  stop(): Promise<void>
}

/** The provider in a process of its own, once it listens. `authority`: whose certificates it believes. */
export async function startBank(task: BankTask, authority: { file: string }): Promise<Bank> {
  const file = join(import.meta.dirname, 'outside-bank-process.ts')
  const child = spawn(process.execPath, [...runsTypeScript, file, JSON.stringify(task)], {
    env: bareEnvironment({ NODE_EXTRA_CA_CERTS: authority.file }),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as unknown[]
  if (typeof line !== 'string') throw new Error(`the bank ended with ${line}`)
  const { simulatorUrl: url } = JSON.parse(line) as { simulatorUrl: string }
  return {
    url,
    books: async () => (await (await fetch(`${url}/books`)).json()) as SimulatedPayment[],
    script: async (order) => void (await fetch(`${url}/script`, { method: 'POST', body: JSON.stringify(order) })),
    async stop() {
      child.kill()
      await ended
    },
  }
}
