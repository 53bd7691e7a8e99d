import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE } from '../../src/kit/clock.ts'
import { createSecretBox } from '../../src/kit/secret-box.ts'
import { createPerson } from '../../src/people/person.ts'
import type { Role } from '../../src/people/role.ts'
import { findSecondFactor } from '../../src/people/sign-in/credential.ts'
import { codeAt, stepOf } from '../../src/people/sign-in/one-time-code.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { limits } from '../../src/people/sign-in/throttle.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { runObole } from '../support/process.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const door = routes.deskSecondFactor
const stepMs = 30_000

for (const { engine, skip } of engines) {
  describe(`the second factor of managers on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine, config: { mode: 'test' } })
      const passwordHash = await hashPassword('demonstration')
      for (const [login, role] of [
        ['boss@example.org', 'manager'],
        ['other@example.org', 'manager'],
        ['help@example.org', 'support'],
      ] as Array<[string, Role]>) {
        const wish = { login, name: login, email: login, language: 'fr' as const, passwordHash, roles: [role] }
        await world.app.database.transact((tx) => createPerson(tx, wish))
      }
    })
    after(() => world?.end())

    const enter = async (login: string): Promise<Visitor> => {
      const visitor = createVisitor(world.url)
      await visitor.signIn(login)
      return visitor
    }
    const say = (visitor: Visitor, page: Page, code: string) => visitor.submitOnly(page, door, { code })
    const acts = async (): Promise<string[]> =>
      (await world.db.selectFrom('auditEntry').select('act').orderBy('id').execute()).map(({ act }) => act)

    const factorOf = async (login: string) => findSecondFactor(world.db, (await world.person(login)).id)

    /** What the telephone shows at this instant. */
    async function codeNow(login = 'boss@example.org', steps = 0): Promise<string> {
      const { sealedSecret = '' } = (await factorOf(login)) ?? {}
      const secret = Buffer.from(createSecretBox(world.config.secretKey).open(sealedSecret), 'base64url')
      return codeAt(secret, stepOf(world.clock.nowMs()) + steps)
    }

    /** The key that a page shows, as a telephone would take it. */
    function keyOf(page: Page): Buffer {
      const key = (/class="id key">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '').replaceAll(' ', '')
      const bits = [...key].map((letter) =>
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
      )
      const bytes = bits.join('').match(/.{8}/g) ?? []
      return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
    }
    const recoveryCodes = (page: Page): string[] =>
      [...page.html.matchAll(/<li>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</g)].map(([, code = '']) => code)
    let kept: string[] = []

    test('the first visit leads to setting it up, and nothing is written until a code was right', async () => {
      const boss = await enter('boss@example.org')
      const led = await boss.send(`${routes.deskRoles}?x=1`)
      assert.equal(led.location, `${door}?next=${encodeURIComponent(`${routes.deskRoles}?x=1`)}`)
      const page = await boss.get(`${routes.deskRoles}?x=1`)
      assert.match(page.html, /<svg class="square" viewBox="0 0 \d+ \d+" role="img" aria-label="[^"]+"><path d="M/)
      assert.doesNotMatch(page.html, /style="/)
      const empty = await say(boss, page, ' ')
      assert.equal(empty.status, 422)
      assert.match(empty.html, /href="#code">Indiquez le code/)
      const wrong = await say(boss, page, '000000')
      assert.equal(wrong.status, 422)
      assert.match(wrong.html, /href="#code">Ce code n’est pas le bon/)
      assert.deepEqual(keyOf(wrong), keyOf(page), 'the telephone keeps what it scanned')
      assert.equal(await factorOf('boss@example.org'), undefined)

      const before = boss.cookies.get('obole')
      const done = await say(boss, wrong, codeAt(keyOf(page), stepOf(world.clock.nowMs())))
      kept = recoveryCodes(done)
      assert.equal(new Set(kept).size, 10)
      assert.match(done.html, /href="\/desk\/roles\?x=1"/)
      assert.notEqual(boss.cookies.get('obole'), before, 'who proved more has a new session')
      assert.equal((await boss.send(routes.deskRoles)).status, 200)
      const row = JSON.stringify(await world.person('boss@example.org'))
      for (const secret of [...kept, keyOf(page).toString('base64url')]) assert.ok(!row.includes(secret))
      assert.doesNotMatch((await boss.get(door)).html, new RegExp(kept[0] ?? 'none'), 'shown once')
    })

    test('each sign-in asks again; a code serves once, also when it is sent twice at once', async () => {
      world.clock.move(stepMs)
      const [here, there] = [await enter('boss@example.org'), await enter('boss@example.org')]
      const code = await codeNow()
      const pages = [await here.get(routes.desk), await there.get(routes.desk)] as const
      assert.match(pages[0].html, /Code de votre application/)
      const answers = await Promise.all([
        say(here, pages[0], code),
        say(there, pages[1], ` ${code.slice(0, 3)} ${code.slice(3)}`),
      ])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
      world.clock.move(3 * stepMs)
      const late = await enter('boss@example.org')
      assert.equal((await say(late, await late.get(routes.desk), await codeNow('boss@example.org', -2))).status, 422)
      assert.equal((await say(late, await late.get(routes.desk), await codeNow('boss@example.org', 1))).status, 303)
      assert.equal((await late.send(routes.desk)).status, 200)
    })

    test('the session that begins with it keeps the language that was chosen before signing in', async () => {
      world.clock.move(3 * stepMs)
      const boss = createVisitor(world.url)
      await boss.submit(await boss.get('/sign-in'), '/preferences', { language: 'en' })
      await boss.signIn('boss@example.org')
      const asked = await boss.get(routes.desk)
      assert.match(asked.html, /<html lang="en"/)
      assert.equal((await say(boss, asked, await codeNow())).status, 303)
      assert.match((await boss.get(routes.desk)).html, /<html lang="en"/)
    })

    test('a recovery code opens once, however it is written, and the log counts what is left', async () => {
      const [code = '', second = ''] = kept
      const boss = await enter('boss@example.org')
      assert.equal((await say(boss, await boss.get(routes.desk), code.replaceAll('-', ' ').toUpperCase())).status, 303)
      assert.equal((await boss.send(routes.desk)).status, 200)
      const again = await enter('boss@example.org')
      const page = await again.get(routes.desk)
      assert.equal((await say(again, page, code)).status, 422)
      assert.equal((await say(again, page, second)).status, 303)
      const used = await world.db
        .selectFrom('auditEntry')
        .select('detail')
        .where('act', '=', 'use recovery code')
        .orderBy('id')
        .execute()
      assert.deepEqual(
        used.map(({ detail }) => detail),
        ['{"left":9}', '{"left":8}'],
      )
    })

    test('guessing is stopped, and the right code then waits like the wrong ones', async () => {
      world.clock.move(limits.secondFactor.windowMs)
      const boss = await enter('boss@example.org')
      const page = await boss.get(routes.desk)
      const guesses = await Promise.all(Array.from({ length: 30 }, () => say(boss, page, '123 456')))
      const tried = guesses.filter(({ html }) => html.includes('pas le bon'))
      assert.equal(tried.length, limits.secondFactor.tries)
      assert.match((await say(boss, page, await codeNow())).html, /Trop d’essais/)
      world.clock.move(limits.secondFactor.windowMs)
      assert.equal((await say(boss, page, await codeNow())).status, 303)
    })

    test('a form that was drawn for somebody else, or without proof, sets up nothing', async () => {
      const [one, two] = [await enter('other@example.org'), await enter('other@example.org')]
      const [mine, theirs] = [await one.get(routes.desk), await two.get(routes.desk)]
      const { sealed = '' } = readForm(theirs, door).fields
      const code = codeAt(keyOf(theirs), stepOf(world.clock.nowMs()))
      assert.equal((await one.submitOnly(mine, door, { sealed, code })).status, 422)
      assert.equal((await one.submitOnly(mine, door, { sealed: 'x', code })).status, 422)
      assert.equal((await one.post(door, { code, sealed })).status, 403)
      assert.equal(await factorOf('other@example.org'), undefined)
      const [first, second] = [
        await say(one, mine, codeAt(keyOf(mine), stepOf(world.clock.nowMs()))),
        await say(two, theirs, code),
      ]
      assert.deepEqual(
        [first.status, second.status],
        [200, 422],
        'the second browser is asked for the code of the first',
      )
    })

    test('a form of the desk is not believed before the second factor; the way back stays ours', async () => {
      world.clock.move(limits.secondFactor.windowMs)
      const boss = await enter('boss@example.org')
      const { csrf = '' } = readForm(await boss.get(routes.home), routes.signOut).fields
      const path = routes.deskMail.replace(':mailId', 'unknown')
      assert.equal(
        (await boss.post(path, { csrf, choice: 'keep' })).location,
        `${door}?next=${encodeURIComponent(routes.desk)}`,
      )
      const page = await boss.get(`${door}?next=${encodeURIComponent('https://evil.example')}`)
      assert.equal((await say(boss, page, await codeNow())).location, '/')
    })

    test('support is not asked; a person and nobody find no door', async () => {
      const help = await enter('help@example.org')
      assert.equal((await help.send(routes.desk)).status, 200)
      assert.equal((await help.send(door)).location, routes.desk)
      assert.match((await createVisitor(world.url).send(door)).location ?? '', /^\/sign-in/)
    })

    test('before a person is locked out, the telephone is asked for once more, not the password', async () => {
      const boss = await enter('boss@example.org')
      world.clock.move(stepMs)
      await say(boss, await boss.get(routes.desk), await codeNow())
      world.clock.move(11 * MINUTE)
      const help = await world.person('help@example.org')
      const path = routes.deskPerson.replace(':personId', help.id)
      const asked = await boss.submit(await boss.get(path), path, { act: 'disable' })
      assert.match(asked.html, /Code de votre application, ou code de secours/)
      const refused = await boss.submit(asked, path, { proof: 'demonstration' })
      assert.equal(refused.status, 422)
      const code = await codeNow()
      const done = await boss.submit(refused, path, { proof: code })
      assert.match(done.url, /done=disabled/)
      assert.notEqual((await world.person('help@example.org')).disabledAt, null)
      await boss.submit(await boss.get(path), path, { act: 'enable' })
      world.clock.move(11 * MINUTE)
      const again = await boss.submit(await boss.get(path), path, { act: 'disable' })
      assert.equal((await boss.submit(again, path, { proof: code })).status, 422, 'a code serves once')
    })

    test('under another secret key the telephone’s codes are worth nothing, recovery codes still open', async () => {
      const { secretBox } = world.app.site
      const other = createSecretBox('another key of the tests, long enough')
      const boss = await enter('boss@example.org')
      const page = await boss.get(routes.desk)
      const code = await codeNow('boss@example.org', 1)
      Object.assign(secretBox, { open: other.open })
      assert.equal((await say(boss, page, code)).status, 422)
      assert.equal((await say(boss, page, kept[2] ?? '')).status, 303)
      Object.assign(secretBox, createSecretBox(world.config.secretKey))
    })

    test('the command line lets one start again, ends the sessions, and every act is in the audit log', async () => {
      const boss = await enter('boss@example.org')
      const settings = {
        OBOLE_DATA_DIR: world.config.dataDir,
        ...(world.config.databaseUrl && { DATABASE_URL: world.config.databaseUrl }),
      }
      assert.equal((await runObole(['reset-second-factor', 'nobody'], settings)).code, 1)
      const reset = await runObole(['reset-second-factor', ' BOSS@example.org'], settings)
      assert.match(reset.output, /boss@example\.org sets up a second factor anew/)
      assert.match((await boss.send(routes.home)).location ?? '', /^\/sign-in/)
      const again = await enter('boss@example.org')
      assert.match((await again.get(routes.desk)).html, /Protégez l’accès/)
      const known = new Set(await acts())
      for (const act of ['set up second factor', 'pass second factor', 'use recovery code', 'reset second factor'])
        assert.ok(known.has(act), act)
    })
  })
}

test('the demonstration asks for no second factor', async () => {
  const world = await createWorld()
  const admin = createVisitor(world.url)
  await admin.signIn('admin@example.org')
  assert.equal((await admin.send(routes.desk)).status, 200)
  assert.equal((await admin.send(door)).location, routes.desk)
  await world.end()
})
