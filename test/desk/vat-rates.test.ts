import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { vatRates } from '../../src/catalogue/vat-rate.ts'
import { DAY, nowOf } from '../../src/kit/clock.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { articleValue, createVisitor, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`VAT rates at the desk on ${engine}`, { skip }, () => {
    let world: World
    let manager: Visitor
    let person: Visitor
    before(async () => {
      // A day before the end of the year, at noon in Paris.
      world = await createWorld({ engine, start: '2026-12-30T11:00:00.000Z' })
      ;[manager, person] = [createVisitor(world.url), createVisitor(world.url)]
      await manager.signIn('admin@example.org')
      await person.signIn('a.martin@example.org')
    })
    after(() => world?.end())

    const rateOf = async (code: string) => (await vatRates(world.db, nowOf(world.clock))).rateOf(code)
    const set = async (fields: Record<string, string>) =>
      manager.submit(await manager.get(routes.deskVat), routes.deskVat, fields)
    const signInAgain = async () => {
      for (const [visitor, login] of [
        [manager, 'admin@example.org'],
        [person, 'a.martin@example.org'],
      ] as const) {
        visitor.cookies.clear()
        await visitor.signIn(login)
      }
    }
    const choose = async () => {
      const window = await person.get(routes.recharge)
      return person.submit(window, routes.recharge, {
        article: articleValue(window, 5),
        method: 'ogone',
        terms: 'yes',
      })
    }

    test('a new code is set and can be given to an article at once, named where another has its rate; it is in the audit log', async () => {
      const page = await set({ code: 'fr-2.1', rate: '2,1', day: '2026-12-30' })
      assert.equal(page.status, 200)
      assert.match(page.html, /C’est enregistré/)
      assert.equal(await rateOf('fr-2.1'), 210)
      assert.match((await manager.get(routes.deskArticleNew)).html, />2,1\u202f%<\//)
      await set({ code: 'small', rate: '2,1', day: '2026-12-30' })
      const both = (await manager.get(routes.deskArticleNew)).html
      assert.match(both, /2,1\u202f% \(fr-2\.1\)/)
      assert.match(both, /2,1\u202f% \(small\)/)
      assert.match((await manager.get(routes.deskAudit)).html, /Taux de TVA fixé/)
    })

    test('after saving one thing is said and the form is folded; a code’s link opens it for the next month', async () => {
      const saved = await manager.get(`${routes.deskVat}?saved=yes`)
      const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(saved.html) ?? []
      assert.equal(main.match(/role="status"/g)?.length, 1)
      assert.match(saved.html, /<details class="fold mb5">/)
      const change = await manager.get(`${routes.deskVat}?code=fr-2.1`)
      assert.match(change.html, /<details class="fold mb5" open/)
      assert.equal(readForm(change, routes.deskVat).fields.day, '2027-01-01')
    })

    test('what cannot be is refused with its field, and what was typed stays', async () => {
      const refused = [
        [{ code: 'FR 20', rate: '20' }, /Indiquez un code/],
        [{ code: 'fr-21', rate: '120' }, /Indiquez un taux entre 0/],
        [{ code: 'fr-21', rate: '-1' }, /Indiquez un taux entre 0/],
        [{ code: 'fr-20', rate: '21', day: '2026-12-29' }, /Ce jour est passé/],
        [{ code: 'fr-20', rate: '20' }, /a déjà ce taux/],
        [{ code: 'fr-20', rate: '21', day: 'demain' }, /date complète/],
      ] as const
      for (const [fields, words] of refused) {
        const page = await set(fields)
        assert.equal(page.status, 422, JSON.stringify(fields))
        assert.match(page.html, words)
        assert.ok(page.html.includes(`value="${fields.rate}"`))
      }
      assert.equal(await rateOf('fr-21'), undefined)
    })

    test('a rate prepared for a day holds from its midnight, and an order keeps the rate it was placed at', async () => {
      const page = await set({ code: 'fr-20', rate: '21', day: '2027-01-01' })
      assert.match(page.html, /21\u202f% à partir du 1<sup>er<\/sup>\s*janvier/)
      assert.equal(await rateOf('fr-20'), 2000)
      const before = await choose()
      await person.submit(before, routes.orders)
      const summary = await choose()
      assert.match(summary.html, /20\u202f%/)
      world.clock.move(DAY + 11.5 * 3_600_000) // 23:30 in Paris on the 31st.
      assert.equal(await rateOf('fr-20'), 2000)
      world.clock.move(3_600_000)
      assert.equal(await rateOf('fr-20'), 2100)
      await signInAgain()
      const orders = await world.db.selectFrom('orders').select(['vatBp', 'vatMinor', 'priceMinor']).execute()
      assert.deepEqual(orders, [{ vatBp: 2000, vatMinor: 83, priceMinor: 500 }])
      const now = await choose()
      assert.match(now.html, /21\u202f%/)
    })

    test('who saw one rate in the summary does not order at another', async () => {
      await signInAgain()
      const summary = await choose()
      await set({ code: 'fr-20', rate: '22' })
      const page = await person.submit(summary, routes.orders)
      assert.equal(page.status, 422)
      assert.match(page.html, /Le taux de TVA a changé/)
    })

    test('what was set is never changed: neither by a row nor by its code', async () => {
      await assert.rejects(world.db.updateTable('vatRateVersion').set({ rateBp: 1 }).execute(), /append-only/)
      await assert.rejects(world.db.deleteFrom('vatRate').execute(), /append-only/)
    })
  })
}

test('an auditor reads the rates and finds no form', async () => {
  const world = await createWorld()
  const passwordHash = await hashPassword('demonstration')
  const wish = { login: 'audit@example.org', name: 'Anne AUDIT', email: 'audit@example.org', language: 'fr' as const }
  await world.app.database.transact((tx) => createPerson(tx, { ...wish, passwordHash, roles: ['auditor'] }))
  const auditor = createVisitor(world.url)
  await auditor.signIn('audit@example.org')
  const page = await auditor.get(routes.deskVat)
  assert.match(page.html, /fr-19\.6/)
  assert.doesNotMatch(page.html, /action="\/desk\/vat"/)
  await world.end()
})
