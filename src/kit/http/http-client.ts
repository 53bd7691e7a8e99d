import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { isPublicAddress } from './public-address.ts'

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
const connectLimitMs = 5_000
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }
/** This very machine, written out: only the simulators of the demonstration are listed like that. */
const ownMachine = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Real HTTP. No redirect is followed, TLS is always verified, only https leaves this machine, and the address that a
 * name resolves to is judged by the connection itself: nothing can change between the check and the call.
 */
export const httpClient: HttpClient = {
  async send(request) {
    const url = URL.parse(request.url)
    const refused = whyRefused(url, request.allowedOrigins)
    if (!url || refused) return { is: 'failed', sent: false, why: refused ?? 'not a URL' }
    return exchange(url, request)
  },
}

function whyRefused(url: URL | null, allowedOrigins: readonly string[]): string | undefined {
  if (!url || url.username || url.password || !allowedOrigins.includes(url.origin)) return 'host not allowed'
  if (ownMachine.has(url.hostname)) return undefined
  if (url.protocol !== 'https:') return 'not https'
  return isPublicAddress(url.hostname) === false ? 'private address' : undefined
}

function exchange(url: URL, { method, headers, body, timeoutMs }: HttpRequest): Promise<HttpAnswer> {
  const secure = url.protocol === 'https:'
  return new Promise((resolve) => {
    let connected = false
    const fail = (error: unknown) => resolve({ is: 'failed', sent: connected, why: nameOf(error) })
    const sent = (secure ? httpsRequest : httpRequest)(
      url,
      {
        method,
        agent: secure ? agents.https : agents.http,
        headers: {
          'user-agent': 'Obole',
          'accept-encoding': 'identity',
          ...headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
        signal: AbortSignal.timeout(timeoutMs ?? 20_000),
        ...(!ownMachine.has(url.hostname) && { lookup: lookupPublic }),
      },
      (response) => readAnswer(response).then(resolve, fail),
    )
    sent.on('error', fail)
    sent.on('socket', (socket) => {
      if (!socket.connecting) connected = true
      else limitConnect(socket, secure).then(() => (connected = true), fail)
    })
    sent.end(body)
  })
}

/** Resolves once the connection stands; a host that does not even accept one is given up early. */
function limitConnect(socket: Socket, secure: boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(new Error('ConnectTimeout')), connectLimitMs)
    const done = () => clearTimeout(timer)
    socket.once('close', done)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      done()
      resolve()
    })
  })
}

/** A name that leads to a private address, or to one among others, leads nowhere. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, [])
    if (found.some(({ address }) => !isPublicAddress(address))) return callback(new Error('private address'), [])
    if (options.all) return callback(null, found)
    callback(null, found[0]?.address ?? '', found[0]?.family)
  })
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > sizeLimitBytes) {
      response.destroy()
      return { is: 'failed', sent: true, why: 'answer too large' }
    }
    parts.push(part)
  }
  const headers = new Headers()
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return { is: 'answer', status: response.statusCode ?? 0, headers, text: Buffer.concat(parts).toString('utf8') }
}

/** `ECONNREFUSED` and its like, the name of a time-out, or what we said ourselves; never a URL. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure'
  const { cause } = error as { cause?: unknown }
  if (error.name === 'AbortError') return cause instanceof Error ? cause.name : 'TimeoutError'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : error.message.slice(0, 60)
}
