import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { perform } from '../../src/db/act.ts'
import { DAY } from '../../src/kit/clock.ts'
import { giveRole, withdrawRole } from '../../src/people/change-role.ts'
import { isHeld } from '../../src/people/find-people.ts'
import { disablePerson, enablePerson } from '../../src/people/manage-people.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`people at the desk on ${engine}`, { skip }, () => {
    let world: World
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    const create = async (fields: Record<string, string>): Promise<Page> =>
      manager.submit(await manager.get(routes.deskPersonNew), routes.deskPeople, fields)
    const pageOf = async (login: string) =>
      manager.get(routes.deskPerson.replace(':personId', (await world.person(login)).id))
    const press = async (login: string, act: string): Promise<Page> => {
      const page = await pageOf(login)
      return manager.submit(page, new URL(page.url).pathname, { act })
    }
    const linksTo = async (address: string): Promise<string[]> => {
      await world.settle()
      const mails = await world.db.selectFrom('capturedMail').selectAll().orderBy('id').execute()
      return mails
        .filter((mail) => mail.toAddress === address)
        .map(({ text }) => /(\/new-password\/\w+)/.exec(text)?.[1] ?? '')
    }

    test('a person is created, chooses a password by the link of the letter, and is in', async () => {
      const page = await create({ login: 'zoé.petit', name: 'Zoé PETIT', email: 'zoe@example.org' })
      assert.equal(page.status, 200)
      assert.match(page.html, /La personne est créée/)
      assert.match(page.html.replace(/<[^>]+>/g, ' '), /Rôles[\s.]*aucun/)
      const [link = ''] = await linksTo('zoe@example.org')
      const zoe = createVisitor(world.url)
      await zoe.submit(await zoe.get(link), '/new-password', { password: 'un mot de passe à moi' })
      assert.match((await zoe.signIn('zoé.petit', 'un mot de passe à moi')).html, /Zoé PETIT/)
      assert.equal((await zoe.get(link)).status, 404, 'the link works once')
    })

    test('what cannot be is refused with its field, and what was typed stays', async () => {
      const good = { login: 'karl', name: 'Karl', email: 'karl@example.org' }
      for (const [fields, words] of [
        [{ ...good, login: 'zoé.petit' }, /déjà pris/],
        [{ ...good, login: '' }, /Indiquez un identifiant/],
        [{ ...good, login: 'ka\u200brl' }, /sans espace ni caractère invisible/],
        [{ ...good, email: 'karl' }, /aria-invalid/],
        [{ ...good, name: '' }, /aria-invalid/],
      ] as const) {
        const page = await create(fields)
        assert.equal(page.status, 422, JSON.stringify(fields))
        assert.match(page.html, words)
        assert.match(page.html, /value="(karl@example\.org|karl)"/)
      }
    })

    test('who is disabled is out at once: open sessions, the password, links that lie in a mailbox', async () => {
      const zoe = createVisitor(world.url)
      await zoe.signIn('zoé.petit', 'un mot de passe à moi')
      await press('zoé.petit', 'letter')
      const link = (await linksTo('zoe@example.org')).at(-1) ?? ''
      assert.match((await press('zoé.petit', 'disable')).html, /Le compte est désactivé/)
      assert.equal((await zoe.send('/')).status, 303, 'the open session has ended')
      assert.equal((await createVisitor(world.url).signIn('zoé.petit', 'un mot de passe à moi')).status, 422)
      assert.equal((await zoe.get(link)).status, 404)
      await zoe.submit(await zoe.get(routes.forgotten), routes.forgotten, { login: 'zoé.petit' })
      assert.equal((await linksTo('zoe@example.org')).length, 2, 'no letter for who is disabled')
    })

    test('who is enabled again signs in anew: no session and no link from before comes back', async () => {
      const before = await linksTo('zoe@example.org')
      assert.match((await press('zoé.petit', 'enable')).html, /actif de nouveau/)
      const zoe = createVisitor(world.url)
      for (const link of before) assert.equal((await zoe.get(link)).status, 404)
      assert.match((await zoe.signIn('zoé.petit', 'un mot de passe à moi')).html, /Zoé PETIT/)
    })

    test('a link is good for seven days, and another one ends it', async () => {
      await press('zoé.petit', 'letter')
      const first = (await linksTo('zoe@example.org')).at(-1) ?? ''
      await press('zoé.petit', 'letter')
      const second = (await linksTo('zoe@example.org')).at(-1) ?? ''
      const zoe = createVisitor(world.url)
      assert.equal((await zoe.get(first)).status, 404)
      world.clock.move(6 * DAY)
      assert.equal((await zoe.get(second)).status, 200)
      world.clock.move(DAY + 1)
      assert.equal((await zoe.get(second)).status, 404)
      await manager.signIn('admin@example.org')
    })

    test('people are found by the beginning of login, address or name, and listed page by page', async () => {
      const passwordHash = await hashPassword('demonstration')
      await world.app.database.transact(async (tx) => {
        for (let count = 100; count < 160; count += 1) {
          const login = `m${count}`
          const wish = { login, name: `Multi ${count}`, email: `${login}@example.org`, language: 'fr' as const }
          await createPerson(tx, { ...wish, passwordHash })
        }
      })
      const search = async (q: string) => (await manager.get(`${routes.deskPeople}?q=${encodeURIComponent(q)}`)).html
      for (const q of ['ZOÉ', 'petit', 'zoe@exam']) assert.match(await search(q), /zoe<wbr\/>@/)
      assert.match(await search('%'), /Personne ne correspond/)
      const first = await manager.get(`${routes.deskPeople}?q=multi`)
      assert.ok(first.html.includes('>m149<') && !first.html.includes('>m150<'))
      const next = /href="(\/desk\/people\?q=multi&amp;after=[^"]+)"/.exec(first.html)?.[1] ?? ''
      assert.match((await manager.get(next.replace('&amp;', '&'))).html, />m159</)
    })

    const change = async (login: string, act: 'give' | 'take', role: string): Promise<Page> => {
      const page = await pageOf(login)
      return manager.submitOnly(page, new URL(page.url).pathname, { act, role })
    }

    test('a role opens the desk with the next click, and closes it', async () => {
      const zoe = createVisitor(world.url)
      await zoe.signIn('zoé.petit', 'un mot de passe à moi')
      assert.equal((await zoe.get('/desk')).status, 403)
      const given = await change('zoé.petit', 'give', 'support')
      assert.equal(given.status, 303)
      assert.match((await manager.get(given.location ?? '')).html, /Le rôle est donné/)
      assert.equal((await zoe.get('/desk')).status, 200)
      assert.equal((await zoe.get('/desk/audit')).status, 403, 'and nothing that another role allows')
      await change('zoé.petit', 'take', 'support')
      assert.equal((await zoe.get('/desk')).status, 403)
      await change('zoé.petit', 'take', 'support')
      const audit = await world.db.selectFrom('auditEntry').select('act').where('act', 'like', '% support').execute()
      assert.deepEqual(audit.map(({ act }) => act).sort(), ['grant support', 'take support'], 'nothing done twice')
      assert.equal((await change('zoé.petit', 'give', 'emperor')).status, 422)
    })

    test('the last manager stays one, and who is disabled gets no role', async () => {
      const page = await pageOf('admin@example.org')
      assert.match(page.html, /C’est le dernier gestionnaire/)
      const refused = await change('admin@example.org', 'take', 'manager')
      assert.equal(refused.status, 409)
      assert.match(refused.html, /C’est le dernier gestionnaire/)
      await press('zoé.petit', 'disable')
      const disabled = await change('zoé.petit', 'give', 'manager')
      assert.equal(disabled.status, 409)
      assert.match(disabled.html, /Ce compte est désactivé/)
      await press('zoé.petit', 'enable')
    })

    test('two managers who remove each other at once: one of them remains', async () => {
      const ids = [(await world.person('admin@example.org')).id, (await world.person('zoé.petit')).id] as const
      const { database } = world.app
      const again = (personId: string) =>
        perform(database, (tx) => giveRole(tx, { personId, role: 'manager', by: 'test' }))
      for (let round = 0; round < 8; round += 1) {
        for (const id of ids) await again(id)
        const take = (personId: string, by: string) =>
          round % 2 === 0
            ? perform(database, (tx) => withdrawRole(tx, { personId, role: 'manager', by }))
            : database.transact((tx) => disablePerson(tx, { personId, by }))
        await Promise.allSettled([take(ids[0], ids[1]), take(ids[1], ids[0])])
        assert.ok(await isHeld(world.db, 'manager'), `nobody manages after round ${round}`)
        for (const personId of ids) await database.transact((tx) => enablePerson(tx, { personId, by: 'test' }))
      }
      for (const id of ids) await again(id)
      await manager.signIn('admin@example.org')
    })

    test('nobody disables themselves, and each act is in the audit log', async () => {
      const page = await pageOf('admin@example.org')
      assert.match(page.html, /ne désactive son propre compte/)
      const refused = await manager.submitOnly(page, new URL(page.url).pathname, { act: 'disable' })
      assert.equal(refused.status, 403)
      const acts = await world.db.selectFrom('auditEntry').select('act').execute()
      for (const act of ['create person', 'disable person', 'enable person', 'send password link'])
        assert.ok(
          acts.some((entry) => entry.act === act),
          act,
        )
    })
  })
}
