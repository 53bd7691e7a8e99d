import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { publishBrand } from '../../src/brand/brand.ts'
import { montclar } from '../../src/brand/brand-content.ts'
import { createArticle } from '../../src/catalogue/article-version.ts'
import { noLimits } from '../../src/catalogue/buying-limits.ts'
import { publishTerms } from '../../src/catalogue/terms-of-sale.ts'
import { setVatRate } from '../../src/catalogue/vat-rate.ts'
import { amount, credit } from '../../src/kit/amount.ts'
import { MINUTE, toInstant } from '../../src/kit/clock.ts'
import { createPerson } from '../../src/people/person.ts'
import type { Role } from '../../src/people/role.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const ogone = {
  pspid: 'Library',
  shaIn: 'a passphrase of the tests 1',
  shaOut: 'a passphrase of the tests 2',
  shaInDirectLink: 'a passphrase of the tests 3',
  hashAlgorithm: 'sha512',
  apiUserId: 'api',
  apiPassword: 'password of the tests',
  baseUrl: 'https://payments.example',
  directLinkSignsQueries: 'yes',
}
/** A brand of its own: every word of the demonstration's university replaced. */
const ownBrand = JSON.parse(
  JSON.stringify(montclar)
    .replaceAll('Université Montclar', 'Médiathèque des Sources')
    .replaceAll('univ-montclar', 'sources')
    .replaceAll('Montclar', 'Sources'),
) as typeof montclar

for (const { engine, skip } of engines) {
  describe(`a live installation that is being set up, on ${engine}`, { skip }, () => {
    let world: World
    let person: Visitor
    let support: Visitor
    before(async () => {
      world = await createWorld({
        engine,
        config: { mode: 'live', smtpUrl: 'smtp://127.0.0.1:9', gatewaySettings: { ogone } },
        mail: { send: async () => ({ is: 'sent' }) },
      })
      await add('ann@example.org', [])
      await add('help@example.org', ['support'])
      ;[person, support] = [createVisitor(world.url), createVisitor(world.url)]
      await person.signIn('ann@example.org')
      await support.signIn('help@example.org')
    })
    after(() => world?.end())

    async function add(login: string, roles: Role[]): Promise<void> {
      const passwordHash = await hashPassword('demonstration')
      const wish = { login, name: login, email: login, language: 'fr' as const, passwordHash, roles }
      await world.app.database.transact((tx) => createPerson(tx, wish))
    }
    const missing = async (): Promise<string[]> =>
      (await world.app.site.opening.read()).points.flatMap(({ name, isDone }) => (isDone ? [] : [name]))

    test('every page of the shop says that it is not open, and nothing can be bought', async () => {
      for (const path of [routes.home, routes.signIn, routes.legal, routes.profile])
        assert.match((await createVisitor(world.url).get(path)).html, /n’est pas encore ouverte/)
      const home = await person.get(routes.home)
      assert.equal(home.status, 200)
      assert.match(home.html, /n’est pas encore ouverte/)
      assert.match(home.html, /dès que la boutique ouvrira/)
      assert.doesNotMatch(home.html, /class="btn wide" href="\/recharge"/, 'no button leads to a closed door')
      const csrf = /name="csrf" value="([^"]+)"/.exec(home.html)?.[1] ?? ''
      for (const path of [routes.recharge, routes.summary]) assert.equal((await person.get(path)).status, 503)
      for (const path of [routes.recharge, routes.orders])
        assert.equal((await person.post(path, { csrf })).status, 503, path)
      assert.equal((await world.db.selectFrom('orders').selectAll().execute()).length, 0)
    })

    test('no page speaks for another operator: what is not published is said to be so', async () => {
      for (const path of [routes.legal, routes.privacy, routes.accessibility, routes.terms]) {
        const page = await person.get(path)
        assert.equal(page.status, 200, path)
        assert.match(page.html, /Ce texte n’est pas encore publié/)
      }
      for (const path of [routes.home, routes.signIn, routes.legal, routes.recharge, routes.desk, routes.deskBrand])
        assert.doesNotMatch((await support.get(path)).html, /montclar/i, path)
    })

    test('the desk works, and lists what is missing, each with its way', async () => {
      assert.deepEqual(await missing(), ['manager', 'brand', 'terms', 'vat', 'article'])
      assert.match((await support.get(routes.desk)).html, /La boutique est fermée/)
      const page = await support.get(routes.deskSetUp)
      assert.equal(page.status, 200)
      for (const way of [routes.deskTermsNew, routes.deskVat, routes.deskArticleNew, '/desk/brand/sections/look'])
        assert.ok(page.html.includes(`href="${way}"`), way)
      assert.match(page.html, /make-admin/)
    })

    test('with the last thing that was missing the shop is open, without a restart', async () => {
      const { database } = world.app
      await add('boss@example.org', ['manager'])
      await database.transact((tx) => publishBrand(tx, { content: ownBrand, by: 'test' }))
      const texts = { fr: 'Nos conditions.', en: 'Our terms.' }
      await database.transact((tx) => publishTerms(tx, { effectiveAt: tx.now, texts, by: 'test' }))
      await database.transact((tx) => setVatRate(tx, { code: 'fr-20', rateBp: 2000, by: 'test' }))
      assert.deepEqual(await missing(), ['article'])
      assert.equal((await person.get(routes.recharge)).status, 503)
      await database.transact((tx) =>
        createArticle(tx, {
          number: 1,
          by: 'test',
          plan: {
            titles: { fr: 'Dix', en: 'Ten' },
            descriptions: { fr: '', en: '' },
            price: amount(1000, 'EUR'),
            credit: credit(1000),
            vatCode: 'fr-20',
            offers: [],
            nextTariff: null,
            free: null,
            startsAt: toInstant(0),
            endsAt: null,
            sortOrder: 1,
            active: true,
            limits: noLimits,
          },
        }),
      )
      const window = await person.get(routes.recharge)
      assert.equal(window.status, 200)
      assert.match(window.html, /Article 1/)
      assert.doesNotMatch(window.html, /n’est pas encore ouverte/)
      assert.match((await support.get(routes.deskSetUp)).html, /la boutique peut vendre/)
    })

    test('a database whose brand was published with the demonstration’s words says what is missing, not those', async () => {
      const mixed = { ...ownBrand, legal: montclar.legal, privacy: montclar.privacy, help: montclar.help }
      await world.app.database.transact((tx) => publishBrand(tx, { content: mixed, by: 'test' }))
      world.clock.move(MINUTE)
      const page = await person.get(routes.legal)
      assert.match(page.html, /Ce texte n’est pas encore publié/)
      assert.doesNotMatch(page.html, /montclar/i)
      const brand = (await world.app.site.opening.read()).points.find(({ name }) => name === 'brand')
      assert.deepEqual(brand?.fields, ['help_fr', 'help_en', 'legal_fr', 'legal_en', 'privacy_fr', 'privacy_en'])
      assert.equal((await person.get(routes.recharge)).status, 503)
      assert.match((await support.get(routes.deskSetUp)).html, /Mentions légales/)
    })
  })
}

test('in test mode the list is shown and nothing is closed', async () => {
  const world = await createWorld({ config: { mode: 'test' } })
  assert.equal((await world.app.site.opening.read()).isComplete, false)
  assert.equal(await world.app.site.opening.isOpen(), true)
  assert.doesNotMatch((await createVisitor(world.url).get(routes.signIn)).html, /pas encore ouverte/)
  await world.end()
})
