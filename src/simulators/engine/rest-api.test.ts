import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, handClock } from '../../kit/clock.ts'
import { answers } from './answers.ts'
import { createFaults } from './faults.ts'
import { createRestApi, route } from './rest-api.ts'
import type { SimulatorAnswer } from './simulator.ts'

/** A bank with one drawer, and what each call to it was answered: a status, or that it was cut. */
function create() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const faults = createFaults()
  let acts = 0
  const answer = createRestApi(
    {
      routes: {
        'POST /things': route({ kind: 'create', keptMs: HOUR, answer: () => answers.text(201, String(++acts)) }),
        'GET /things/:id': route({
          kind: 'query',
          find: (id) => (id === 'a' ? { reference: 'ref-a', color: 'red' } : undefined),
          answer: (_, { color }) => answers.text(200, color),
        }),
        'POST /things/:id/paint': route({ kind: 'paint', answer: ({ json }) => answers.text(200, `${json.color}`) }),
      },
      keyHeader: 'key',
      beginning: '{',
      refuse: (why) => answers.text(typeof why === 'number' ? why : { 'no-key': 400, 'not-found': 404 }[why], 'no'),
    },
    {
      faults,
      nowMs: () => clock.nowMs(),
      broken: (kind) => (faults.take(`${kind}-cut-before`) ? { cut: true } : undefined),
      unlessLost: (fault, _, given) => (faults.take(fault) ? { cut: true } : given),
    },
  )
  const said = (given: SimulatorAnswer | undefined) =>
    given && ('cut' in given ? 'cut' : `${given.status} ${given.body}`)
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
    said(answer({ method, path, query: '', headers, body: Buffer.from(body) }))
  return { ask, faults, clock }
}

test('a path leads to its route, with what its id names and the JSON that it bears; any other is none of the API', () => {
  const { ask } = create()
  assert.equal(ask('GET', '/things/a'), '200 red')
  assert.equal(ask('GET', '/things/b'), '404 no')
  assert.equal(ask('POST', '/things/a/paint', {}, '{"color":"blue"}'), '200 blue')
  assert.equal(ask('POST', '/things/a/paint', {}, 'no JSON'), '200 undefined')
  for (const path of ['/things/', '/things/a/b', '/things/%61', '/other'])
    assert.equal(ask('GET', path), undefined, path)
  assert.equal(ask('POST', '/things/a'), undefined)
})

test('the same key gives what the first call did, for as long as the provider keeps it; without one it says no', () => {
  const { ask, clock } = create()
  const call = (key: string) => ask('POST', '/things', { key })
  assert.deepEqual([call('k'), call('k'), call('other'), call('')], ['201 1', '201 1', '201 2', '400 no'])
  clock.move(HOUR)
  assert.equal(call('k'), '201 3')
})

test('ordered faults: refused in its own words, broken, unknown; lost after its effect, which the key finds again', () => {
  const { ask, faults } = create()
  const order = (fault: string, reference?: string) => faults.add({ fault, ...(reference && { reference }) })
  order('query-limit', 'ref-a')
  order('query-cut-before')
  order('query-unknown', 'ref-a')
  order('query-forbidden', 'another')
  const looked = [1, 2, 3, 4].map(() => ask('GET', '/things/a'))
  assert.deepEqual(looked, ['429 no', 'cut', '404 no', '200 red'])
  order('create-lost-after')
  assert.deepEqual([ask('POST', '/things', { key: 'k' }), ask('POST', '/things', { key: 'k' })], ['cut', '201 1'])
})
