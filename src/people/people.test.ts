import assert from 'node:assert/strict'
import { argon2Sync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { listCommonPasswords } from '../../scripts/list-passwords.ts'
import { engines, freshPlace, type Place } from '../../test/support/databases.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { DAY, HOUR, handClock, MINUTE } from '../kit/clock.ts'
import { Failure } from '../kit/failure.ts'
import { memoryLog } from '../kit/log.ts'
import { askEmailChange, confirmEmail, pendingEmail } from './change-email.ts'
import { changeProfile, createPerson, findPerson, type Person } from './person.ts'
import { mayDo, rightsOfRole } from './role.ts'
import { askNewPassword } from './sign-in/ask-new-password.ts'
import { changePassword, setPasswordByLink } from './sign-in/change-password.ts'
import { findPasswordHash, setPasswordHash } from './sign-in/credential.ts'
import { checkPassword, hashPassword, isPassword, needsRehash, requireGoodPassword } from './sign-in/password.ts'
import { signIn } from './sign-in/sign-in.ts'
import { endAllSessions, endSession, findSignedIn, listSessions } from './sign-in/web-session.ts'

const password = 'une phrase assez longue'

async function hashAsTyped(text: string): Promise<string> {
  const [nonce, base64] = [
    randomBytes(16),
    (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, ''),
  ]
  const tag = argon2Sync('argon2id', { message: text, nonce, tagLength: 32, memory: 19_456, passes: 2, parallelism: 1 })
  return `$argon2id$v=19$m=19456,t=2,p=1$${base64(nonce)}$${base64(tag)}`
}

for (const { engine, skip } of engines) {
  describe(`people on ${engine}`, { skip }, () => {
    let place: Place
    let database: Database
    let ann: Person
    const clock = handClock('2026-11-24T09:00:00.000Z')
    before(async () => {
      place = await freshPlace(engine)
      database = openDatabase(place, clock)
      await migrate(database)
      const passwordHash = await hashPassword(password)
      const wish = { login: 'Ann', name: 'Ann', email: 'ann@example.org', language: 'fr' as const, passwordHash }
      ann = await database.transact((tx) => createPerson(tx, wish))
    })
    after(async () => {
      await database?.close()
      await place?.remove()
    })
    const enter = (over: Partial<Parameters<typeof signIn>[1]> = {}) =>
      signIn(database, { login: 'ann', password, address: '198.51.100.1', browser: 'x', ...over })
    const problem = async (promise: Promise<unknown>): Promise<string> => {
      const error = await promise.then(
        () => assert.fail('it was accepted'),
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof Failure, String(error))
      return error.problems[0]?.message ?? error.code
    }

    test('logins are compared without letter case and blanks; a taken one is refused', async () => {
      assert.equal((await enter({ login: ' ANN ' })).person.id, ann.id)
      const wish = { login: 'aNN', name: 'x', email: 'x@example.org', language: 'fr' as const, passwordHash: '' }
      assert.equal(await problem(database.transact((tx) => createPerson(tx, wish))), 'problem.login_taken')
    })

    test('a hash of the letters as they were typed still opens, and is made anew at sign-in', async () => {
      // What an earlier version stored: "déjà vu en été", its accents apart, hashed as it came.
      const typed = 'déjà vu en été'.normalize('NFD')
      const old = await hashAsTyped(typed)
      await database.transact((tx) => setPasswordHash(tx, { personId: ann.id, passwordHash: old }))
      await enter({ password: typed })
      assert.notEqual(await findPasswordHash(database.db, ann.id), old)
      await enter({ password: typed.normalize('NFC') })
      await enter({ password: typed })
      const before = await hashPassword(password)
      await database.transact((tx) => setPasswordHash(tx, { personId: ann.id, passwordHash: before }))
    })

    test('an unknown login and a wrong password get the same answer', async () => {
      const unknown = await problem(enter({ login: 'nobody', address: '198.51.100.2' }))
      const wrong = await problem(enter({ password: 'x', address: '198.51.100.2' }))
      assert.deepEqual([unknown, wrong], ['problem.sign_in_failed', 'problem.sign_in_failed'])
    })

    test('a session is rotated at sign-in, ends when idle, in any case after a day, and everywhere on request', async () => {
      const first = await enter()
      const second = await enter({ previousToken: first.token })
      assert.equal(await findSignedIn(database, first.token), undefined, 'the old one ended')
      assert.ok(await findSignedIn(database, second.token))
      clock.move(2 * HOUR)
      assert.equal(await findSignedIn(database, second.token), undefined, 'idle')
      const third = await enter()
      for (let hour = 0; hour < 23; hour += 1) {
        clock.move(HOUR)
        assert.ok(await findSignedIn(database, third.token), `used after ${hour} hours`)
      }
      clock.move(HOUR)
      assert.equal(await findSignedIn(database, third.token), undefined, 'absolute')
      const [a, b] = [await enter(), await enter()]
      const at = { personId: ann.id, now: new Date(clock.nowMs()).toISOString() }
      assert.equal((await listSessions(database.db, at)).length, 2)
      await database.transact((tx) => endAllSessions(tx, { personId: ann.id }))
      assert.equal(await findSignedIn(database, a.token), undefined)
      assert.equal(await findSignedIn(database, b.token), undefined)
      const c = await enter()
      await database.transact((tx) => endSession(tx, c.token))
      assert.equal(await findSignedIn(database, c.token), undefined)
    })

    test('guessing stops the guesser, not the person at the usual address [S6]', async () => {
      await enter({ address: '203.0.113.7' })
      let refused = 0
      for (let guess = 0; guess < 12; guess += 1) {
        if ((await problem(enter({ password: 'x', address: '203.0.113.66' }))) === 'problem.too_many_tries')
          refused += 1
      }
      assert.equal(refused, 4, 'eight tries for a login from one address')
      for (let machine = 0; machine < 50; machine += 1) {
        await problem(enter({ password: 'x', address: `203.0.113.${100 + machine}` }))
      }
      assert.equal(await problem(enter({ address: '203.0.113.200' })), 'problem.too_many_tries', 'a new address waits')
      assert.ok(await enter({ address: '203.0.113.7' }), 'the known address does not')
      clock.move(16 * MINUTE)
      assert.ok(await enter({ address: '203.0.113.200' }))
    })

    test('a forgotten password: the same silence for all, a link that works once and for half an hour', async () => {
      const mails = async () => database.db.selectFrom('mail').selectAll().where('kind', '=', 'set_password').execute()
      await askNewPassword({ database, log: memoryLog() }, { login: 'nobody', address: '192.0.2.1' })
      assert.equal((await mails()).length, 0)
      await askNewPassword({ database, log: memoryLog() }, { login: 'ann', address: '192.0.2.1' })
      const [mail] = await mails()
      const { token } = JSON.parse(mail?.detail ?? '{}') as { token: string }
      const before = await enter()
      assert.equal(await problem(setPasswordByLink(database, { token, password: 'short' })), 'problem.password_short')
      await setPasswordByLink(database, { token, password: 'une autre phrase longue' })
      assert.equal(await findSignedIn(database, before.token), undefined, 'all sessions ended')
      assert.equal(await problem(setPasswordByLink(database, { token, password })), 'not_found')
      assert.ok(await enter({ password: 'une autre phrase longue' }))
      for (let again = 0; again < 5; again += 1)
        await askNewPassword({ database, log: memoryLog() }, { login: 'ann', address: '192.0.2.1' })
      assert.equal((await mails()).length, 3, 'three an hour')
      const late = JSON.parse((await mails()).at(-1)?.detail ?? '{}') as { token: string }
      clock.move(31 * MINUTE)
      assert.equal(await problem(setPasswordByLink(database, { token: late.token, password })), 'not_found')
    })

    test('a new password needs the old one and ends the other sessions', async () => {
      const [here, elsewhere] = [
        await enter({ password: 'une autre phrase longue' }),
        await enter({ password: 'une autre phrase longue' }),
      ]
      const person = (await findPerson(database.db, ann.id)) ?? ann
      const { session } = (await findSignedIn(database, here.token)) ?? {}
      const change = { person, newPassword: password, sessionHash: session?.tokenHash ?? '' }
      assert.equal(await problem(changePassword(database, { ...change, oldPassword: 'x' })), 'problem.password_wrong')
      await changePassword(database, { ...change, oldPassword: 'une autre phrase longue' })
      assert.ok(await findSignedIn(database, here.token))
      assert.equal(await findSignedIn(database, elsewhere.token), undefined)
    })

    test('a new address counts only once its mail was answered, and the old one is told', async () => {
      const person = (await findPerson(database.db, ann.id)) ?? ann
      assert.equal(await problem(askEmailChange(database, { person, email: 'no', password })), 'problem.email_invalid')
      assert.equal(
        await problem(askEmailChange(database, { person, email: 'new@example.org', password: 'x' })),
        'problem.password_wrong',
      )
      await askEmailChange(database, { person, email: 'new@example.org', password })
      const now = new Date(clock.nowMs()).toISOString()
      assert.equal(await pendingEmail(database.db, { personId: ann.id, now }), 'new@example.org')
      assert.equal((await findPerson(database.db, ann.id))?.email, 'ann@example.org')
      const mail = await database.db
        .selectFrom('mail')
        .selectAll()
        .where('kind', '=', 'confirm_email')
        .executeTakeFirstOrThrow()
      assert.equal(mail.toAddress, 'new@example.org')
      const { token } = JSON.parse(mail.detail) as { token: string }
      await confirmEmail(database, token)
      assert.equal((await findPerson(database.db, ann.id))?.email, 'new@example.org')
      const told = await database.db
        .selectFrom('mail')
        .selectAll()
        .where('kind', '=', 'email_changed')
        .executeTakeFirstOrThrow()
      assert.equal(told.toAddress, 'ann@example.org')
      assert.equal(await problem(confirmEmail(database, token)), 'not_found')
    })

    test('names are cleaned and bounded', async () => {
      const change = (name: string) => database.transact((tx) => changeProfile(tx, { personId: ann.id, name }))
      assert.equal(await problem(change('  ')), 'problem.name_missing')
      assert.equal(await problem(change('x'.repeat(101))), 'problem.name_too_long')
      assert.equal(await problem(change('a\nb')), 'problem.name_too_long')
      await change('  Anne-Marie ')
      assert.equal((await findPerson(database.db, ann.id))?.name, 'Anne-Marie')
    })

    test('a disabled person cannot sign in', async () => {
      clock.move(DAY)
      await database.transact((tx) =>
        tx.updateTable('person').set({ disabledAt: 'now' }).where('id', '=', ann.id).execute(),
      )
      assert.equal(await problem(enter({ address: '192.0.2.99' })), 'problem.sign_in_failed')
    })
  })
}

test('a password is hashed with argon2id, verified, and rehashed when the work rises', async () => {
  const hash = await hashPassword(password)
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.ok(await isPassword(password, hash))
  assert.equal(await isPassword(`${password} `, hash), false, 'a blank at the end counts')
  assert.equal(await isPassword(password, undefined), false)
  assert.equal(needsRehash(hash), false)
  assert.equal(needsRehash(hash.replace('m=19456', 'm=4096')), true)
})

test('a password opens however its letters were composed, and its length is counted in characters', async () => {
  const composed = 'Café\u00a0crème brûlée'
  const hash = await hashPassword(composed)
  for (const typed of [composed.normalize('NFD'), 'Café crème brûlée', 'Ｃafé crème brûlée', 'Café\u3000crème brûlée'])
    assert.equal(await checkPassword(typed, hash), 'yes', typed)
  assert.equal(await checkPassword('Cafe creme brulee', hash), 'no')
  const about = { field: 'password', login: 'ann' }
  await assert.rejects(requireGoodPassword('😀🐘🌍🎈', about), 'four characters')
  await requireGoodPassword('😀🐘🌍🎈🚲🍎🌵⛵', about)
  await assert.rejects(requireGoodPassword('\ufdfa'.repeat(20), about), 'one that becomes 360 characters')
})

test('poor passwords are refused with what to do', async () => {
  const told = async (text: string, login = 'ann'): Promise<string> => {
    try {
      await requireGoodPassword(text, { field: 'password', login })
      return 'fine'
    } catch (error) {
      return (error as Failure).problems[0]?.message ?? ''
    }
  }
  assert.equal(await told('seven77'), 'problem.password_short')
  for (const easy of ['password1', 'AZERTYUIOP', 'aaaaaaaaaa', 'abcdefghij', '987654321', 'motdepasse']) {
    assert.equal(await told(easy), 'problem.password_common', easy)
  }
  const list = readFileSync(new URL('sign-in/common-passwords.txt', import.meta.url), 'utf8')
  assert.equal(list, listCommonPasswords(), 'npm run passwords')
  const first = list.split('\n').slice(0, 3000)
  const answers = await Promise.all(first.map((easy) => told(easy.toUpperCase())))
  assert.deepEqual([...new Set(answers)], ['problem.password_common'], 'all are refused, in capitals too')
  assert.equal(await told('ann@example.org', 'ann@example.org'), 'problem.password_common')
  assert.equal(await told('x'.repeat(257)), 'problem.password_long')
  assert.equal(await told('une phrase de huit mots que personne ne devine'), 'fine')
})

test('support reads and resends, an auditor reads, a manager may do everything', () => {
  assert.ok(mayDo(['support'], 'resend') && !mayDo(['support'], 'refund'))
  assert.ok(mayDo(['auditor'], 'see_audit') && rightsOfRole.auditor.every((right) => right.startsWith('see_')))
  assert.ok(mayDo(['manager'], 'publish_terms') && !mayDo([], 'see_desk'))
})
