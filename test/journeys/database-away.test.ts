import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Params } from '../../src/gateways/kit/notices/raw-notice.ts'
import { signOut } from '../../src/gateways/ogone/ogone-signature.ts'
import { routes } from '../../src/web/routes.ts'
import { noPostgres } from '../support/databases.ts'
import { lockFile } from '../support/file-lock.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { createVisitor, type Page } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

const notices = routes.notices.replace(':gatewayId', 'ogone')

/** A whole page in the person's language, which says when to come again; no reference, for it is nobody's bug. */
function assertAway(page: Page): void {
  assert.equal(page.status, 503)
  assert.equal(page.headers.get('retry-after'), '5')
  assert.match(page.html, /Le service est momentanément indisponible/)
  assert.match(page.html, /obole\.css/)
  assert.doesNotMatch(page.html, /E-[A-Z0-9]{6}/)
}

test('while another program keeps SQLite locked, what reads is answered and what writes may come again', async () => {
  const world = await createWorld()
  try {
    const visitor = createVisitor(world.url)
    const form = await visitor.get('/sign-in')
    const lock = lockFile(world.place.dataDir)
    const signingIn = visitor.submitOnly(form, '/sign-in', { login: 'a', password: 'b' })
    const noticing = visitor.post(notices, { orderID: 'x' })
    const readiness = visitor.send(routes.readyz)
    assert.equal((await visitor.get('/sign-in')).status, 200)
    const begun = performance.now()
    assert.equal((await readiness).status, 503)
    assert.ok(performance.now() - begun < 3_000)
    assertAway(await signingIn)
    const refused = await noticing
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '5'])
    lock.free()
    assert.equal((await visitor.post(notices, { orderID: 'x' })).status, 400)
  } finally {
    await world.end()
  }
})

test('a PostgreSQL that answers nothing is answered by a page within seconds', { skip: noPostgres }, async () => {
  let network: Awaited<ReturnType<typeof startTcpProxy>> | undefined
  const world = await createWorld({
    engine: 'postgres',
    async databaseThrough(databaseUrl) {
      const url = new URL(databaseUrl)
      network = await startTcpProxy({ port: Number(url.port) })
      url.port = String(network.port)
      return url.href
    },
  })
  try {
    assert.ok(network)
    const visitor = createVisitor(world.url)
    const form = await visitor.get('/sign-in')
    network.fault = 'black_hole'
    const begun = performance.now()
    const [page, signingIn, notice, ready] = await Promise.all([
      visitor.get('/'),
      visitor.submitOnly(form, '/sign-in', { login: 'a', password: 'b' }),
      visitor.post(notices, { orderID: 'x' }),
      visitor.send(routes.readyz).then((answer) => ({ status: answer.status, ms: performance.now() - begun })),
    ])
    assertAway(page)
    assertAway(signingIn)
    assert.deepEqual([notice.status, notice.headers.get('retry-after')], [503, '5'])
    assert.equal(ready.status, 503)
    assert.ok(ready.ms < 4_000, `readiness took ${ready.ms} ms`)
    assert.ok(performance.now() - begun < 20_000)
    network.fault = 'none'
    assert.equal((await visitor.get('/sign-in')).status, 200)
  } finally {
    if (network) network.fault = 'none'
    await world.end()
    await network?.stop()
  }
})

/** A notice under the demonstration's own signature, of a payment that nobody knows: proven, and so to be stored. */
function provenNotice(number: number): URLSearchParams {
  const params: Params = [
    ['ORDERID', `flood${number}`],
    ['PAYID', String(number)],
    ['STATUS', '9'],
    ['AMOUNT', '10'],
    ['CURRENCY', 'EUR'],
  ]
  const signing = { passphrase: 'demonstration-sha-out', algorithm: 'sha512' as const }
  return new URLSearchParams([...params.map(([name, value]) => [name, value]), ['SHASIGN', signOut(params, signing)]])
}

test('a flood beyond the queue is refused at once, and what had its 2xx is stored [case 13]', async () => {
  const world = await createWorld()
  try {
    const visitor = createVisitor(world.url)
    const lock = lockFile(world.place.dataDir)
    const answers = Array.from({ length: 1_700 }, (_, number) =>
      fetch(`${world.url}${notices}`, { method: 'POST', body: provenNotice(number) }),
    )
    const first = await Promise.any(answers)
    assert.deepEqual([first.status, first.headers.get('retry-after')], [503, '5'])
    assert.equal((await visitor.get('/sign-in')).status, 200)
    lock.free()
    // So many connections at once, the machine itself may turn some away: they had no 2xx either.
    const statuses = (await Promise.allSettled(answers)).map((each) =>
      each.status === 'fulfilled' ? each.value.status : 0,
    )
    const taken = statuses.filter((status) => status === 200).length
    assert.ok(statuses.every((status) => [0, 200, 503].includes(status)))
    assert.ok(taken > 0 && taken < 1_700, `${taken} were taken`)
    const stored = await world.db.selectFrom('notice').select('id').where('status', '=', 'received').execute()
    assert.equal(stored.length, taken)
  } finally {
    await world.end()
  }
})
