import assert from 'node:assert/strict'
import type { z } from 'zod'
import type { HttpAnswer, HttpRequest } from '../../../kit/http/http-client.ts'
import { parseJson } from '../../../kit/json.ts'
import type { Log } from '../../../kit/log.ts'
import type { Outside } from '../../gateway-kind.ts'
import { given } from '../provider-values.ts'

/** What a provider's answer says for certain of one call; `value` is of the shape that was asked for. */
export type Called<Value> = { is: 'ok'; value: Value } | NotOk
export type NotOk =
  /** The provider has answered no, and says which rule: nothing was executed. */
  | { is: 'refused'; status: number; issue: string }
  /** No usable answer. `sent: false` only where it is certain that nothing was executed. */
  | { is: 'failed'; sent: boolean; why: string }

/** `shape` names what the code reads of an answer: one without it is no answer. */
export type RestClient = {
  get<Value>(path: string, shape: z.ZodType<Value>): Promise<Called<Value>>
  /** JSON, or a form where the body is one. `key` makes a repetition harmless, where the provider takes any. */
  post<Value>(
    path: string,
    body: object | URLSearchParams,
    shape: z.ZodType<Value>,
    key?: string,
  ): Promise<Called<Value>>
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
  const readNo = noReader(protocol, log)

  async function call<Value>(request: Call, shape: z.ZodType<Value>): Promise<Called<Value>> {
    const answer = await letIn(request)
    if (answer.is === 'failed') return answer
    const { status } = answer
    const json = parseJson(answer.text)
    if (status < 200 || status >= 300 || json === undefined) return readNo(answer, { json, path: request.path })
    const read = shape.safeParse(json)
    return read.success ? { is: 'ok', value: read.data } : { is: 'failed', sent: true, why: 'answer not understood' }
  }

  async function letIn(request: Call): Promise<HttpAnswer> {
    const first = await protocol.authorize(request)
    const answer = await callWith(first, request)
    if (answer.is !== 'answer' || answer.status !== 401) return answer
    const second = await protocol.authorize(request, first)
    const isSame = second !== undefined && second.authorization === first?.authorization
    return isSame ? answer : callWith(second, request)
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
        ...(keyHeader && key !== undefined && { [keyHeader.name]: key }),
      },
      ...(body !== undefined && { body }),
      timeoutMs: protocol.timeoutMs ?? callTimeoutMs,
      allowedOrigins: [new URL(base).origin],
    })
  }

  return {
    get: (path, shape) => call({ method: 'GET', path }, shape),
    post(path, body, shape, key) {
      assert(key === undefined || keyHeader, 'a key that the provider does not take makes no repetition harmless')
      const isForm = body instanceof URLSearchParams
      const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
      const text = isForm ? body.toString() : JSON.stringify(body)
      const cut = key?.slice(0, keyHeader?.longest)
      return call({ method: 'POST', path, body: text, type, ...given({ key: cut }) }, shape)
    },
  }
}

type NoAnswer = Extract<HttpAnswer, { is: 'answer' }>

/** What an answer that is no good one says for certain; it is said in the log, with what the provider's staff need. */
const noReader =
  ({ name: gateway, issueOf, traceHeader }: RestProtocol, log: Log) =>
  ({ status, headers }: NoAnswer, { json, path }: { json: unknown; path: string }): NotOk => {
    const issue = issueOf(json).slice(0, 100)
    const told = { gateway, path: path.replace(/\?.*/, ''), status, issue, trace: headers.get(traceHeader) ?? '' }
    if (status === 401 || status === 403) log.error(told, 'a provider refuses our credentials or rights')
    else log.warn(told, 'a provider said no')
    if (status === 429) return { is: 'failed', sent: false, why: 'rate limit' }
    // A conflict, an error of the machines between, or what is no answer: the call may have had its effect.
    const isCertain = status !== 409 && status < 500 && json !== undefined
    return isCertain ? { is: 'refused', status, issue } : { is: 'failed', sent: true, why: `${status} ${issue}` }
  }
