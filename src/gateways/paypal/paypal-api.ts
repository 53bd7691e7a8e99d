import { z } from 'zod'
import type { Outside } from '../gateway-kind.ts'
import { createRestClient, type RestClient } from '../kit/calls/rest-client.ts'
import { createTokenKeeper } from '../kit/calls/token-keeper.ts'

/** `mayEnter`: whether PayPal gives us an access token. */
export type PayPalApi = RestClient & { mayEnter(): Promise<boolean> }

type Account = { clientId: string; clientSecret: string; apiBase: string }

/** PayPal's REST API, entered with one access token for all calls. */
export function createPayPalApi({ clientId, clientSecret, apiBase: base }: Account, outside: Outside): PayPalApi {
  const common = { name: 'paypal', base, issueOf, traceHeader: 'paypal-debug-id' }
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const door = createRestClient({ ...common, authorize: async () => ({ authorization: basic }) }, outside)
  const grant = new URLSearchParams({ grant_type: 'client_credentials' })
  const tokenOf = createTokenKeeper(async () => {
    const answer = await door.post('/v1/oauth2/token', grant, accessToken)
    return answer.is === 'ok' ? answer.value : undefined
  }, outside.clock)
  const client = createRestClient(
    {
      ...common,
      async authorize(_, refused) {
        const token = await tokenOf({ insteadOf: refused?.authorization?.slice(bearer.length) })
        return token === undefined ? undefined : { authorization: bearer + token }
      },
      keyHeader: { name: 'paypal-request-id', longest: 108 },
      bodyHeaders: { prefer: 'return=representation' },
    },
    outside,
  )
  return { ...client, mayEnter: async () => (await tokenOf({ insteadOf: 'any' })) !== undefined }
}

const bearer = 'Bearer '

const accessToken = z
  .object({ access_token: z.string(), expires_in: z.number() })
  .transform(({ access_token: token, expires_in: lifeSeconds }) => ({ token, lifeSeconds }))

/** `details[0].issue` says which rule; without details the error's name does. */
function issueOf(json: unknown): string {
  const { name, details } = (json ?? {}) as { name?: unknown; details?: Array<{ issue?: unknown } | undefined> }
  const issue = Array.isArray(details) ? details[0]?.issue : undefined
  return [issue, name].find((text): text is string => typeof text === 'string') ?? ''
}
