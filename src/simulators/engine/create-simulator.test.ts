import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Amount, amount } from '../../kit/amount.ts'
import { handClock, MINUTE } from '../../kit/clock.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import { answers } from './answers.ts'
import { createBook, createSimulator, type Engine, type Provider } from './create-simulator.ts'
import type { PageControls, Simulator, SimulatorAnswer } from './simulator.ts'

type Attempt = { id: string; asked: Amount; charged: Amount; state: 'open' | 'paid' | 'cancelled' }

/** The smallest provider there can be: what a gateway must bring, and no more. */
const bank = (engine: Engine<Attempt>): Provider<Attempt> => {
  const { book } = engine
  const tell = (attempt: Attempt, how: PageControls['notice']) =>
    engine.tell({ reference: attempt.id, how }, (ordered) => ({
      method: 'POST',
      url: 'http://shop/notices/bank',
      headers: {},
      body: [attempt.id, (ordered.sum(attempt.charged) ?? attempt.charged).minor, attempt.state, ordered.key].join(' '),
    }))
  const pay = (attempt: Attempt) => {
    attempt.state = 'paid'
    attempt.charged = engine.charged(attempt.asked, attempt.id)
  }
  return {
    page: {
      shows: /^\/page$/,
      pays: '/page/pay',
      arrive: (pairs) => {
        const id = new Map(pairs).get('id')
        if (id === undefined) return { error: 'no id', status: 400 }
        const asked = amount(1000, 'EUR')
        return book.get(id) ?? book.add({ id, asked, charged: asked, state: 'open' })
      },
      field: { name: 'id', of: ({ id }) => id },
      find: (id) => book.get(id),
      nobody: 'nobody here',
      isOpen: ({ state }) => state === 'open',
      language: () => 'fr',
      words: { title: 'simulator.ogone.title', outcome: 'simulator.ogone.outcome', fine: 'simulator.ogone.fine' },
      bought: ({ asked, id }) => ({ price: asked, merchant: '<Shop>', what: 'x', reference: id }),
      fields: () => '<p>own</p>',
      async outcome(attempt, { outcome, notice }) {
        if (outcome === 'cancel') attempt.state = 'cancelled'
        else pay(attempt)
        await tell(attempt, notice)
        return outcome === 'pend' ? answers.text(200, 'elsewhere') : undefined
      },
      wayBack: ({ id }) => `http://shop/returns/${id}`,
    },
    answer: (request) => engine.broken('query', undefined, '{"sta') ?? answers.json(404, { path: request.path }),
    act(attempt, act) {
      if (act !== 'pay' && act !== 'tell') return false
      if (act === 'pay') pay(attempt)
      void tell(attempt, 'once')
      return true
    },
    findByReference: (reference) => book.get(reference),
    asSimulated: ({ id, charged, state }) => ({
      reference: id,
      attemptRef: id,
      operation: id,
      amount: charged,
      status: state,
      refundedMinor: 0,
    }),
    recall: ({ reference: id, amount: charged }) => ({ id, asked: charged, charged, state: 'paid' }),
    ownOrders: {
      'bank-holiday': () => {
        for (const each of book.all()) each.state = 'cancelled'
      },
    },
  }
}

function create() {
  const clock = handClock('2026-11-24T09:00:00.000Z')
  const posted: string[] = []
  const http = {
    async send({ body = '' }: { body?: string }): Promise<HttpAnswer> {
      posted.push(body)
      return { is: 'answer', status: 200, headers: new Headers(), text: '' }
    },
  }
  const around = { mode: 'demo' as const, publicUrl: '', simulatorUrl: '/simulated/bank', loopbackUrl: '' }
  const outside = { http, clock, log: memoryLog() }
  const simulator = createSimulator<Attempt>({ keyOf: ({ id }) => id, provider: bank }, around, outside)
  return { simulator, posted, clock }
}

async function ask(
  simulator: Simulator,
  path: string,
  form = '',
): Promise<{ status: number; body: string; to: string }> {
  const request = { method: 'POST', path, query: '', headers: {}, body: Buffer.from(form) }
  const answer: SimulatorAnswer = await simulator.handle(request)
  if ('cut' in answer) return { status: 0, body: '', to: '' }
  return { status: answer.status, body: String(answer.body), to: answer.headers.location ?? '' }
}

test('the page is shown with what the provider adds, and answered once', async () => {
  const { simulator, posted } = create()
  const shown = await ask(simulator, '/page', 'id=a')
  assert.match(shown.body, /&lt;Shop&gt;[\s\S]*<p>own<\/p>[\s\S]*name="outcome"[\s\S]*name="id" value="a"/)
  assert.match(shown.body, /action="\/simulated\/bank\/page\/pay"/)
  assert.equal((await ask(simulator, '/page/pay', 'id=a&outcome=accept')).to, 'http://shop/returns/a')
  assert.deepEqual(posted, ['a 1000 paid ours'])
  assert.match((await ask(simulator, '/page', 'id=a')).body, /déjà traitée/)
  assert.equal((await ask(simulator, '/page/pay', 'id=a&outcome=cancel')).to, 'http://shop/returns/a')
  assert.equal(simulator.books()[0]?.status, 'paid', 'answered before, it changes nothing')
})

test('the page chooses how the notice comes: not at all, twice, under another key, with another sum', async () => {
  const { simulator, posted } = create()
  for (const [id, notice] of Object.entries({ a: 'never', b: 'twice', c: 'forged', d: 'wrong-amount' })) {
    await ask(simulator, '/page', `id=${id}`)
    await ask(simulator, '/page/pay', `id=${id}&outcome=accept&notice=${notice}`)
  }
  await simulator.idle()
  assert.deepEqual(posted, ['b 1000 paid ours', 'b 1000 paid ours', 'c 1000 paid strange', 'd 1100 paid ours'])
})

test('what is wrong is said, a tab may close, and an answer may lead elsewhere', async () => {
  const { simulator } = create()
  assert.deepEqual(
    [(await ask(simulator, '/page')).status, (await ask(simulator, '/page/pay', 'id=x')).status],
    [400, 404],
  )
  await ask(simulator, '/page', 'id=a')
  assert.match((await ask(simulator, '/page/pay', 'id=a&return=no')).body, /fermer cette fenêtre/)
  await ask(simulator, '/page', 'id=b')
  assert.equal((await ask(simulator, '/page/pay', 'id=b&outcome=pend')).body, 'elsewhere')
  assert.match((await ask(simulator, '/provider.css')).body, /box-sizing/)
})

test('acts happen to the attempt at once and are counted; one that the provider does not know is neither', async () => {
  const { simulator, posted } = create()
  await ask(simulator, '/page', 'id=a')
  simulator.script({ fault: 'pay', reference: 'a' })
  simulator.script({ fault: 'charge-back', reference: 'a' })
  simulator.script({ fault: 'pay', reference: 'nobody' })
  await simulator.idle()
  assert.deepEqual([simulator.books()[0]?.status, posted.length, simulator.fired], ['paid', 1, { pay: 1 }])
  simulator.script({ fault: 'bank-holiday' })
  assert.equal(simulator.books()[0]?.status, 'cancelled')
})

test('faults fire as often as they were ordered: lies, other keys, other money, broken and lost answers', async () => {
  const { simulator, posted, clock } = create()
  await ask(simulator, '/page', 'id=a')
  simulator.script({ fault: 'charge-amount', reference: 'a', value: '900' })
  simulator.script({ fault: 'notice-amount', reference: 'a', value: '1' })
  simulator.script({ fault: 'notice-bad-key', reference: 'a' })
  simulator.script({ fault: 'pay', reference: 'a' })
  await simulator.idle()
  simulator.script({ fault: 'notice-drop', reference: 'a' })
  simulator.script({ fault: 'tell', reference: 'a' })
  simulator.script({ fault: 'notice-hold', reference: 'a' })
  simulator.script({ fault: 'tell', reference: 'a' })
  simulator.script({ fault: 'notice-late', reference: 'a' })
  simulator.script({ fault: 'tell', reference: 'a' })
  await simulator.idle()
  assert.deepEqual(posted, ['a 1 paid strange'])
  assert.deepEqual(
    simulator.takeHeld('a').map(({ body }) => body),
    ['a 900 paid ours'],
  )
  assert.deepEqual(simulator.takeHeld('a'), [], 'each is given once')
  clock.move(10 * MINUTE)
  await simulator.runDue()
  assert.deepEqual(posted, ['a 1 paid strange', 'a 900 paid ours'])
  simulator.script({ fault: 'query-down', times: 2 })
  simulator.script({ fault: 'query-cut-before' })
  const statuses = [0, 0, 0, 0].map(async () => (await ask(simulator, '/anything')).status)
  assert.deepEqual((await Promise.all(statuses)).sort(), [0, 404, 500, 500])
  assert.equal(simulator.fired['query-down'], 2)
})

test('a book keeps so many attempts: the oldest make room, the latest is found', () => {
  const book = createBook<{ id: string; of: string }>(({ id }) => id, 3)
  for (const id of ['a', 'b', 'c', 'd']) book.add({ id, of: 'x' })
  assert.deepEqual(
    book.all().map(({ id }) => id),
    ['b', 'c', 'd'],
  )
  assert.equal(book.find(({ of }) => of === 'x')?.id, 'd')
  assert.deepEqual([book.get('a'), book.get('b')?.id], [undefined, 'b'])
})
