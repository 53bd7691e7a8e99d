import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addVersion } from '../../src/catalogue/article-version.ts'
import { routes } from '../../src/web/routes.ts'
import { type ArticleDesk, createArticleDesk, offerFields, vatChoices } from '../support/article-desk.ts'
import { engines } from '../support/databases.ts'
import { readForm } from '../support/visitor.ts'

for (const { engine, skip } of engines) {
  describe(`articles changed at the desk on ${engine}`, { skip }, () => {
    let desk: ArticleDesk
    before(async () => {
      desk = await createArticleDesk(engine)
    })
    after(() => desk?.world.end())

    test('the list says what is on sale, with its advantages', async () => {
      const page = await desk.manager.get(routes.deskArticles)
      assert.equal(page.status, 200)
      assert.match(page.html, /Remise de 10\s%/)
      assert.match(page.html, /Bonus de 1,00\sunité/)
      assert.equal(page.html.match(/En vente</g)?.length, 4)
      assert.match(page.html, /aria-current="page"[^>]*>.*Articles/s)
    })

    test('a draft is shown as a person would see it, with the difference from today, and publishes nothing', async () => {
      const before = await desk.versionOf(5)
      const form = await desk.open(5)
      const { fields } = readForm(form, before.articleId)
      const draft = { ...fields, ...vatChoices, ...offerFields(0, '1,50', '2026-12-14', '2026-12-20', 'amount') }
      const preview = await desk.manager.post(`${await desk.pathOf(5)}/preview`, { ...draft, on: '2026-12-15' })
      assert.equal(preview.status, 200)
      assert.match(preview.html, /pas encore publié/)
      assert.match(preview.html, /Mardi 15\sdécembre\s2026/)
      assert.match(preview.html, /5,00\s€ pour 5,00\sunités<\/s>.*3,50\s€ pour 5,00\sunités/s)
      assert.match(preview.html, /Lundi 14\sdécembre\s2026<\/dt><dd>3,50\s€/)
      assert.match(preview.html, /Lundi 21\sdécembre\s2026<\/dt><dd>5,00\s€/)
      assert.match(preview.html, /value="1,50"/, 'what was typed is kept')
      assert.equal((await desk.versionOf(5)).version, before.version)
      const past = await desk.manager.post(`${await desk.pathOf(5)}/preview`, { ...draft, on: '2020-01-01' })
      assert.equal(past.status, 422)
      assert.match(past.html, /Ce jour est passé/)
    })

    test('bad input is refused with a sentence, loses nothing and writes nothing', async () => {
      const { version } = await desk.versionOf(10)
      const sold = { price: '10,00', credit: '10,00', ...vatChoices }
      const cases: Array<[Record<string, string>, RegExp]> = [
        [offerFields(0, '-10'), /sans signe moins/],
        [offerFields(0, '101'), /ne peut pas dépasser 100/],
        [offerFields(0, '100'), /plus rien à payer/],
        [offerFields(0, '10', '', '', 'amount'), /plus rien à payer/],
        [offerFields(0, '0'), /de combien est l’avantage/],
        [offerFields(0, 'dix'), /Indiquez un montant en chiffres/],
        [offerFields(0, '10', '2026-12-20', '2026-12-10'), /La fin vient avant le début/],
        [offerFields(0, '10', '2020-01-01', '2020-01-02'), /Ce jour est passé/],
        [offerFields(0, '10', '30/02/2027'), /Indiquez une date complète/],
        [
          { ...offerFields(0, '10', '2027-01-01', '2027-01-10'), ...offerFields(1, '20', '2027-01-10', '2027-01-12') },
          /recouvrent/,
        ],
        [offerFields(0, '10', '', '', 'none'), /Précisez s’il s’agit/],
        [{ price: '0' }, /Le prix doit dépasser zéro/],
        [{ price: '' }, /Indiquez un montant/],
        [{ price: '-1' }, /sans signe moins/],
        [{ price: '1e3' }, /Indiquez un montant/],
        [{ price: '1.000,50' }, /Indiquez un montant/],
        [{ price: '10,005' }, /Indiquez un montant/],
        [{ price: '9999999999' }, /dépasse ce qu’un article peut porter/],
        [{ credit: '0' }, /Le crédit doit dépasser zéro/],
        [{ vat: 'xx' }, /taux de TVA dans la liste/],
        [{ titleFr: '  ' }, /Donnez un nom/],
        [{ textEn: 'x'.repeat(301) }, /300 caractères au plus/],
        [{ from: '2027-02-01', until: '2027-01-01' }, /La fin vient avant le début/],
        [{ nextPrice: '12', nextFrom: '' }, /Indiquez à partir de quel jour/],
        [{ nextFrom: '2026-01-01', nextPrice: '12' }, /Ce jour est passé/],
        [{ nextFrom: '2027-01-01', nextPrice: '0' }, /Le prix doit dépasser zéro/],
        [{ ordersPerDay: '1,5' }, /nombre entier/],
        [{ balance: '0' }, /nombre entier/],
      ]
      for (const [fields, sentence] of cases) {
        const page = await desk.save(10, { ...sold, ...fields })
        const what = JSON.stringify(fields)
        assert.equal(page.status, 422, what)
        assert.match(page.html, sentence, what)
        assert.match(page.html, /href="#[a-zA-Z0-9_]+"/, 'linked from the summary')
        for (const [name, value] of Object.entries(fields)) {
          if (value === '' || name === 'vat' || name.endsWith('kind') || value.startsWith(' ')) continue
          assert.ok(
            page.html.includes(`name="${name}"`) && page.html.includes(`value="${value}"`),
            `${what} keeps ${name}`,
          )
        }
      }
      assert.equal((await desk.versionOf(10)).version, version)
    })

    test('what is typed with a comma or a point, in the French or the English way, is the same', async () => {
      const texts = ['10,50', '10.50', '10.5', ' 10,5 ']
      for (const price of texts) {
        assert.equal((await desk.save(10, { price, vat: 'fr-19.6' })).status, 200)
        assert.equal((await desk.versionOf(10)).plan.price.minor, 1050, price)
      }
      await desk.save(10, { price: '10', vat: 'fr-19.6' })
    })

    test('two managers save the same article: the second sees old, theirs and hers, and loses nothing', async () => {
      const [mine, theirs] = [await desk.open(20), await desk.open(20, desk.other)]
      await desk.send(desk.other, theirs, { titleEn: 'Twenty by Louis', price: '21,00' })
      const before = (await desk.versionOf(20)).version
      const stale = await desk.send(desk.manager, mine, { titleFr: 'Vingt par Camille', price: '19,00' })
      assert.equal(stale.status, 409)
      assert.match(stale.html, /Louis PETIT a changé l’article/)
      assert.match(stale.html, /20,00\s€<\/td>.*21,00\s€<\/td>.*19,00\s€<\/td>/s)
      assert.equal((await desk.versionOf(20)).version, before, 'nothing is written before she decides')
      const { fields } = readForm(stale, '/desk/articles/art_')
      assert.deepEqual(
        [fields.titleEn, fields.titleFr, fields.price],
        ['Twenty by Louis', 'Vingt par Camille', '19,00'],
      )
      await desk.send(desk.manager, stale, {})
      const { plan, version } = await desk.versionOf(20)
      assert.deepEqual(
        [plan.titles.en, plan.titles.fr, plan.price.minor],
        ['Twenty by Louis', 'Vingt par Camille', 1900],
      )
      assert.equal(version, before + 1)
    })

    test('ten saves of one form at once: one version, nine are asked', async () => {
      const page = await desk.open(50)
      const before = (await desk.versionOf(50)).version
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => desk.send(desk.manager, page, { titleEn: `Fifty, ${index}` })),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      assert.equal(answers.filter(({ status }) => status === 409).length, 9)
      assert.equal((await desk.versionOf(50)).version, before + 1)
    })

    test('the history names who, when, old and new; undo brings a state back as a new version', async () => {
      const before = await desk.versionOf(20)
      const history = await desk.manager.get(`${await desk.pathOf(20)}/history`)
      assert.match(history.html, /Louis PETIT, 24\snovembre\s2026/)
      assert.match(history.html, /Prix TTC<\/th>.*21,00\s€<\/td>.*19,00\s€<\/td>/s)
      assert.match(history.html, /Mise en service/)
      const ask = await desk.manager.get(`${await desk.pathOf(20)}/versions/1`)
      assert.match(ask.html, /Revenir à la version 1 de l’article 20/)
      const done = await desk.manager.submit(ask, '/versions/1')
      assert.match(done.html, /C’est enregistré/)
      const after = await desk.versionOf(20)
      assert.equal(after.version, before.version + 1)
      assert.deepEqual([after.plan.price.minor, after.plan.titles.fr], [2000, 'Recharger le compte avec 20,00'])
      assert.equal((await desk.manager.submit(ask, '/versions/1')).status, 200, 'the same undo again changes nothing')
      assert.equal((await desk.versionOf(20)).version, after.version)
      assert.equal((await desk.manager.get(`${await desk.pathOf(20)}/versions/99`)).status, 404)
    })

    test('an undo that was overtaken is refused and overwrites nothing', async () => {
      const ask = await desk.manager.get(`${await desk.pathOf(20)}/versions/1`)
      await desk.save(20, { price: '23,00' })
      const late = await desk.manager.get(`${await desk.pathOf(20)}/versions/1`)
      await desk.save(20, { price: '24,00' })
      assert.equal((await desk.manager.submit(late, '/versions/1')).status, 409)
      assert.equal((await desk.versionOf(20)).plan.price.minor, 2400)
      assert.ok(ask.status === 200)
      await desk.manager.submit(await desk.manager.get(`${await desk.pathOf(20)}/versions/1`), '/versions/1')
    })

    test('a prepared discount is undone before its day, and never comes', async () => {
      await desk.save(20, offerFields(1, '50', '2027-02-01', '2027-02-05'))
      const { version } = await desk.versionOf(20)
      await desk.manager.submit(
        await desk.manager.get(`${await desk.pathOf(20)}/versions/${version - 1}`),
        '/versions/',
      )
      await desk.travel('2027-02-02T10:00:00.000Z')
      assert.doesNotMatch((await desk.shopWindow()).html, /Remise de 50\s%/)
    })

    test('copied and created; a number that is taken or none is refused', async () => {
      const { articleId } = await desk.versionOf(50)
      const form = await desk.manager.get(`${routes.deskArticleNew}?copy=${articleId}`)
      assert.match(form.html, /Copie de l’article 50/)
      const taken = await desk.manager.submit(form, routes.deskArticles, { ...vatChoices, number: '10' })
      assert.equal(taken.status, 422)
      assert.match(taken.html, /celui d’un autre article/)
      for (const number of ['', '0', '-1', '1.5', '1000000', 'x'])
        assert.match(
          (await desk.manager.submit(form, routes.deskArticles, { ...vatChoices, number })).html,
          /numéro entier/,
          number,
        )
      const made = await desk.manager.submit(form, routes.deskArticles, {
        ...vatChoices,
        number: '60',
        from: '2027-03-01',
      })
      assert.match(made.html, /C’est enregistré/)
      const list = await desk.manager.get(routes.deskArticles)
      assert.match(list.html, /à partir du 1<sup>er<\/sup>\smars\s2027.*Plus tard/s)
      assert.equal((await desk.versionOf(60)).plan.offers.length, 1, 'its discount was copied')
      const draft = await desk.manager.post(routes.deskArticleDraft, {
        ...readForm(form, routes.deskArticles).fields,
        ...vatChoices,
        number: '61',
        on: '2027-02-20',
      })
      assert.match(draft.html, /Article 61 –/)
    })

    test('moved up and down, in the list and in the window', async () => {
      const order = async () =>
        [...(await desk.shopWindow()).html.matchAll(/Article (\d+) –/g)].map(([, number]) => number)
      assert.deepEqual(await order(), ['5', '10', '20', '50'])
      const list = await desk.manager.get(routes.deskArticles)
      const { fields } = readForm(list, routes.deskArticleOrder)
      const move = async (number: number, direction: string) =>
        desk.manager.post(routes.deskArticleOrder, {
          ...fields,
          articleId: (await desk.versionOf(number)).articleId,
          direction,
        })
      await move(50, 'up')
      assert.deepEqual(await order(), ['5', '10', '50', '20'])
      await move(5, 'up')
      await move(5, 'sideways')
      assert.deepEqual(await order(), ['5', '10', '50', '20'], 'nothing stands above the first')
      await move(50, 'down')
      assert.deepEqual(await order(), ['5', '10', '20', '50'])
    })

    test('who may not edit reads everything, finds no form, and is refused by hand', async () => {
      const page = await desk.auditor.get(await desk.pathOf(10))
      assert.equal(page.status, 200)
      assert.match(page.html, /Recharger le compte avec 10,00/)
      assert.throws(() => readForm(page, '/desk/articles/art_'))
      assert.equal((await desk.auditor.get(routes.deskLimits)).status, 200)
      const { csrf = '' } = readForm(page, routes.preferences).fields
      assert.equal((await desk.auditor.post(await desk.pathOf(10), { csrf, price: '1' })).status, 403)
    })

    test('every change stands in the audit log', async () => {
      const acts = new Set((await desk.world.db.selectFrom('auditEntry').select('act').execute()).map(({ act }) => act))
      for (const act of ['change article', 'create article', 'move article', 'undo article'])
        assert.ok(acts.has(act), act)
    })

    test('a version from before plans keeps its struck price and its bonus', async () => {
      const { articleId, plan, version } = await desk.versionOf(50)
      await desk.world.db
        .insertInto('articleVersion')
        .values({
          articleId,
          version: version + 1,
          kind: 'fixed',
          titles: JSON.stringify(plan.titles),
          descriptions: JSON.stringify(plan.descriptions),
          priceMinor: 4200,
          listPriceMinor: 5000,
          currency: 'EUR',
          creditMinor: 5000,
          bonusMinor: 0,
          vatCode: 'fr-20',
          startsAt: '2025-01-01T00:00:00.000Z',
          endsAt: null,
          sortOrder: plan.sortOrder,
          active: 1,
          limits: '{}',
          changedBy: 'demo',
          changedAt: '2025-01-01T00:00:00.000Z',
          plan: null,
        })
        .execute()
      assert.match((await desk.shopWindow()).html, /42,00.*50,00\s€/s)
      const page = await desk.save(50, { titleEn: 'Fifty again' })
      assert.equal(page.status, 200)
      const next = await desk.versionOf(50)
      assert.deepEqual(next.plan.offers, [{ kind: 'amount', value: 800, startsAt: null, endsAt: null }])
      const stale = { articleId, plan, basedOn: version, by: 'test' }
      assert.equal(await desk.world.app.database.transact((tx) => addVersion(tx, stale)), 'stale')
    })
  })
}
