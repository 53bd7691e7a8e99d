import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { memoryLog } from '../../src/kit/log.ts'
import { askEmailChange, confirmEmail } from '../../src/people/change-email.ts'
import { askNewPassword } from '../../src/people/sign-in/ask-new-password.ts'
import { changePassword, setPasswordByLink } from '../../src/people/sign-in/change-password.ts'
import { limits } from '../../src/people/sign-in/throttle.ts'
import { routes } from '../../src/web/routes.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'
const martin = 'a.martin@example.org'
const password = 'demonstration'

/** Pages and files that anybody or a person may fetch; what they hold is another test's matter. */
const paths = Object.values(routes)
  .filter((path) => !path.includes('/events') && !path.startsWith('/simulated'))
  .map((path) => path.replace(/:\w+/g, 'unknown'))

const everywhere: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /default-src 'none'.*object-src 'none'.*frame-ancestors 'none'.*form-action 'self'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^same-origin$/,
  'x-frame-options': /^DENY$/,
  'cross-origin-opener-policy': /^same-origin$/,
}

describe('what a stranger may try', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world?.end())

  /** Everything that is written anywhere, but for when a session was last seen. */
  async function everyRow(): Promise<string> {
    const { db } = world
    const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
    const tables = rows.map(({ name }) => name).filter((name) => name !== 'web_session' && name !== 'lease')
    const counts = await Promise.all(
      tables.map(async (name) => [name, (await sql.raw(`select * from "${name}" order by 1`).execute(db)).rows]),
    )
    return JSON.stringify(counts)
  }

  test('every route carries the security headers, and nothing that says what it is made with [S1]', async () => {
    const person = createVisitor(world.url)
    await person.signIn(delautre)
    for (const visitor of [createVisitor(world.url), person]) {
      for (const path of paths) {
        const { headers, status } = await visitor.send(path)
        for (const [name, value] of Object.entries(everywhere)) assert.match(headers.get(name) ?? '', value, path)
        assert.doesNotMatch(headers.get('content-security-policy') ?? '', /unsafe/, path)
        assert.equal(headers.get('x-powered-by') ?? headers.get('server'), null, path)
        const kept = status === 200 && /^\/(look|brand|healthz|readyz)/.test(path)
        if (!kept && headers.get('content-type')?.includes('html'))
          assert.equal(headers.get('cache-control'), 'no-store', path)
      }
    }
  })

  test('cookies are unreadable to scripts, and bound to host and https where there is https [S1]', async () => {
    const door = await createVisitor(world.url).send(routes.signIn)
    assert.match(door.headers.get('set-cookie') ?? '', /^obole-visitor=\w+; Path=\/; HttpOnly; SameSite=Lax$/)
    const secure = await createWorld({ config: { publicUrl: 'https://print.example.org' } })
    const answer = await createVisitor(secure.url).send(routes.signIn)
    assert.match(
      answer.headers.get('set-cookie') ?? '',
      /^__Host-obole-visitor=\w+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=31536000; includeSubDomains/)
    await secure.end()
  })

  test('looking changes nothing: no GET writes a row [S4]', async () => {
    const person = createVisitor(world.url)
    await person.signIn(delautre)
    await world.settle()
    const before = await everyRow()
    for (const path of paths.filter((path) => !path.startsWith('/notices'))) await person.send(path)
    assert.equal(await everyRow(), before)
  })

  test('TRACE, hidden files and paths that climb are not served', async () => {
    for (const path of [
      '/.git/config',
      '/.env',
      '/data/obole.sqlite',
      '/look/fonts/..%2f..%2fsite.ts',
      '/%2e%2e/package.json',
    ])
      assert.equal((await createVisitor(world.url).send(path)).status, 404, path)
    const answer = await sendRaw(world, 'TRACE / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    assert.match(answer, /^HTTP\/1\.1 (404|405)/)
  })

  test('a session that somebody laid in the browser beforehand is not the one that is opened', async () => {
    const visitor = createVisitor(world.url)
    const thief = createVisitor(world.url)
    visitor.cookies.set('obole', 'laid-here-beforehand')
    await visitor.signIn(martin)
    thief.cookies.set('obole', 'laid-here-beforehand')
    assert.match((await thief.send('/')).location ?? '', /^\/sign-in/)
    const first = visitor.cookies.get('obole')
    await visitor.submit(await visitor.get('/'), routes.signOut)
    await visitor.signIn(martin)
    assert.notEqual(visitor.cookies.get('obole'), first)
    thief.cookies.set('obole', first ?? '')
    assert.match(
      (await thief.send('/')).location ?? '',
      /^\/sign-in/,
      'signing out ends the session, not only the cookie',
    )
  })

  test('guesses sent at once find no more room than guesses in turn [S6]', async () => {
    const visitor = createVisitor(world.url)
    const door = await visitor.get(routes.signIn)
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        visitor.submitOnly(door, routes.signIn, { login: 'admin@example.org', password: `guess ${index}` }),
      ),
    )
    const tried = pages.filter(({ html }) => /n’est pas le bon/.test(html))
    assert.equal(tried.length, limits.signInByLoginAndAddress.tries)
    const spoofed = await visitor.send(routes.signIn, {
      method: 'POST',
      headers: { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' },
      body: new URLSearchParams({ ...fieldsOf(door), login: 'admin@example.org', password: 'guess' }),
    })
    assert.match(spoofed.html, /Trop d’essais/, 'an address that anybody can claim is not believed')
  })

  test('an open browser is not enough to guess the password or to flood a mailbox', async () => {
    const { database } = world.app
    const person = await world.person(martin)
    const guess = (oldPassword: string) =>
      changePassword(database, { person, oldPassword, newPassword: 'une phrase longue', sessionHash: '' })
    for (let guesses = 0; guesses < limits.passwordCheckByPerson.tries; guesses += 1)
      await assert.rejects(guess('wrong'), /wrong password/)
    await assert.rejects(guess(password), /too many tries/)
    await assert.rejects(askEmailChange(database, { person, email: 'x@example.org', password }), /too many tries/)
    world.clock.move(limits.passwordCheckByPerson.windowMs)
    for (let mails = 0; mails < limits.emailChangeByPerson.tries; mails += 1)
      await askEmailChange(database, { person, email: `victim${mails}@example.org`, password })
    await assert.rejects(askEmailChange(database, { person, email: 'victim@example.org', password }), /too many tries/)
  })

  test('a new password makes every link worthless that still lies in a mailbox', async () => {
    const { database } = world.app
    const person = await world.person(delautre)
    const tokens = async (kind: string): Promise<string[]> => {
      const mails = await world.db
        .selectFrom('mail')
        .select('detail')
        .where('kind', '=', kind)
        .where('toAddress', 'like', kind === 'set_password' ? '%' : 'thief%')
        .execute()
      return mails.map(({ detail }) => (JSON.parse(detail) as { token: string }).token)
    }
    await askEmailChange(database, { person, email: 'thief@example.org', password })
    for (let asked = 0; asked < 2; asked += 1)
      await askNewPassword({ database, log: memoryLog() }, { login: delautre, address: '192.0.2.7' })
    const [first = '', second = ''] = await tokens('set_password')
    const [confirm = ''] = await tokens('confirm_email')
    await setPasswordByLink(database, { token: first, password: 'une phrase longue' })
    await assert.rejects(setPasswordByLink(database, { token: second, password }), /no longer works/)
    await assert.rejects(confirmEmail(database, confirm), /no longer works/)
  })

  test('a forgotten password without a login keeps the page and says what is missing; a forged host is in no link', async () => {
    const visitor = createVisitor(world.url)
    const page = await visitor.get(routes.forgotten)
    const empty = await visitor.submitOnly(page, routes.forgotten, { login: '  ' })
    assert.equal(empty.status, 422)
    assert.match(empty.html, /href="#login">Indiquez votre identifiant/)
    const known = await visitor.submitOnly(page, routes.forgotten, { login: martin })
    const unknown = await visitor.submitOnly(page, routes.forgotten, { login: 'nobody@example.org' })
    assert.equal(known.html, unknown.html)
    await sendRaw(
      world,
      [
        `POST ${routes.forgotten} HTTP/1.1`,
        'host: evil.example',
        'x-forwarded-host: evil.example',
        `cookie: obole-visitor=${visitor.cookies.get('obole-visitor')}`,
        'content-type: application/x-www-form-urlencoded',
        'connection: close',
        ...withBody(new URLSearchParams({ ...fieldsOf(page), login: martin }).toString()),
      ].join('\r\n'),
    )
    await world.settle()
    const letters = await world.db.selectFrom('capturedMail').selectAll().execute()
    assert.ok(letters.length > 0)
    assert.doesNotMatch(JSON.stringify(letters), /evil\.example/)
  })

  test('what breaks is told by a reference and nothing else; the log knows the rest', async () => {
    const broken = await createWorld()
    await sql`alter table history_entry rename to gone`.execute(broken.db)
    const visitor = createVisitor(broken.url)
    const page = await visitor.signIn(delautre)
    assert.equal(page.status, 500)
    const [reference = ''] = /E-[0-9A-Z]{8}/.exec(page.html) ?? []
    assert.doesNotMatch(page.html, /SQL|sqlite|history_entry|at .*\.ts/i)
    assert.ok(broken.log.lines.some((line) => line.includes(reference) && line.includes('history_entry')))
    await broken.end()
  })

  test('no password, token, name, address or network stands in a log line of all this [S9] [I11]', async () => {
    const lines = world.log.lines.join('\n')
    assert.match(lines, /sign-in refused/)
    assert.doesNotMatch(lines, /demonstration|phrase|guess|@|MARTIN|DELAUTRE|127\.0\.0\.1|4111/)
    const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(world.db)
    for (const { name } of rows) {
      const found = JSON.stringify((await sql.raw(`select * from "${name}"`).execute(world.db)).rows)
      assert.doesNotMatch(found, /"demonstration"|a key of the tests/, name)
    }
  })
})

const fieldsOf = ({ html }: { html: string }): Record<string, string> => ({
  csrf: /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '',
})

const withBody = (body: string): string[] => [`content-length: ${Buffer.byteLength(body)}`, '', body]

/** Bytes as no browser would send them. */
function sendRaw(world: World, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(world.config.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (part) => {
      answer += part.toString()
    })
    socket.on('end', () => resolve(answer)).on('error', reject)
    socket.write(text)
  })
}
