import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { type ArticleDesk, createArticleDesk, offerFields } from '../support/article-desk.ts'
import { engines } from '../support/databases.ts'
import { articleValue, readForm } from '../support/visitor.ts'

for (const { engine, skip } of engines) {
  describe(`a reduction in the shop window on ${engine}`, { skip }, () => {
    let desk: ArticleDesk
    before(async () => {
      desk = await createArticleDesk(engine)
    })
    after(() => desk?.world.end())

    test('it says the lowest price of the thirty days before it, and its last day', async () => {
      const said = async () =>
        [...(await desk.shopWindow()).html.matchAll(/30 jours précédant la remise\s: ([\d,]+)\s€/g)].map(
          ([, price]) => price,
        )
      assert.deepEqual(await said(), [], 'article 50 was never sold before its reduction')
      await desk.travel('2026-12-10T09:00:00.000Z')
      await desk.save(10, { price: '9,00', vat: 'fr-19.6' })
      await desk.travel('2026-12-20T09:00:00.000Z')
      await desk.save(10, { price: '12,00', vat: 'fr-19.6' })
      await desk.travel('2027-01-05T09:00:00.000Z')
      const reduced = { price: '12,00', vat: 'fr-19.6', ...offerFields(0, '10', '', '31/01/2027') }
      const { fields } = readForm(await desk.open(10), await desk.pathOf(10))
      const typed = { ...fields, ...reduced, on: '2027-01-05' }
      const draft = await desk.manager.post(`${await desk.pathOf(10)}/preview`, typed)
      assert.match(draft.html, /30 jours précédant la remise\s: 9,00\s€/, 'already in the preview of the draft')
      const page = await desk.save(10, reduced)
      assert.equal(page.status, 200)
      assert.match((await desk.manager.get(routes.deskArticles)).html, /30 jours précédant la remise\s: 9,00\s€/)
      assert.deepEqual(await said(), ['9,00'], 'not 12,00, which was asked for two weeks only')
      assert.match((await desk.shopWindow()).html, /Remise de 10\s%, jusqu’au 31\sjanvier\s2027/)
      const window = await desk.shopWindow()
      const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
      const summary = await desk.person.submit(window, routes.recharge, choice)
      assert.match(
        summary.html,
        /Remise de 10\s%, jusqu’au 31\sjanvier\s2027.*30 jours précédant la remise\s: 9,00\s€/s,
      )
      await desk.travel('2027-01-31T23:30:00.000Z')
      assert.deepEqual(await said(), [], 'and when it is over nothing is said')
    })
  })
}
