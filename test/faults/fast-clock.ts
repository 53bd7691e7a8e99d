import { type Clock, systemClock, toMs } from '../../src/kit/clock.ts'

/** Where the clock of a campaign began, in real milliseconds since 1970, and how much faster than real time it goes. */
export type FastTime = { beganMs: number; speed: number }

const beginning = toMs('2026-11-24T09:00:00.000Z')

/**
 * The same instant in every process that is given the same time: hours of leases and polls pass in minutes. `leap`
 * passes some at once, where nothing is under way whose duration matters.
 */
export function fastClock({ beganMs, speed }: FastTime): Clock & { leap(ms: number): void } {
  let leaptMs = 0
  const passedMs = () => leaptMs + (systemClock.nowMs() - beganMs) * speed
  return {
    nowMs: () => beginning + Math.round(passedMs()),
    elapsedMs: passedMs,
    sleep: (ms, signal) => systemClock.sleep(Math.max(ms / speed, 20), signal),
    leap(ms) {
      leaptMs += ms
    },
  }
}
