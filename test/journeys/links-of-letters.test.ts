import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { tablesInOrder } from '../../src/db/migrate.ts'
import { amount } from '../../src/kit/amount.ts'
import { resetPassword } from '../../src/people/manage-people.ts'
import { askNewPassword } from '../../src/people/sign-in/ask-new-password.ts'
import { routes } from '../../src/web/routes.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`links of letters, opened by programs that look through mail, on ${engine}`, { skip }, () => {
    let world: World
    let owner: Visitor
    before(async () => {
      world = await createWorld({ engine })
      owner = createVisitor(world.url)
      await owner.signIn(login)
    })
    after(() => world?.end())

    /** Everything that is kept, but for when a session was last seen. */
    async function everythingKept(): Promise<Record<string, unknown>> {
      const kept: Record<string, unknown> = {}
      for (const table of tablesInOrder()) {
        if (table === 'web_session') continue
        const { rows } = await sql`select * from ${sql.table(table)}`.execute(world.db)
        kept[table] = rows.map((row) => JSON.stringify(row)).sort()
      }
      return kept
    }

    async function linksOf(kind: string): Promise<string[]> {
      const { toAddress } = await world.db
        .selectFrom('mail')
        .select('toAddress')
        .where('kind', '=', kind)
        .executeTakeFirstOrThrow()
      const letters = await world.db.selectFrom('capturedMail').selectAll().where('toAddress', '=', toAddress).execute()
      const written = letters.flatMap(({ text, html }) => [text, html]).join('\n')
      return [...new Set(written.match(/https?:\/\/[^\s"<>]+/g) ?? [])].map((url) => url.replaceAll('&amp;', '&'))
    }

    test('by GET and HEAD none of any letter changes anything, for a stranger and for the signed-in owner', async () => {
      const { shop } = world.app
      const payment = await buy(world, owner, { number: 10 })
      await askForRefund(shop, {
        paymentId: payment.id,
        amount: amount(300, 'EUR'),
        reason: 'x',
        by: 'per_manager',
        key: 'once',
        belowZero: false,
      })
      await askNewPassword(shop, { login, address: '192.0.2.1' })
      const person = await world.person('v.delautre@cartadis.com')
      await shop.database.transact((tx) => resetPassword(tx, { person, by: person.id, way: 'letter' }))
      const wish = { email: 'alice@example.net', emailPassword: 'demonstration' }
      await owner.submit(await owner.get(routes.profile), routes.profileEmail, wish)
      const declaration = { name: 'Alice', contract: 'x', email: 'declared@example.net' }
      const sure = await owner.submit(await owner.get(routes.withdrawal), routes.withdrawal, declaration)
      await owner.submit(sure, routes.withdrawalConfirmation)
      await world.settle()
      await world.settle()
      const kinds = (await world.db.selectFrom('mail').select('kind').distinct().execute())
        .map(({ kind }) => kind)
        .sort()
      assert.deepEqual(kinds, [
        'choose_password',
        'confirm_email',
        'credit_note',
        'receipt',
        'set_password',
        'withdrawal_received',
      ])
      const links = [...new Set((await Promise.all(kinds.map(linksOf))).flat())]
      for (const path of ['/new-password/', '/confirm-email/', '/orders/', '/withdrawal?'])
        assert.ok(
          links.some((url) => url.includes(path)),
          `${path} is in a letter: ${links}`,
        )
      const before = await everythingKept()
      for (const url of links) {
        for (const visitor of [createVisitor(world.url), owner]) {
          for (const method of ['HEAD', 'GET']) {
            const { status } = await visitor.send(url, { method })
            assert.ok(status < 400, `${method} ${url}: ${status}`)
            const now = await everythingKept()
            for (const [table, rows] of Object.entries(before))
              assert.deepEqual(now[table], rows, `${method} ${url}: ${table}`)
          }
        }
      }
    })

    test('after all that the buttons work: the address is confirmed, the password is set', async () => {
      const letters = (await linksOf('confirm_email')).concat(await linksOf('set_password'))
      const [confirm = '', choose = ''] = ['/confirm-email/', '/new-password/'].map((path) =>
        letters.find((url) => url.includes(path)),
      )
      const stranger = createVisitor(world.url)
      const page = await stranger.get(choose)
      assert.equal(
        (await stranger.post(choose, { password: 'une phrase toute neuve' })).status,
        403,
        'without its proof',
      )
      await stranger.submit(await stranger.get(confirm), '/confirm-email', {})
      assert.equal((await world.person(login)).email, 'alice@example.net')
      assert.match((await stranger.get(confirm)).html, /Ce lien ne sert plus/)
      assert.equal(page.status, 200)
      assert.equal((await stranger.get(choose)).status, 404, 'links that lay in the old mailbox are worthless')
      const other = (await linksOf('choose_password')).find((url) => url.includes('/new-password/')) ?? ''
      const set = await stranger.submit(await stranger.get(other), '/new-password', {
        password: 'une phrase toute neuve',
      })
      assert.match(set.html, /Votre mot de passe est changé/)
    })
  })
}
