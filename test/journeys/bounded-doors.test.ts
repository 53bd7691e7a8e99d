import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('what comes from outside is measured before it is read', () => {
  let world: World
  let visitor: Visitor
  before(async () => {
    world = await createWorld()
    visitor = createVisitor(world.url)
    await visitor.signIn('v.delautre@cartadis.com')
  })
  after(() => world?.end())

  const post = async (path: string, body: string, headers: Record<string, string> = form) =>
    fetch(new URL(path, world.url), { method: 'POST', headers, body, redirect: 'manual' })

  test('a notice with a name of sixty thousand digits is refused, and no more of it is read', async () => {
    for (const body of [
      `${'1'.repeat(62_000)}x=1`,
      `${'1'.repeat(62_000)}=1&SHASIGN=00`,
      `orderID=${'9'.repeat(60_000)}&SHASIGN=00`,
      'a=1&'.repeat(15_000),
      '&'.repeat(60_000),
    ]) {
      const answer = await post('/notices/ogone', body)
      assert.equal(answer.status, 400, body.slice(0, 20))
    }
    const why = await world.db.selectFrom('notice').select('why').where('status', '=', 'rejected').execute()
    assert.deepEqual(new Set(why.map((row) => row.why)), new Set(['too long a parameter', 'too many parameters']))
  })

  test('a notice with a header or a query beyond all measure is not kept', async () => {
    const kept = async () => (await world.db.selectFrom('notice').select('id').execute()).length
    const before = await kept()
    const long = { ...form, 'paypal-transmission-sig': 'A'.repeat(9_000) }
    assert.equal((await post('/notices/paypal', '{}', long)).status, 431)
    assert.equal((await fetch(`${world.url}/notices/ogone?a=${'1'.repeat(9_000)}`)).status, 431)
    assert.equal(await kept(), before)
    const agent = { ...form, 'user-agent': 'x'.repeat(5_000) }
    assert.equal((await post('/notices/ogone', 'orderID=agent', agent)).status, 400)
    const rows = await world.db.selectFrom('notice').select('headers').orderBy('id', 'desc').limit(1).execute()
    assert.ok((rows[0]?.headers.length ?? 0) < 500)
  })

  test('a form with more fields, or longer ones, than any of ours is refused with a page', async () => {
    for (const path of [routes.signIn, routes.preferences, routes.deskLimits]) {
      for (const body of ['a=1&'.repeat(5_000), `${'n'.repeat(5_000)}=1`]) {
        const answer = await post(path, body)
        assert.equal(answer.status, 413, path)
        assert.match(await answer.text(), /trop/i)
      }
    }
    assert.equal((await post(routes.signIn, `login=${'x'.repeat(5_000)}`)).status, 413)
  })

  test('a query beyond all measure is as good as none', async () => {
    for (const query of ['q=1&'.repeat(1_500), `period=${'x'.repeat(6_000)}`, `${'%5B'.repeat(2_000)}=1`])
      assert.equal((await visitor.get(`${routes.home}?${query}`)).status, 200)
  })

  test('cookies, languages and programs of any length are read as nothing', async () => {
    const odd: Record<string, string>[] = [
      { cookie: 'a=1;'.repeat(3_000) },
      { cookie: `obole=${'x'.repeat(12_000)}` },
      { 'accept-language': 'fr,'.repeat(4_000) },
      { 'user-agent': 'x'.repeat(12_000) },
    ]
    for (const headers of odd) assert.equal((await fetch(`${world.url}${routes.signIn}`, { headers })).status, 200)
  })

  test('JSON that is nested without end is no JSON, at PayPal’s door and at that of its simulator', async () => {
    const deep = '[{"a":'.repeat(9_000)
    assert.equal((await post('/notices/paypal', deep, { 'content-type': 'application/json' })).status, 400)
    const answer = await post('/simulated/paypal/v2/checkout/orders', deep, { 'content-type': 'application/json' })
    assert.equal(answer.status, 401)
  })
})
