import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { montclar } from '../../src/brand/brand-content.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Page } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'v.delautre@cartadis.com'
const languageOf = ({ html }: Page): string | undefined => /<html lang="(\w+)"/.exec(html)?.[1]

for (const { engine, skip } of engines)
  describe(`German, a draft, where drafts are offered, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
    })
    after(() => world?.end())

    test('a browser that asks for it gets it, with what the operator wrote in the main language', async () => {
      const page = await createVisitor(world.url, 'de-AT,en;q=0.5').get('/sign-in')
      assert.equal(languageOf(page), 'de')
      assert.match(page.html, /<h1>Laden Sie Ihr Konto auf und drucken Sie weiter\.<\/h1>/)
      assert.match(
        page.html,
        new RegExp(`<div class="soft stack g2" lang="fr">.*${montclar.welcome.fr.slice(0, 30)}`, 's'),
      )
      assert.match(page.html, /<button[^>]*value="fr" lang="fr">Français<\/button>.*value="en" lang="en">English</s)
    })

    test('a recharge speaks German from the amount to the letter and the paper', async () => {
      const visitor = createVisitor(world.url, 'fr')
      await visitor.signIn(login)
      const profile = await visitor.get('/profile')
      assert.match(profile.html, /lang="de">Deutsch \(Entwurf\)</)
      assert.equal(languageOf(await visitor.submit(profile, '/profile', { language: 'de' })), 'de')
      assert.equal((await world.person(login)).language, 'de')
      const { orderId } = await buy(world, visitor, { number: 10 })
      const order = await visitor.get(`/orders/${orderId}`)
      assert.match(order.html, /<h1>Ihr Konto ist aufgeladen\.<\/h1>/)
      assert.match(order.html, /Die Bank hat die Zahlung am 24\.\sNovember\s2026 um \d\d:\d\d Uhr bestätigt/)
      assert.match(order.html, /10,00\s€/)
      const { id, number } = await world.db
        .selectFrom('receipt')
        .select(['id', 'number'])
        .where('orderId', '=', orderId)
        .executeTakeFirstOrThrow()
      const receipt = await visitor.get(`/receipts/${id}`)
      assert.match(receipt.html, /MwSt\. \(19,6\s%\)/)
      assert.match(receipt.html, /Internetzahlung mit Bankkarte/)
      const pdf = await visitor.get(`/receipts/${id}/receipt.pdf`)
      assert.equal(pdf.status, 200)
      const letter = await world.db
        .selectFrom('capturedMail')
        .selectAll()
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      // What the operator wrote has no German: it is the main language's; the program's own sentences are German.
      assert.match(letter.subject, new RegExp(number))
      assert.match(letter.text, /Die Bestellung und ihr Verlauf: http/)
      assert.match(letter.attachments, /beleg-/)
    })

    test('the desk, which nobody has translated, is read in English', async () => {
      const visitor = createVisitor(world.url, 'de')
      await visitor.signIn('admin@example.org')
      const page = await visitor.submit(await visitor.get('/'), '/preferences', { language: 'de' })
      assert.equal(languageOf(page), 'de')
      const desk = await visitor.get('/desk')
      assert.match(desk.html, /<h1>Overview<\/h1>/)
      assert.equal(languageOf(desk), 'en', 'and says that it is English')
      assert.equal(languageOf(await visitor.get('/')), 'de')
    })
  })

describe('German where drafts are not offered', () => {
  let world: World
  before(async () => {
    world = await createWorld({ config: { draftLanguages: false } })
  })
  after(() => world?.end())

  test('a browser that asks for it gets the next language it asks for', async () => {
    const page = await createVisitor(world.url, 'de,en;q=0.5').get('/sign-in')
    assert.equal(languageOf(page), 'en')
    assert.doesNotMatch(page.html, /Deutsch/)
    assert.equal(languageOf(await createVisitor(world.url, 'de').get('/sign-in')), 'fr')
  })

  test('nobody can choose it, and who had chosen it reads the main language', async () => {
    const visitor = createVisitor(world.url, 'en')
    const page = await visitor.submit(await visitor.get('/sign-in'), '/preferences', { language: 'de' })
    assert.equal(languageOf(page), 'en')
    await world.db.updateTable('person').set({ language: 'de' }).execute()
    assert.equal(languageOf(await visitor.signIn(login)), 'fr')
    await visitor.submit(await visitor.get('/profile'), '/profile', { language: 'de', name: 'V. D.' })
    assert.equal(languageOf(await visitor.get('/')), 'fr')
  })
})
