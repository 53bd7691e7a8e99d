/** Calls out, each with a time limit, a size limit and a fixed list of hosts. Adapters use nothing else. */
export interface HttpClient {
  /** Never throws: what goes wrong is `failed`, and says whether the request can have had an effect. */
  send(request: HttpRequest): Promise<HttpAnswer>
}

export type HttpRequest = {
  method: 'GET' | 'POST' | 'PATCH'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Whole call, milliseconds; 20 seconds unless told. */
  timeoutMs?: number
  /** Origins this adapter may call; anything else is refused before a byte leaves. */
  allowedOrigins: readonly string[]
}

export type HttpAnswer =
  | { is: 'answer'; status: number; headers: Headers; text: string }
  /** `sent: false` only where it is certain that nothing reached the other side. */
  | { is: 'failed'; sent: boolean; why: string }

const sizeLimitBytes = 2 * 1024 * 1024
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])

/** Real HTTP over the runtime's fetch; no redirect is followed, TLS is always verified. */
export const httpClient: HttpClient = {
  async send(request) {
    const origin = originOf(request.url)
    if (!origin || !request.allowedOrigins.includes(origin)) {
      return { is: 'failed', sent: false, why: 'host not allowed' }
    }
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers ?? {},
        body: request.body ?? null,
        redirect: 'manual',
        signal: AbortSignal.timeout(request.timeoutMs ?? 20_000),
      })
      return await readAnswer(response)
    } catch (error) {
      return { is: 'failed', sent: !neverSent.has(causeOf(error)), why: causeOf(error) }
    }
  },
}

async function readAnswer(response: Response): Promise<HttpAnswer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > sizeLimitBytes) return { is: 'failed', sent: true, why: 'answer too large' }
    parts.push(part)
  }
  const text = Buffer.concat(parts).toString('utf8')
  return { is: 'answer', status: response.status, headers: response.headers, text }
}

function originOf(url: string): string | undefined {
  const parsed = URL.parse(url)
  return parsed && !parsed.username && !parsed.password ? parsed.origin : undefined
}

/** fetch hides the reason in `cause`; a time-out is a DOMException without one. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure'
  const cause = error.cause as { code?: unknown } | undefined
  return typeof cause?.code === 'string' ? cause.code : error.name
}
