import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Config } from '../../src/config.ts'
import { unseenProxyAt } from '../../src/opening/unseen-proxy.ts'
import { limits } from '../../src/people/sign-in/throttle.ts'
import { routes } from '../../src/web/routes.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

/** The networks that failed sign-ins were counted for. */
async function addressesSeen(world: World): Promise<string[]> {
  const rows = await world.db.selectFrom('throttle').select('bucket').orderBy('bucket').execute()
  return rows.flatMap(({ bucket }) => (bucket.startsWith('sign-in address ') ? [bucket.slice(16)] : []))
}

async function guess(world: World, forwarded: string): Promise<number> {
  const visitor = createVisitor(world.url)
  const csrf = /name="csrf" value="([^"]+)"/.exec((await visitor.get(routes.signIn)).html)?.[1] ?? ''
  const fields = { csrf, login: 'a.martin@example.org', password: 'wrong' }
  return (await visitor.post(routes.signIn, fields, { 'x-forwarded-for': forwarded })).status
}

async function seenWith(trustProxy: Config['trustProxy'], forwarded: readonly string[]): Promise<string[]> {
  const world = await createWorld({ config: { trustProxy } })
  for (const each of forwarded) await guess(world, each)
  const seen = await addressesSeen(world)
  await world.end()
  return seen
}

describe('the client’s address', () => {
  test('is what our one proxy has appended: forged entries before it change nothing', async () => {
    const forged = ['203.0.113.9', '1.1.1.1, 203.0.113.9', '127.0.0.1, 10.0.0.1, 203.0.113.9', ', 203.0.113.9']
    assert.deepEqual(await seenWith(1, forged), ['203.0.113.9'])
    assert.deepEqual(await seenWith(['loopback'], forged.slice(0, 2)), ['203.0.113.9'])
  })

  test('behind two proxies it is the second from the end, and networks are walked from our side', async () => {
    assert.deepEqual(await seenWith(2, ['1.1.1.1, 203.0.113.9, 10.0.0.7']), ['203.0.113.9'])
    assert.deepEqual(await seenWith(['127.0.0.1', '10.0.0.0/8'], ['1.1.1.1, 203.0.113.9, 10.0.0.7']), ['203.0.113.9'])
  })

  test('is that of the connection where no proxy is named', async () => {
    assert.deepEqual(await seenWith(false, ['203.0.113.9', '198.51.100.1']), ['127.0.0.1'])
    assert.deepEqual(await seenWith(['10.0.0.0/8'], ['203.0.113.9']), ['127.0.0.1'], 'a peer that is no proxy of ours')
  })

  test('who forges a new first entry for each guess is stopped all the same', async () => {
    const world = await createWorld({ config: { trustProxy: 1 } })
    const tries = limits.signInByLoginAndAddress.tries
    for (let count = 0; count < tries; count += 1) await guess(world, `198.51.100.${count}, 203.0.113.9`)
    await guess(world, '198.51.100.200, 203.0.113.9')
    assert.ok(world.log.lines.some((line) => line.includes('too many tries')))
    await world.end()
  })

  test('a proxy whose word is not taken is said in the log once, at the desk, and forgotten when it is set', async () => {
    const world = await createWorld()
    const manager = createVisitor(world.url)
    await manager.signIn('admin@example.org')
    assert.doesNotMatch((await manager.get(routes.desk)).html, /OBOLE_TRUST_PROXY/)
    for (let count = 0; count < 3; count += 1) await guess(world, '203.0.113.9')
    assert.equal(world.log.lines.filter((line) => line.includes('OBOLE_TRUST_PROXY')).length, 1)
    assert.match((await manager.get(routes.desk)).html, /OBOLE_TRUST_PROXY n’est pas réglé/)
    assert.notEqual(await unseenProxyAt(world.db), undefined)
    world.config.trustProxy = 1
    await world.restart()
    assert.equal(await unseenProxyAt(world.db), undefined)
    await world.end()
  })
})

describe('a form’s origin', () => {
  test('null with sec-fetch-site same-origin and a valid mark is our own form; every other null is not', async () => {
    const world = await createWorld()
    const send = async (headers: Record<string, string>, mark?: string): Promise<number> => {
      const visitor = createVisitor(world.url)
      const page = await visitor.get(routes.signIn)
      const csrf = mark ?? /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
      const fields = { csrf, login: 'a.martin@example.org', password: 'demonstration' }
      return (await visitor.post(routes.signIn, fields, headers)).status
    }
    assert.equal(await send({ origin: 'null', 'sec-fetch-site': 'same-origin' }), 303)
    assert.equal(await send({ origin: 'null', 'sec-fetch-site': 'same-origin' }, 'forged'), 403)
    for (const site of ['cross-site', 'same-site', 'none'])
      assert.equal(await send({ origin: 'null', 'sec-fetch-site': site }), 403, site)
    assert.equal(await send({ origin: 'null' }), 403)
    assert.equal(await send({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }), 403)
    await world.end()
  })

  test('outside the demonstration only the public URL is ours, whatever Host or X-Forwarded-Host say', async () => {
    const world = await createWorld({ config: { mode: 'test', publicUrl: 'http://print.example' } })
    const visitor = createVisitor(world.url)
    const page = await visitor.get(routes.signIn)
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    const send = (origin: string) =>
      visitor.post(routes.signIn, { csrf, login: 'x', password: 'x' }, { origin, 'x-forwarded-host': 'evil.example' })
    assert.equal((await send('http://print.example')).status, 422)
    assert.equal((await send('http://evil.example')).status, 403)
    assert.equal((await send(world.url)).status, 403)
    await world.end()
  })
})
