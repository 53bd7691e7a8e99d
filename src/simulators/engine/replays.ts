import type { SimulatorAnswer } from './simulator.ts'

/** What a provider has answered to each key, as long as it keeps it: the same key again gives what the first did. */
export function createReplays(nowMs: () => number) {
  const answered = new Map<string, { atMs: number; answer: SimulatorAnswer }>()
  return (key: string, keptMs: number, act: () => SimulatorAnswer): SimulatorAnswer => {
    const known = answered.get(key)
    if (known && nowMs() - known.atMs < keptMs) return known.answer
    const answer = act()
    answered.set(key, { atMs: nowMs(), answer })
    return answer
  }
}
export type Replays = ReturnType<typeof createReplays>
