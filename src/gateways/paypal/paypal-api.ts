import type { HttpAnswer, HttpRequest } from '../../kit/http/http-client.ts'
import { parseJson } from '../../kit/json.ts'
import type { Outside } from '../gateway.ts'

export type PayPalAnswer =
  | { is: 'ok'; status: number; json: unknown }
  /** PayPal has answered no, and says which rule: nothing was executed. */
  | { is: 'refused'; status: number; issue: string }
  /** No usable answer. `sent: false` only where it is certain that nothing was executed. */
  | { is: 'failed'; sent: boolean; why: string }

export type PayPalApi = {
  get(path: string): Promise<PayPalAnswer>
  /** `requestId` makes the repetition of a POST harmless. */
  post(path: string, body: object, requestId: string): Promise<PayPalAnswer>
  /** Whether PayPal gives us an access token. */
  mayEnter(): Promise<boolean>
}

type Account = { clientId: string; clientSecret: string; apiBase: string }

const callTimeoutMs = 30_000
const longestRequestId = 108

/** PayPal's REST API with one access token in memory: one renewal in flight, early, and once for all that it fails. */
export function createPayPalApi(account: Account, outside: Outside): PayPalApi {
  const tokenOf = createTokenKeeper(account, outside)

  async function call(request: Pick<HttpRequest, 'method' | 'body'> & { path: string; requestId?: string }) {
    const token = await tokenOf()
    const first = await callWith(token, request)
    if (first.is !== 'answer' || first.status !== 401) return understand(first, request.path)
    return understand(await callWith(await tokenOf({ insteadOf: token }), request), request.path)
  }

  async function callWith(token: string | undefined, request: Parameters<typeof call>[0]): Promise<HttpAnswer> {
    if (token === undefined) return { is: 'failed', sent: false, why: 'no access token' }
    const { requestId, body } = request
    return outside.http.send({
      method: request.method,
      url: account.apiBase + request.path,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json', prefer: 'return=representation' }),
        ...(requestId !== undefined && { 'paypal-request-id': requestId.slice(0, longestRequestId) }),
      },
      ...(body !== undefined && { body }),
      timeoutMs: callTimeoutMs,
      allowedOrigins: [new URL(account.apiBase).origin],
    })
  }

  function understand(answer: HttpAnswer, path: string): PayPalAnswer {
    if (answer.is === 'failed') return answer
    const { status } = answer
    const json = parseJson(answer.text)
    if (status >= 200 && status < 300 && json !== undefined) return { is: 'ok', status, json }
    const issue = issueOf(json)
    const debugId = answer.headers.get('paypal-debug-id') ?? ''
    const told = { gateway: 'paypal', path: path.replace(/\?.*/, ''), status, issue, debugId }
    if (status === 401 || status === 403) outside.log.error(told, 'PayPal refuses our credentials or rights')
    else outside.log.warn(told, 'PayPal said no')
    if (status === 429) return { is: 'failed', sent: false, why: 'rate limit' }
    if (status === 409 || status >= 500 || json === undefined)
      return { is: 'failed', sent: true, why: `${status} ${issue}` }
    return { is: 'refused', status, issue }
  }

  return {
    mayEnter: async () => (await tokenOf({ insteadOf: 'any' })) !== undefined,
    get: (path) => call({ method: 'GET', path }),
    post: (path, body, requestId) => call({ method: 'POST', path, body: JSON.stringify(body), requestId }),
  }
}

function createTokenKeeper(account: Account, { http, clock }: Outside) {
  let kept: { token: string; renewAtMs: number } | undefined
  let underWay: Promise<string | undefined> | undefined

  async function fetchToken(): Promise<string | undefined> {
    const answer = await http.send({
      method: 'POST',
      url: `${account.apiBase}/v1/oauth2/token`,
      headers: {
        authorization: `Basic ${Buffer.from(`${account.clientId}:${account.clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      allowedOrigins: [new URL(account.apiBase).origin],
    })
    const json = answer.is === 'answer' && answer.status === 200 ? parseJson(answer.text) : undefined
    const { access_token: token, expires_in: seconds } = (json ?? {}) as {
      access_token?: unknown
      expires_in?: unknown
    }
    if (typeof token !== 'string' || typeof seconds !== 'number') return undefined
    // A tenth of its life early: a payment under way never meets the last second.
    kept = { token, renewAtMs: clock.elapsedMs() + seconds * 900 }
    return token
  }

  /** `insteadOf`: the token that PayPal has refused, or whichever is kept. */
  return async ({ insteadOf }: { insteadOf?: string | undefined } = {}): Promise<string | undefined> => {
    const isRefused = insteadOf === 'any' || insteadOf === kept?.token
    if (!isRefused && kept && clock.elapsedMs() < kept.renewAtMs) return kept.token
    underWay ??= fetchToken().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}

/** `details[0].issue` says which rule; without details the error's name does. */
function issueOf(json: unknown): string {
  const { name, details } = (json ?? {}) as { name?: unknown; details?: Array<{ issue?: unknown } | undefined> }
  const issue = Array.isArray(details) ? details[0]?.issue : undefined
  return [issue, name].find((text): text is string => typeof text === 'string')?.slice(0, 100) ?? ''
}
