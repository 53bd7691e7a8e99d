import assert from 'node:assert/strict'
import { type AddressInfo, connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { HOUR } from '../../src/kit/clock.ts'
import { limits } from '../../src/people/sign-in/throttle.ts'
import { createWebServer } from '../../src/web/server.ts'
import { orderTo } from '../support/shopping.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const buyer = 'a.martin@example.org'

describe('limits that stop who means harm', () => {
  let world: World
  let visitor: Visitor
  let orderId: string
  before(async () => {
    world = await createWorld()
    visitor = createVisitor(world.url)
    await visitor.signIn(buyer)
    await orderTo(visitor, 10)
    orderId = (await world.db.selectFrom('orders').select('id').executeTakeFirstOrThrow()).id
  })
  after(() => world?.end())

  const attempt = async (): Promise<Page> =>
    visitor.submitOnly(await visitor.get(`/orders/${orderId}/summary?method=ogone`), '/payments')
  const paymentsOf = async () => (await world.db.selectFrom('payment').select('id').execute()).length

  test('one card after the other on one order is stopped, said plainly, seen at the desk, and free again later', async () => {
    for (let each = 0; each < limits.attemptsByOrder.tries; each += 1) assert.equal((await attempt()).status, 303)
    const before = await paymentsOf()
    for (let each = 0; each < 5; each += 1) {
      const refused = await attempt()
      assert.equal(refused.status, 422)
      assert.match(
        refused.html,
        /Trop de tentatives de paiement en peu de temps\. Celle-ci n’a rien débité\. Réessayez/,
      )
    }
    assert.equal(await paymentsOf(), before)
    const acts = await world.db.selectFrom('auditEntry').selectAll().where('act', '=', 'stop attempts').execute()
    assert.deepEqual(
      acts.map(({ about }) => about),
      [orderId],
      'said once',
    )
    assert.ok(world.log.lines.some((line) => line.includes('attempts to pay are stopped')))
    world.clock.move(HOUR)
    assert.equal((await attempt()).status, 303)
  })

  test('the same form sent again is the attempt that it began, and counts once', async () => {
    const { action, fields } = readForm(await visitor.get(`/orders/${orderId}/summary?method=ogone`), '/payments')
    const before = await paymentsOf()
    for (let each = 0; each < 20; each += 1)
      assert.equal((await visitor.send(action, { method: 'POST', body: new URLSearchParams(fields) })).status, 303)
    assert.equal(await paymentsOf(), before + 1)
  })

  test('one network with many attempts is stopped for everybody behind it; new orders are not written either', async () => {
    world.clock.move(2 * HOUR)
    await visitor.signIn(buyer)
    const summary = await (async () => {
      const window = await visitor.get('/recharge')
      const article = /name="article"[^>]*value="([^"]+)"/.exec(window.html)?.[1] ?? ''
      return visitor.submit(window, '/recharge', { article, method: 'ogone', terms: 'yes' })
    })()
    const since = new Date(world.clock.nowMs()).toISOString()
    await world.db
      .insertInto('throttle')
      .values({ bucket: 'attempts from 127.0.0.1', tries: limits.attemptsByAddress.tries, since })
      .onConflict((conflict) => conflict.column('bucket').doUpdateSet({ tries: 1000, since }))
      .execute()
    const orders = await world.db.selectFrom('orders').select('id').execute()
    const refused = await visitor.submitOnly(summary, '/orders')
    assert.equal(refused.status, 422)
    assert.match(refused.html, /Trop de tentatives de paiement/)
    assert.equal((await world.db.selectFrom('orders').select('id').execute()).length, orders.length)
  })

  test('forms come as forms: JSON, plain text, XML and uploads are refused with 415 and words [S1]', async () => {
    const desk = createVisitor(world.url)
    await desk.signIn('v.delautre@cartadis.com')
    const upload = new FormData()
    upload.set('login', 'x')
    const bodies: Array<[string | undefined, string | FormData]> = [
      ['application/json', '{"login":"x"}'],
      ['text/plain', 'login=x'],
      ['application/xml', '<a/>'],
      [undefined, upload],
    ]
    for (const path of [
      '/sign-in',
      '/recharge',
      '/orders',
      `/orders/${orderId}/payments`,
      '/preferences',
      '/desk/people',
    ]) {
      for (const [type, body] of bodies) {
        const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
        const refused = await desk.send(path, { method: 'POST', headers, body })
        assert.equal(refused.status, 415, `${path} ${type}`)
        assert.match(refused.html, /n’accepte que des formulaires/, path)
      }
    }
  })

  test('one person holds six event streams open and not a seventh; one that ends makes room', async () => {
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const open = async () => {
      const gone = new AbortController()
      const answer = await fetch(`${world.url}/orders/${orderId}/events`, { headers: { cookie }, signal: gone.signal })
      return { status: answer.status, close: () => gone.abort() }
    }
    const streams = []
    for (let each = 0; each < 6; each += 1) streams.push(await open())
    assert.deepEqual(
      streams.map(({ status }) => status),
      [200, 200, 200, 200, 200, 200],
    )
    const refused = await open()
    assert.equal(refused.status, 429)
    streams[0]?.close()
    let again = await open()
    for (let tries = 0; again.status === 429 && tries < 1_000; tries += 1) again = await open()
    for (const stream of [...streams, again]) stream.close()
    assert.ok(again.status === 200)
  })

  test('a request that arrives too slowly is ended, in its head, in its body, and before its first byte', async () => {
    const patience = { headMs: 150, wholeMs: 300, lookEveryMs: 50 }
    const server = await createWebServer(world.app.site, patience)
    await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.address() as AddressInfo
    const begin = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text))
        let heard = ''
        const drip = setInterval(() => socket.writable && text !== '' && socket.write('a'), 40)
        socket.on('data', (part) => {
          heard += part
        })
        socket.on('error', () => {})
        socket.on('close', () => {
          clearInterval(drip)
          resolve(heard)
        })
      })
    const head = `POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n`
    const ends = await Promise.all([begin(head), begin(`${head}content-length: 60000\r\n\r\n`), begin('')])
    assert.match(ends[0] ?? '', /^HTTP\/1\.1 408/)
    assert.match(ends[1] ?? '', /^HTTP\/1\.1 408/)
    await server.close()
  })
})
