import { parseJson } from '../../kit/json.ts'
import type { Outside } from '../gateway-kind.ts'
import { createRestClient, type RestClient } from '../kit/calls/rest-client.ts'
import { createTokenKeeper, type FetchedToken } from '../kit/calls/token-keeper.ts'

/** PayPal's REST API; `mayEnter`: whether PayPal gives us an access token. */
export type PayPalApi = RestClient & { mayEnter(): Promise<boolean> }

type Account = { clientId: string; clientSecret: string; apiBase: string }

/** PayPal's REST API, entered with one access token for all calls. */
export function createPayPalApi(account: Account, outside: Outside): PayPalApi {
  const tokenOf = createTokenKeeper(() => fetchToken(account, outside), outside.clock)
  const client = createRestClient(
    {
      name: 'paypal',
      base: account.apiBase,
      async authorize(_, refused) {
        const token = await tokenOf({ insteadOf: refused?.authorization?.slice(bearer.length) })
        return token === undefined ? undefined : { authorization: bearer + token }
      },
      keyHeader: { name: 'paypal-request-id', longest: 108 },
      bodyHeaders: { prefer: 'return=representation' },
      issueOf,
      traceHeader: 'paypal-debug-id',
    },
    outside,
  )
  return { ...client, mayEnter: async () => (await tokenOf({ insteadOf: 'any' })) !== undefined }
}

const bearer = 'Bearer '

async function fetchToken({ clientId, clientSecret, apiBase }: Account, { http }: Outside) {
  const answer = await http.send({
    method: 'POST',
    url: `${apiBase}/v1/oauth2/token`,
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
    allowedOrigins: [new URL(apiBase).origin],
  })
  const json = answer.is === 'answer' && answer.status === 200 ? parseJson(answer.text) : undefined
  const { access_token: token, expires_in: lifeSeconds } = (json ?? {}) as Record<string, unknown>
  const isToken = typeof token === 'string' && typeof lifeSeconds === 'number'
  return isToken ? ({ token, lifeSeconds } satisfies FetchedToken) : undefined
}

/** `details[0].issue` says which rule; without details the error's name does. */
function issueOf(json: unknown): string {
  const { name, details } = (json ?? {}) as { name?: unknown; details?: Array<{ issue?: unknown } | undefined> }
  const issue = Array.isArray(details) ? details[0]?.issue : undefined
  return [issue, name].find((text): text is string => typeof text === 'string') ?? ''
}
