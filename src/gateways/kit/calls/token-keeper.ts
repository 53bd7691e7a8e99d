import type { Clock } from '../../../kit/clock.ts'

export type FetchedToken = { token: string; lifeSeconds: number }
/** `insteadOf`: the token that the provider has refused, or `any`: whichever is kept. */
export type TokenKeeper = (asked?: { insteadOf?: string | undefined }) => Promise<string | undefined>

/** One access token in memory: one renewal in flight, early, and once for all whom it fails. */
export function createTokenKeeper(fetchToken: () => Promise<FetchedToken | undefined>, clock: Clock): TokenKeeper {
  let kept: { token: string; renewAtMs: number } | undefined
  let underWay: Promise<string | undefined> | undefined

  async function renew(): Promise<string | undefined> {
    const fetched = await fetchToken()
    // A tenth of its life early: a payment under way never meets the last second.
    if (fetched) kept = { token: fetched.token, renewAtMs: clock.elapsedMs() + fetched.lifeSeconds * 900 }
    return fetched?.token
  }

  return async ({ insteadOf } = {}) => {
    const isRefused = insteadOf === 'any' || insteadOf === kept?.token
    if (!isRefused && kept && clock.elapsedMs() < kept.renewAtMs) return kept.token
    underWay ??= renew().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}
