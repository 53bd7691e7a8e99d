import assert from 'node:assert/strict'
import type { HttpAnswer, HttpRequest } from '../../../kit/http/http-client.ts'
import { parseJson } from '../../../kit/json.ts'
import type { Outside } from '../../gateway-kind.ts'

/** What a provider's answer says for certain of one call. */
export type Called = { is: 'ok'; status: number; json: unknown } | NotOk
export type NotOk =
  /** The provider has answered no, and says which rule: nothing was executed. */
  | { is: 'refused'; status: number; issue: string }
  /** No usable answer. `sent: false` only where it is certain that nothing was executed. */
  | { is: 'failed'; sent: boolean; why: string }

export type RestClient = {
  get(path: string): Promise<Called>
  /** JSON, or a form where the body is one. `key` makes a repetition harmless, where the provider takes any. */
  post(path: string, body: object | URLSearchParams, key?: string): Promise<Called>
}

/** A call as it is sent: what its signature covers, where it has one. */
export type Call = { method: HttpRequest['method']; path: string; body?: string; type?: string; key?: string }
type CallHeaders = Readonly<Record<string, string>>

export type RestProtocol = {
  /** The gateway's id, for the log. */
  name: string
  base: string
  /**
   * The headers that let a call in: a key, a signature of the call, a token. Asked once more with those that the
   * provider has answered 401 to: the same again end it; undefined where there are none to be had.
   */
  authorize(call: Call, refused?: CallHeaders): Promise<CallHeaders | undefined>
  /** The header that carries the key of a repetition, and how long it may be, where the provider takes keys. */
  keyHeader?: { name: string; longest: number }
  /** What every call with a body bears besides its type. */
  bodyHeaders?: CallHeaders
  /** Which rule a refusal names, at most 100 characters of it. */
  issueOf(json: unknown): string
  /** The header by which the provider's staff find the call. */
  traceHeader: string
  timeoutMs?: number
}

const callTimeoutMs = 30_000

/** A provider's REST API: calls that are let in, with keys for repetitions, each answer taken for what is certain. */
export function createRestClient(protocol: RestProtocol, { http, log }: Outside): RestClient {
  const { base, keyHeader } = protocol

  async function call(request: Call): Promise<Called> {
    const first = await protocol.authorize(request)
    const answer = await callWith(first, request)
    if (answer.is !== 'answer' || answer.status !== 401) return resultOf(answer, request.path)
    const second = await protocol.authorize(request, first)
    const isSame = second !== undefined && second.authorization === first?.authorization
    return resultOf(isSame ? answer : await callWith(second, request), request.path)
  }

  async function callWith(entry: CallHeaders | undefined, call: Call): Promise<HttpAnswer> {
    if (entry === undefined) return { is: 'failed', sent: false, why: 'no access token' }
    const { method, path, body, type, key } = call
    return http.send({
      method,
      url: base + path,
      headers: {
        ...entry,
        ...(type !== undefined && { 'content-type': type, ...protocol.bodyHeaders }),
        ...(keyHeader && key !== undefined && { [keyHeader.name]: key.slice(0, keyHeader.longest) }),
      },
      ...(body !== undefined && { body }),
      timeoutMs: protocol.timeoutMs ?? callTimeoutMs,
      allowedOrigins: [new URL(base).origin],
    })
  }

  function resultOf(answer: HttpAnswer, path: string): Called {
    if (answer.is === 'failed') return answer
    const { status } = answer
    const json = parseJson(answer.text)
    if (status >= 200 && status < 300 && json !== undefined) return { is: 'ok', status, json }
    const issue = protocol.issueOf(json).slice(0, 100)
    const trace = answer.headers.get(protocol.traceHeader) ?? ''
    const told = { gateway: protocol.name, path: path.replace(/\?.*/, ''), status, issue, trace }
    if (status === 401 || status === 403) log.error(told, 'a provider refuses our credentials or rights')
    else log.warn(told, 'a provider said no')
    if (status === 429) return { is: 'failed', sent: false, why: 'rate limit' }
    // A conflict, an error of the machines between, or what is no answer: the call may have had its effect.
    if (status === 409 || status >= 500 || json === undefined)
      return { is: 'failed', sent: true, why: `${status} ${issue}` }
    return { is: 'refused', status, issue }
  }

  return {
    get: (path) => call({ method: 'GET', path }),
    post(path, body, key) {
      assert(key === undefined || keyHeader, 'a key that the provider does not take makes no repetition harmless')
      const isForm = body instanceof URLSearchParams
      const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
      const text = isForm ? body.toString() : JSON.stringify(body)
      return call({ method: 'POST', path, body: text, type, ...(key !== undefined && { key }) })
    },
  }
}
