import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createSettlementLoad } from '../support/settlement-load.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`closings at the desk on ${engine}`, { skip }, () => {
    let world: World
    let desk: Visitor
    before(async () => {
      world = await createWorld({ engine, start: '2026-11-30T09:00:00.000Z' })
      await (await createSettlementLoad(world.app, 2)).round()
      desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
    })
    after(() => world?.end())
    const text = (html: string) =>
      html
        .replace(/<\/?sup>/g, '')
        .replace(/<[^>]+>/g, ' ')
        .replace(/[\s\u00a0\u202f]+/g, ' ')

    test('before the first one the page says that there is none', async () => {
      assert.match(text((await desk.get(routes.deskClosings)).html), /Aucune clôture de ce genre/)
    })

    test('the list by day, by month, and the way there from the overview', async () => {
      world.clock.set('2026-12-02T08:00:00.000Z')
      await world.app.worker.runNow(['closings'])
      await desk.signIn('admin@example.org')
      assert.match((await desk.get(routes.desk)).html, /href="\/desk\/closings"/)
      // Each figure begins with its head, which a telephone alone shows.
      const line = (day: string, sold: string, receipts: number) =>
        `${day} Vendu, TTC ${sold} Reçus ${receipts} Rendu, TTC 0,00 € Avoirs 0 Total perpétuel vendu 40,00 €`
      const days = text((await desk.get(routes.deskClosings)).html)
      assert.ok(days.includes(`${line('1er décembre 2026', '0,00 €', 0)} ${line('30 novembre 2026', '40,00 €', 2)}`))
      const months = text((await desk.get(`${routes.deskClosings}?kind=month`)).html)
      assert.match(months, new RegExp(`Période .* ${line('novembre 2026', '40,00 €', 2)}`))
      assert.doesNotMatch(months, /1er décembre/)
      const older = text((await desk.get(`${routes.deskClosings}?before=2026-12-01`)).html)
      assert.doesNotMatch(older, /1er décembre/)
    })

    test('one closing: VAT, numbers as they are printed, accounts without names, and its hash', async () => {
      const { html } = await desk.get(`${routes.deskClosings}/1`)
      const row = await world.db.selectFrom('closing').select('hash').where('number', '=', 1).executeTakeFirstOrThrow()
      const papers = await world.db.selectFrom('receipt').select('number').orderBy('value').execute()
      const page = text(html)
      assert.match(page, /Clôture du 30 novembre 2026/)
      assert.match(page, /Ventes HT à 20 % 33,34 € TVA 20 % 6,66 € Vendu, TTC 40,00 €/)
      assert.ok(page.includes(`Reçus du n° ${papers[0]?.number} au n° ${papers[1]?.number} 2`))
      assert.ok(page.replaceAll(' ', '').includes(row.hash))
      assert.doesNotMatch(page, /per_/)
      for (const number of ['0', '99', 'x', '1e1'])
        assert.equal((await desk.send(`${routes.deskClosings}/${number}`)).status, 404)
    })

    test('the file has every closing of every kind, in numbers', async () => {
      const file = await desk.send(`${routes.deskClosingsCsv}?as=csv_plain`)
      assert.match(file.headers.get('content-type') ?? '', /^text\/csv/)
      const lines = file.html.trim().split('\r\n')
      assert.equal(lines.length, 4)
      assert.match(
        lines[0] ?? '',
        /^Clôture;Nature;Période;Du;Au \(exclu\);Fuseau horaire;Devise;Vendu;dont TVA;Rendu;/,
      )
      assert.match(lines[2] ?? '', /^2;Mois;2026-11;.*;Europe\/Paris;EUR;40,00;6,66;0,00;2;0;40,00;0,00;/)
    })
  })
}
