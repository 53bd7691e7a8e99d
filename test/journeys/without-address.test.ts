import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addPersonCommand } from '../../src/cli/people-command.ts'
import type { Failure } from '../../src/kit/failure.ts'
import { findPeople } from '../../src/people/find-people.ts'
import { addPerson, resetPassword } from '../../src/people/manage-people.ts'
import { createPerson, findPersonByLogin, type Person } from '../../src/people/person.ts'
import { askNewPassword } from '../../src/people/sign-in/ask-new-password.ts'
import { setPasswordByLink } from '../../src/people/sign-in/change-password.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { signIn } from '../../src/people/sign-in/sign-in.ts'
import { startSession } from '../../src/people/sign-in/web-session.ts'
import { exportPerson } from '../../src/receipts/person-export.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const enter = { address: '198.51.100.1', browser: 'x' }

for (const { engine, skip } of engines) {
  describe(`who has no address or no password, on ${engine}`, { skip }, () => {
    let world: World
    let ada: Visitor
    /** Comes in by another place's word: no login of Obole's own, no password. */
    let elsewhere: Person
    before(async () => {
      world = await createWorld({ engine })
      const passwordHash = await hashPassword('demonstration')
      elsewhere = await world.app.database.transact(async (tx) => {
        await createPerson(tx, { login: 'ada', name: 'Ada', language: 'en', passwordHash })
        const wish = { login: 'cas-only', name: 'Cas', email: 'cas@example.org', language: 'en' as const }
        return createPerson(tx, { ...wish, signsInHere: false })
      })
      ada = createVisitor(world.url)
      await ada.signIn('ada')
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })
    const mailsTo = async (address: string) =>
      world.db.selectFrom('mail').selectAll().where('toAddress', '=', address).execute()
    const problem = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'accepted',
        (error: Failure) => error.problems[0]?.message ?? error.code,
      )

    test('without an address a recharge is paid and credited; the receipt is read on the page, no mail is promised', async () => {
      const before = (await world.db.selectFrom('mail').select('id').execute()).length
      const payment = await buy(world, ada, { number: 10 })
      assert.equal(await world.balanceOf('ada'), 1000)
      const page = await ada.get(`/orders/${payment.orderId}`)
      assert.match(page.html, /data-situation="credited"/)
      assert.match(page.html, /Your account has no email address: print or save the receipt here/)
      assert.doesNotMatch(page.html, /Email it to me|by email and on this page/)
      assert.equal((await world.db.selectFrom('mail').select('id').execute()).length, before)
      assert.match((await ada.get('/profile')).html, /No address: you will find your receipts with your orders/)
    })

    test('the desk says so of the person and of the order, and finds them by login and name', async () => {
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      const { id } = await world.person('ada')
      const page = await manager.get(`/desk/people/${id}`)
      assert.match(page.html, /aucune adresse/)
      assert.match(page.html, /Sans adresse de courriel, aucun lien ne peut partir/)
      assert.doesNotMatch(page.html, /value="letter"/)
      assert.match((await manager.get('/desk/people?q=ada')).html, /aucune adresse/)
      const order = await world.db
        .selectFrom('orders')
        .select('id')
        .where('personId', '=', id)
        .executeTakeFirstOrThrow()
      assert.match((await manager.get(`/desk/orders/${order.id}`)).html, /Cette personne n’a pas d’adresse de courriel/)
      const { people } = await findPeople(world.db, { text: 'ada', limit: 10 })
      assert.deepEqual(
        people.map(({ login, email }) => [login, email]),
        [['ada', null]],
      )
    })

    test('a forgotten password is answered by the same silence, and no letter is written to nowhere', async () => {
      const before = (await world.db.selectFrom('oneTimeLink').select('tokenHash').execute()).length
      for (const login of ['ada', 'cas-only']) {
        await askNewPassword(world.app.shop, { login, address: '192.0.2.7' })
      }
      assert.equal((await world.db.selectFrom('oneTimeLink').select('tokenHash').execute()).length, before)
      assert.deepEqual(await mailsTo('cas@example.org'), [])
      const person = await world.person('ada')
      const letter = world.app.database.transact((tx) => resetPassword(tx, { person, by: 'x', way: 'letter' }))
      assert.equal(await problem(letter), 'problem.email_none')
      const added = addPerson(world.app.database, { login: 'new', name: 'N', language: 'fr', by: 'x', way: 'letter' })
      assert.equal(await problem(added), 'problem.email_none')
      assert.equal(await findPersonByLogin(world.db, 'new'), undefined, 'and nobody is created')
      const told = { login: 'new', name: 'N', language: 'fr', publicUrl: world.url }
      assert.equal(await addPersonCommand(world.app.database, told), 1)
      assert.equal(await addPersonCommand(world.app.database, { ...told, showLink: true }), 0)
    })

    test('who has no password is refused like anybody, and chooses one by a link of the operator', async () => {
      const attempt = { ...enter, login: 'cas-only', password: 'une phrase assez longue' }
      assert.equal(await problem(signIn(world.app.database, attempt)), 'problem.sign_in_failed')
      const visitor = createVisitor(world.url)
      const token = await world.app.database.transact((tx) =>
        startSession(tx, { personId: elsewhere.id, browser: 'x' }),
      )
      visitor.cookies.set('obole', token)
      const profile = await visitor.get('/profile')
      assert.match(profile.html, /Your account has no password here/)
      assert.doesNotMatch(profile.html, /type="password"/)
      const link = await world.app.database.transact((tx) =>
        resetPassword(tx, { person: elsewhere, by: 'x', way: 'shown' }),
      )
      await setPasswordByLink(world.app.database, { token: link, password: attempt.password })
      assert.equal((await signIn(world.app.database, attempt)).person.id, elsewhere.id)
      assert.doesNotMatch((await visitor.get('/profile')).html, /Your account has no password here/)
    })

    test('a login belongs to one person, whichever way they come in', async () => {
      const taken = { login: 'CAS-only', name: 'x', language: 'fr' as const }
      const made = world.app.database.transact((tx) => createPerson(tx, taken))
      assert.equal(await problem(made), 'problem.login_taken')
    })

    test('a person is told by what names and proofs they come in, without the secrets', async () => {
      const data = await exportPerson(world.db, (await world.person('ada')).id)
      const [identity] = data.identities as Array<{ provider: string; subject: string; seenAt: string | null }>
      assert.deepEqual([identity?.provider, identity?.subject], ['local', 'ada'])
      assert.ok(identity?.seenAt, 'it was used to sign in')
      assert.deepEqual(Object.keys((data.credentials as object[])[0] ?? {}), ['kind', 'setAt'])
      assert.doesNotMatch(JSON.stringify(data), /argon2/)
    })
  })
}
