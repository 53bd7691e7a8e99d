import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { listTerms, termsInForce } from '../../src/catalogue/terms-of-sale.ts'
import { demoTerms } from '../../src/demonstration/demo-terms.ts'
import { DAY, HOUR, nowOf } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { readTextareas } from '../support/read-form.ts'
import { articleValue, createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`terms of sale at the desk on ${engine}`, { skip }, () => {
    let world: World
    let camille: Visitor
    let buyer: Visitor
    before(async () => {
      // Ten in the morning in Paris.
      world = await createWorld({ engine, start: '2026-11-24T09:00:00.000Z' })
      camille = createVisitor(world.url)
      buyer = createVisitor(world.url)
      await camille.signIn('admin@example.org')
      await buyer.signIn('v.delautre@cartadis.com')
    })
    after(() => world?.end())

    /** A session ends while the clock is moved by days. */
    async function signInAgain(): Promise<void> {
      camille = createVisitor(world.url)
      await camille.signIn('admin@example.org')
    }
    const numbers = async () => (await listTerms(world.db)).map(({ number }) => number)
    const inForce = async () => (await termsInForce(world.db, nowOf(world.clock)))?.number

    async function write(fields: Record<string, string>, page?: Page): Promise<Page> {
      const drawn = page ?? (await camille.get(routes.deskTermsNew))
      const form = readForm(drawn, routes.deskTerms)
      return camille.post(routes.deskTerms, { ...form.fields, ...readTextareas(drawn), act: 'review', ...fields })
    }
    const publish = (review: Page) => camille.submit(review, routes.deskTerms, { act: 'publish' })
    const withWord = (word: string) => ({
      terms_fr: `${demoTerms.fr}\n\n${word}`,
      terms_en: `${demoTerms.en}\n\n${word}`,
    })
    async function summary(): Promise<Page> {
      const window = await buyer.get(routes.recharge)
      const fields = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
      return buyer.submit(window, routes.recharge, fields)
    }

    test('the day that stands there is the first of the next month', async () => {
      const page = await camille.get(routes.deskTermsNew)
      assert.equal(readForm(page, routes.deskTerms).fields.day, '2026-12-01')
    })

    test('what is missing, past, no day, far away, unchanged or too long: a sentence each, and the text is kept', async () => {
      const samples: Array<[fields: Record<string, string>, said: RegExp]> = [
        [{ ...withWord('a'), day: '' }, /href="#day">Choisissez pour le jour/],
        [{ ...withWord('a'), day: '2026-02-30' }, /href="#day">Choisissez pour le jour/],
        [{ ...withWord('a'), day: '2026-11-23' }, /href="#day">Ce jour est passé/],
        [{ ...withWord('a'), day: '2062-11-24' }, /href="#day">Ce jour est à plus de deux ans/],
        [
          { ...withWord('a'), terms_en: '  ', day: '2026-11-24' },
          /href="#terms_en">Écrivez les conditions dans cette langue/,
        ],
        [{ day: '2026-11-24' }, /href="#terms_fr">Le texte est celui de la version 1/],
        [{ ...withWord('é'.repeat(60_000)), day: '2026-11-24' }, /href="#terms_fr">Ce texte dépasse/],
      ]
      for (const [fields, said] of samples) {
        const page = await write(fields)
        assert.equal(page.status, 422, String(said))
        assert.match(page.html, said)
        if (fields.terms_fr) assert.equal(readTextareas(page).terms_fr, fields.terms_fr)
      }
      assert.deepEqual(await numbers(), [1])
    })

    test('before publishing: the difference, the day and what it means; back to the text loses nothing', async () => {
      const review = await write({ ...withWord('Le crédit ne s’échange pas.'), day: '2026-12-01' })
      assert.match(review.html, /prend effet le 1<sup>er<\/sup>\sdécembre\s2026 à minuit/)
      assert.match(review.html, /devra relire et accepter de nouveau/)
      assert.match(review.html, /<ins>.*Le crédit ne s’échange pas\..*<\/ins>/s)
      const back = await camille.submit(review, routes.deskTerms, { act: 'edit' })
      assert.match(readTextareas(back).terms_fr ?? '', /Le crédit ne s’échange pas\.$/)
      assert.match(back.html, /value="2026-12-01"/)
      assert.deepEqual(await numbers(), [1])
    })

    test('a version of today is in force at once: who is checking is asked again, who ordered keeps theirs', async () => {
      const ordered = await buyer.submitOnly(await summary(), routes.orders)
      const checking = await summary()
      assert.match(
        (await publish(await write({ ...withWord('Deux.'), day: '2026-11-24' }))).html,
        /La version 2 est publiée/,
      )
      assert.equal(await inForce(), 2)
      const late = await buyer.submit(checking, routes.orders)
      assert.match(late.html, /Les conditions générales de vente ont changé\. Relisez-les/)
      const orderPath = (ordered.location ?? '').replace(/\/pay$/, '')
      const link = /href="(\/terms\/trm_[^"]+)"/.exec((await buyer.get(orderPath)).html)?.[1] ?? ''
      const accepted = await createVisitor(world.url).get(link)
      assert.match(accepted.html, /version 1/i)
      assert.doesNotMatch(accepted.html, /Deux\./)
      const audited = await world.db
        .selectFrom('auditEntry')
        .select(['act', 'detail'])
        .orderBy('id', 'desc')
        .limit(1)
        .execute()
      assert.equal(audited[0]?.act, 'publish terms')
    })

    test('a receipt names the version and leads to it by its number', async () => {
      assert.match((await buyer.get('/terms/1')).html, /version 1/i)
      assert.equal((await buyer.get('/terms/99')).status, 404)
      assert.equal((await buyer.get('/terms/trm_nothing')).status, 404)
    })

    test('a version of a coming day takes effect on that day, at midnight of the site', async () => {
      await publish(await write({ ...withWord('Trois.'), day: '2026-11-26' }))
      assert.equal(await inForce(), 2)
      assert.match((await camille.get(routes.deskTerms)).html, /À venir/)
      world.clock.set('2026-11-25T22:59:59.999Z')
      assert.equal(await inForce(), 2)
      world.clock.set('2026-11-25T23:00:00.000Z')
      assert.equal(await inForce(), 3)
      await signInAgain()
      assert.match((await camille.get(routes.terms)).html, /Trois\./)
    })

    test('two for one day: said before, and the later number is the one', async () => {
      await publish(await write({ ...withWord('Quatre, avec une fote.'), day: '2026-11-28' }))
      const review = await write({ ...withWord('Cinq, sans faute.'), day: '2026-11-28' })
      assert.match(review.html, /La version 4 devait prendre effet le même jour/)
      await publish(review)
      assert.match((await camille.get(routes.deskTerms)).html, /Remplacée avant son jour/)
      const earlier = await write({ ...withWord('Six.'), day: '2026-11-27' })
      assert.match(earlier.html, /La version 5 est prévue pour le 28\snovembre\s2026/)
      await publish(earlier)
      world.clock.set('2026-11-27T08:00:00.000Z')
      assert.equal(await inForce(), 6)
      world.clock.move(DAY)
      assert.equal(await inForce(), 5, 'the day decides, not the number')
      world.clock.move(HOUR)
    })

    test('somebody published meanwhile: nothing is lost, the difference is shown, and it is asked again', async () => {
      await signInAgain()
      const [first, second] = [await camille.get(routes.deskTermsNew), await camille.get(routes.deskTermsNew)]
      const review = await write({ ...withWord('Sept.'), day: '2026-11-28' }, second)
      await publish(await write({ ...withWord('L’autre.'), day: '2026-11-28' }, first))
      const late = await camille.submitOnly(review, routes.deskTerms, { act: 'publish' })
      assert.equal(late.status, 409)
      assert.match(late.html, /La version 7 a été publiée par Camille ROUX pendant que vous écriviez/)
      assert.match(late.html, /<del>.*L’autre/s)
      assert.match(readTextareas(late).terms_fr ?? '', /Sept\.$/)
      assert.deepEqual((await numbers())[0], 7)
      assert.match((await publish(await write({}, late))).html, /La version 8 est publiée/)
    })

    test('any two versions are compared, both ways, and what is none is not there', async () => {
      const page = await camille.get(`${routes.deskTermsDifference}?from=1&to=2`)
      assert.match(page.html, /<ins>.*Deux\..*<\/ins>/s)
      assert.match(page.html, /début du texte ajouté/, 'told to who listens')
      assert.match((await camille.get(`${routes.deskTermsDifference}?from=2&to=1`)).html, /<del>.*Deux\./s)
      assert.match((await camille.get(`${routes.deskTermsDifference}?from=2&to=2`)).html, /disent la même chose/)
      for (const query of ['', '?from=1', '?from=1&to=99', '?from=x&to=1']) {
        assert.equal((await camille.get(routes.deskTermsDifference + query)).status, 404, query)
      }
    })

    test('HTML in the terms is shown as text', async () => {
      const evil = '<script>alert(1)</script><b onclick=x>'
      const review = await write({ ...withWord(evil), day: '2026-11-28' })
      assert.doesNotMatch(review.html, /<script>alert/)
      await write({ ...withWord(evil), day: '2026-11-28', act: 'publish' })
      const { html } = await buyer.get(routes.terms)
      assert.doesNotMatch(html, /<script>alert|<b onclick/)
      assert.match(html, /&lt;script&gt;alert\(1\)/)
    })
  })
}
