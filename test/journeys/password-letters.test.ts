import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR, MINUTE, SECOND } from '../../src/kit/clock.ts'
import { createPerson } from '../../src/people/person.ts'
import { askNewPassword } from '../../src/people/sign-in/ask-new-password.ts'
import { setPasswordByLink } from '../../src/people/sign-in/change-password.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { limits } from '../../src/people/sign-in/throttle.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Page } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const password = 'une phrase assez longue'
const campus = '192.0.2.1'

for (const { engine, skip } of engines) {
  describe(`letters with a link to a new password, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
      const passwordHash = await hashPassword(password)
      await world.app.database.transact(async (tx) => {
        for (let n = 0; n < 130; n++) await createPerson(tx, student(n))
        for (const twin of ['twin.one', 'twin.two'])
          await createPerson(tx, { ...student(0), login: twin, email: 'twins@example.org', passwordHash })
        await createPerson(tx, { ...student(0), login: 'zoe', email: 'Zoe.Petit@example.org', passwordHash })
        // Her login is another one's address.
        await createPerson(tx, { ...student(0), login: 'ann@example.org', email: 'ann@example.net', passwordHash })
        await createPerson(tx, { ...student(0), login: 'eve', email: 'ann@example.org', passwordHash })
      })
    })
    after(() => world?.end())

    const student = (n: number) => ({
      login: `student${n}`,
      name: `Student ${n}`,
      email: `student${n}@example.org`,
      language: 'fr' as const,
    })
    const ask = (login: string, address = campus) => askNewPassword(world.app.shop, { login, address })
    const lettersTo = async (to: string) =>
      world.db
        .selectFrom('mail')
        .selectAll()
        .where('toAddress', '=', to)
        .where('kind', '=', 'set_password')
        .orderBy('createdAt')
        .execute()
    const tokenOf = (mail: { detail: string } | undefined) =>
      (JSON.parse(mail?.detail ?? '{}') as { token: string }).token

    test('a whole campus behind one address: nobody is refused, the last letters go a little later, and their links work', async () => {
      for (let n = 0; n < 130; n++) await ask(`student${n}`)
      await world.settle()
      const statuses = async () =>
        (await world.db.selectFrom('mail').select('status').where('kind', '=', 'set_password').execute()).map(
          ({ status }) => status,
        )
      const sent = async () => (await statuses()).filter((status) => status === 'sent').length
      assert.deepEqual([(await statuses()).length, await sent()], [130, limits.passwordLettersOfAddress.tries])
      world.clock.move(30 * SECOND)
      await world.settle()
      assert.equal(await sent(), 130)
    })

    test('who asks elsewhere is not late, and what was limited says so at the desk and in the log, without a name', async () => {
      await ask('zoe', '198.51.100.7')
      await world.settle()
      assert.equal((await lettersTo('Zoe.Petit@example.org'))[0]?.status, 'sent')
      for (let again = 0; again < 4; again++) await ask('Zoe.petit@EXAMPLE.org', '198.51.100.7')
      assert.equal((await lettersTo('Zoe.Petit@example.org')).length, 3, 'three an hour, by whichever name')
      const manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
      const { html } = await manager.get('/desk')
      assert.match(html, /2 demandes au-delà des trois par heure d’un même compte depuis le/)
      assert.match(html, /30 courriels partis plus tard depuis le/)
      const said = world.log.lines.filter((line) => line.includes('password letter'))
      assert.equal(said.length, 32)
      assert.doesNotMatch(said.join(), /zoe|student|@|192\.0\.2|198\.51/i)
      world.clock.move(25 * HOUR)
      await manager.signIn('admin@example.org')
      assert.doesNotMatch((await manager.get('/desk')).html, /Courriels de mot de passe/)
    })

    test('a link lives from when its letter goes, not from when it was asked for', async () => {
      await ask('student1')
      world.clock.move(3 * HOUR)
      await world.settle()
      world.clock.move(29 * MINUTE)
      const token = tokenOf((await lettersTo('student1@example.org')).at(-1))
      await setPasswordByLink(world.app.database, { token, password })
      await ask('student2')
      await world.settle()
      world.clock.move(31 * MINUTE)
      const late = tokenOf((await lettersTo('student2@example.org')).at(-1))
      await assert.rejects(setPasswordByLink(world.app.database, { token: late, password }), /no longer works/)
    })

    test('unknown names leave nothing behind that grows', async () => {
      const rows = async () => (await world.db.selectFrom('throttle').select('bucket').execute()).length
      await ask('nobody 0')
      const before = await rows()
      for (let n = 1; n < 20; n++) await ask(`nobody ${n}`)
      assert.equal(await rows(), before)
    })

    const signInAs = async (name: string, secret = password): Promise<Page> => {
      const visitor = createVisitor(world.url)
      return visitor.submit(await visitor.get(routes.signIn), routes.signIn, { login: name, password: secret })
    }
    const isIn = ({ html }: Page) => /Se déconnecter/.test(html)

    test('the address opens the door where one account has it, in any letters; a login stays its own person’s', async () => {
      assert.ok(isIn(await signInAs('zoe.petit@example.ORG')))
      assert.ok(isIn(await signInAs('twin.one')))
      assert.ok(isIn(await signInAs('ann@example.org')))
      const sessions = await world.db.selectFrom('webSession').select('personId').execute()
      const [ann, eve] = [await world.person('ann@example.org'), await world.person('eve')]
      assert.deepEqual(
        [ann, eve].map(({ id }) => sessions.some(({ personId }) => personId === id)),
        [true, false],
      )
    })

    test('an address that two accounts have opens none and gets no letter, and the page says the same as of one that nobody has', async () => {
      const words = ({ html }: Page) => html.replace(/value="[^"]*"/g, '').replace(/nonce="[^"]*"/g, '')
      const [twins, nobody, wrong] = [
        await signInAs('twins@example.org'),
        await signInAs('nobody@example.org'),
        await signInAs('zoe.petit@example.org', 'wrong'),
      ]
      assert.equal(words(twins), words(nobody))
      assert.equal(words(twins), words(wrong))
      assert.match(twins.html, /connectez-vous avec votre identifiant/)
      const visitor = createVisitor(world.url)
      const asked = async (login: string) =>
        words(await visitor.submit(await visitor.get(routes.forgotten), routes.forgotten, { login }))
      assert.equal(await asked('twins@example.org'), await asked('nobody@example.org'))
      assert.equal((await lettersTo('twins@example.org')).length, 0)
    })

    test('guesses by login and by address are counted together', async () => {
      const guess = async (name: string) => (await signInAs(name, 'wrong')).html
      for (let tries = 0; tries < limits.signInByLoginAndAddress.tries; tries++)
        assert.doesNotMatch(await guess(tries % 2 === 0 ? 'student5' : 'student5@example.org'), /Trop d’essais/)
      for (const name of ['student5', 'student5@example.org']) assert.match(await guess(name), /Trop d’essais/)
    })
  })
}
