import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE } from '../../src/kit/clock.ts'
import { Failure } from '../../src/kit/failure.ts'
import { signIn } from '../../src/people/sign-in/sign-in.ts'
import { limits } from '../../src/people/sign-in/throttle.ts'
import { routes } from '../../src/web/routes.ts'
import { declareWithdrawal } from '../../src/withdrawals/declare-withdrawal.ts'
import { engines } from '../support/databases.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const campus = '192.0.2.10'

for (const { engine, skip } of engines) {
  describe(`many behind one address on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())

    const enter = (login: string, password: string, address = campus) =>
      signIn(world.app.database, { login, password, address, browser: 'x' })
    const refusal = async (promise: Promise<unknown>) => {
      const error = await promise.then(
        () => assert.fail('it was accepted'),
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof Failure, String(error))
      return { message: error.problems[0]?.message, minutes: error.problems[0]?.values?.minutes }
    }
    const wrong = async (from: number, to: number) => {
      for (let n = from; n < to; n++)
        assert.equal((await refusal(enter(`student${n}`, 'x'))).message, 'problem.sign_in_failed', `try ${n}`)
    }
    const later = { message: 'problem.too_many_tries', minutes: 1 }
    const { tries: atOnce } = limits.signInByAddress
    const { tries: afterwards } = limits.signInPastAddress

    test('past fifty wrong passwords the network is slowed to twenty a minute, and never shut', async () => {
      await wrong(0, atOnce + afterwards)
      assert.deepEqual(await refusal(enter('admin@example.org', 'demonstration')), later)
      world.clock.move(MINUTE)
      assert.ok((await enter('admin@example.org', 'demonstration')).token, 'a minute later, not fifteen')
      await wrong(100, 100 + afterwards)
      assert.deepEqual(await refusal(enter('student200', 'x')), later)
      assert.ok((await enter('admin@example.org', 'demonstration')).token, 'who came from here before does not wait')
      assert.ok((await enter('a.martin@example.org', 'demonstration', '198.51.100.7')).token, 'nor who is elsewhere')
    })

    test('the page says a minute, the log why, the desk how many and since when, none of them who', async () => {
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      const { html } = await manager.get(routes.desk)
      assert.match(html, /2 connexions remises à une minute plus tard depuis le/)
      const bucket = 'sign-in address 127.0.0.1'
      const since = new Date(world.clock.nowMs()).toISOString()
      for (const [each, tries] of Object.entries({ [bucket]: atOnce, [`${bucket} afterwards`]: afterwards }))
        await world.db
          .insertInto('throttle')
          .values({ bucket: each, tries, since })
          .onConflict((conflict) => conflict.column('bucket').doUpdateSet({ tries, since }))
          .execute()
      const student = createVisitor(world.url)
      const typed = { login: 'student7', password: 'x' }
      const refused = await student.submitOnly(await student.get(routes.signIn), routes.signIn, typed)
      assert.match(refused.html, /Trop d’essais/)
      const said = world.log.lines.filter((line) => line.includes('too many tries from one network'))
      assert.equal(said.length, 1)
      assert.doesNotMatch(said.join(), /student|192\.0\.2|127\.0\.0/)
      assert.match((await manager.get(routes.desk)).html, /3 connexions remises/)
    })

    test('withdrawals past twenty an hour go on slowly: a declaration has to arrive', async () => {
      const declare = (n: number) =>
        declareWithdrawal(world.app.database, {
          key: `${n}`.padStart(20, 'k'),
          name: 'Zoé Petit',
          contract: 'unknown',
          email: `zoe${n}@example.org`,
          language: 'fr',
          person: undefined,
          address: campus,
        })
      const room = limits.withdrawalByAddress.tries + limits.withdrawalPastAddress.tries
      for (let n = 0; n < room; n++) assert.equal((await declare(n)).status, 'received')
      assert.deepEqual(await refusal(declare(room)), later)
      world.clock.move(MINUTE)
      assert.equal((await declare(room)).status, 'received')
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      assert.match((await manager.get(routes.desk)).html, /une rétractation remise à une minute plus tard depuis le/)
    })
  })
}
