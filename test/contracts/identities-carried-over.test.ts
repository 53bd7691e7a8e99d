import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import { handClock } from '../../src/kit/clock.ts'
import { memoryLog } from '../../src/kit/log.ts'
import { createSecretBox } from '../../src/kit/secret-box.ts'
import { findPersonByLogin, type Person } from '../../src/people/person.ts'
import { askNewPassword } from '../../src/people/sign-in/ask-new-password.ts'
import { codeAt, newCodeSecret, stepOf } from '../../src/people/sign-in/one-time-code.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { useSecondFactor } from '../../src/people/sign-in/second-factor.ts'
import { signIn } from '../../src/people/sign-in/sign-in.ts'
import { engines, freshPlace } from '../support/databases.ts'

const password = 'une phrase assez longue'
const enter = { password, address: '198.51.100.1', browser: 'x' }

for (const { engine, skip } of engines) {
  describe(`a database from before identities had tables of their own, on ${engine}`, { skip }, () => {
    test('everybody comes in as before, with password, second factor and recovery codes', async () => {
      const place = await freshPlace(engine)
      const clock = handClock('2026-11-24T09:00:00.000Z')
      const database = openDatabase(place, clock)
      await migrate(database, '0023-session-language.sql')
      const box = createSecretBox('a key of the tests, long enough for it')
      const [secret, passwordHash] = [newCodeSecret(), await hashPassword(password)]
      const [sealed, step] = [box.seal(secret.toString('base64url')), stepOf(clock.nowMs())]
      const at = '2026-11-01T00:00:00.000Z'
      const columns = sql`id, login, login_key, name, email, email_key, language, theme, password_hash, created_at`
      await database.transact(async (tx) => {
        await sql`insert into person (${columns}, totp_secret, totp_last_step, recovery_codes)
          values ('per_1', 'Boss', 'boss', 'Boss', 'Boss@example.org', 'boss@example.org', 'fr', 'light', ${passwordHash},
            ${at}, ${sealed}, ${step}, '["h1","h2"]')`.execute(tx)
        await sql`insert into person (${columns}) values ('per_2', 'ann', 'ann', 'Ann', 'ann@example.org',
          'ann@example.org', 'en', 'dark', ${passwordHash}, ${at})`.execute(tx)
        await sql`insert into person_role (person_id, role) values ('per_1', 'manager')`.execute(tx)
        await sql`insert into web_session (token_hash, person_id, created_at, seen_at, expires_at, browser)
          values ('t', 'per_2', ${at}, ${at}, ${at}, 'x')`.execute(tx)
      })

      assert.deepEqual((await migrate(database)).slice(0, 1), ['0024-identities.sql'])
      const boss = (await findPersonByLogin(database.db, 'BOSS')) as Person
      assert.deepEqual(boss, {
        ...{ id: 'per_1', login: 'Boss', loginKey: 'boss', name: 'Boss', language: 'fr', theme: 'light' },
        ...{ email: 'Boss@example.org', emailKey: 'boss@example.org', disabledAt: null, createdAt: at },
      })
      for (const login of ['boss', ' ANN ']) assert.ok((await signIn(database, { ...enter, login })).token)
      assert.equal(
        await database.db
          .selectFrom('webSession')
          .select('personId')
          .execute()
          .then((all) => all.length),
        3,
      )

      const use = (code: string) =>
        useSecondFactor(database, box, { person: boss, code, field: 'code' }, async () => 'in').catch(() => 'refused')
      assert.equal(await use(codeAt(secret, step)), 'refused', 'a code that was used before')
      assert.equal(await use(codeAt(secret, step + 1)), 'in')
      const kept = await database.db.selectFrom('credential').selectAll().orderBy('personId').orderBy('kind').execute()
      assert.deepEqual(
        kept.map(({ personId, kind, lastStep }) => [personId, kind, lastStep]),
        [
          ['per_1', 'one_time_code', step + 1],
          ['per_1', 'password', null],
          ['per_1', 'recovery_codes', null],
          ['per_2', 'password', null],
        ],
      )
      assert.equal(kept[2]?.secret, '["h1","h2"]')
      await askNewPassword({ database, log: memoryLog() }, { login: 'ann', address: '192.0.2.1' })
      const mails = await database.db.selectFrom('mail').select('toAddress').execute()
      assert.deepEqual(mails, [{ toAddress: 'ann@example.org' }])
      assert.deepEqual((await database.snapshot(checkBooks)).problems, [])
      await database.close()
      await place.remove()
    })
  })
}
