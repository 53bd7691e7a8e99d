import { parseJson } from '../../kit/json.ts'
import type { Engine } from './create-simulator.ts'
import type { SimulatorAnswer, SimulatorRequest } from './simulator.ts'

/** A call to a simulated REST API, with the JSON of its body. */
export type RestCall = { request: SimulatorRequest; json: Readonly<Record<string, unknown>> }

/** What a path names, with our reference where it belongs to an attempt. */
type Named = { reference?: string | undefined }

/** What a provider does when it is called. */
type Route<Found extends Named> = {
  /** Orders of faults name it: `query-down`, `refund-lost-after`, … */
  kind: string
  /** By the id in the path; absent where the path names nothing. */
  find?(id: string): Found | undefined
  answer(call: RestCall, found: Found): SimulatorAnswer
  /** Where it must bear a key: for how long the same one gives what was answered first. */
  keptMs?: number
}
export type RestRoute = Route<Named>

/** A route whose answer gets what it has found. */
export const route = <Found extends Named>(declared: Route<Found>): RestRoute => declared as RestRoute

type RestApi = {
  /** By method and path: `POST /orders/:id/capture`. */
  routes: Readonly<Record<string, RestRoute>>
  keyHeader: string
  /** A no in the provider's own words. */
  refuse(why: 'no-key' | 'not-found' | number): SimulatorAnswer
  /** How a good answer would begin. */
  beginning: string
  /** What only this provider can be asked to answer instead. */
  instead?(request: SimulatorRequest): SimulatorAnswer | undefined
}

/** Refusals that any call of any provider can meet, in its own words, beside what breaks on the way. */
const refusals = { invalid: 400, unauthorised: 401, forbidden: 403, conflict: 409, limit: 429, down: 500 }

type Around = Pick<Engine<never>, 'faults' | 'nowMs' | 'broken' | 'unlessLost'>

/** Answers the calls of a REST API; undefined for a path that is none of it. */
export function createRestApi(api: RestApi, { faults, nowMs, broken, unlessLost }: Around) {
  const replay = createReplays(nowMs)

  function answer({ kind, keptMs, ...route }: RestRoute, id: string, call: RestCall): SimulatorAnswer {
    const found = route.find ? route.find(id) : {}
    const isOrdered = (fault: string) => faults.take(`${kind}-${fault}`, found?.reference) !== undefined
    const refusal = Object.entries(refusals).find(([name]) => isOrdered(name))
    if (refusal) return api.refuse(refusal[1])
    const fault = api.instead?.(call.request) ?? broken(kind, found?.reference, api.beginning)
    if (fault) return fault
    if (!found || isOrdered('unknown')) return api.refuse('not-found')
    if (keptMs === undefined) return route.answer(call, found)
    const key = call.request.headers[api.keyHeader]
    if (typeof key !== 'string' || key === '') return api.refuse('no-key')
    const given = replay(`${call.request.path} ${key}`, keptMs, () => route.answer(call, found))
    return unlessLost(`${kind}-lost-after`, found.reference, given)
  }

  return (request: SimulatorRequest): SimulatorAnswer | undefined => {
    for (const [form, route] of Object.entries(api.routes)) {
      const id = idIn(`${request.method} ${request.path}`, form)
      if (id !== undefined) return answer(route, id, { request, json: readJson(request) })
    }
    return undefined
  }
}

/** What a path names where it is of this form, empty where the form names nothing; undefined of another path. */
function idIn(path: string, form: string): string | undefined {
  const [before = '', after] = form.split(':id')
  if (after === undefined) return path === form ? '' : undefined
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined
  const id = path.slice(before.length, path.length - after.length)
  return /^[\w-]+$/.test(id) ? id : undefined
}

function readJson({ body }: SimulatorRequest): RestCall['json'] {
  const json = parseJson(Buffer.from(body).toString('utf8'))
  return typeof json === 'object' && json !== null ? (json as RestCall['json']) : {}
}

/** What was answered to each key, as long as it is kept: the same key again gives what the first did. */
function createReplays(nowMs: () => number) {
  const answered = new Map<string, { atMs: number; answer: SimulatorAnswer }>()
  return (key: string, keptMs: number, act: () => SimulatorAnswer): SimulatorAnswer => {
    const known = answered.get(key)
    if (known && nowMs() - known.atMs < keptMs) return known.answer
    const answer = act()
    answered.set(key, { atMs: nowMs(), answer })
    return answer
  }
}
