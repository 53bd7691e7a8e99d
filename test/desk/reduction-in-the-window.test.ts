import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ArticleDesk, createArticleDesk, offerFields } from '../support/article-desk.ts'
import { engines } from '../support/databases.ts'

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
      const page = await desk.save(10, { price: '12,00', vat: 'fr-19.6', ...offerFields(0, '10', '', '31/01/2027') })
      assert.equal(page.status, 200)
      assert.deepEqual(await said(), ['9,00'], 'not 12,00, which was asked for two weeks only')
      assert.match((await desk.shopWindow()).html, /Remise de 10\s%, jusqu’au 31\sjanvier\s2027/)
      await desk.travel('2027-01-31T23:30:00.000Z')
      assert.deepEqual(await said(), [], 'and when it is over nothing is said')
    })
  })
}
