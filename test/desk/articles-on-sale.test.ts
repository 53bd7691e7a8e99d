import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { type ArticleDesk, createArticleDesk, offerFields, vatChoices } from '../support/article-desk.ts'
import { engines } from '../support/databases.ts'
import { articleValue, readForm } from '../support/visitor.ts'

for (const { engine, skip } of engines) {
  describe(`articles as people meet them on ${engine}`, { skip }, () => {
    let desk: ArticleDesk
    before(async () => {
      desk = await createArticleDesk(engine)
    })
    after(() => desk?.world.end())

    test('a discount for next week: saved, waiting, in force on its days, over by itself', async () => {
      const saved = await desk.save(10, offerFields(0, '25', '2026-11-30', '2026-12-04'))
      assert.match(saved.html, /C’est enregistré/)
      assert.match(saved.html, /Samedi 5\sdécembre\s2026<\/dt><dd>10,00\s€/)
      assert.match((await desk.manager.get(routes.deskArticles)).html, /du 30\snovembre\s2026 au 4\sdécembre\s2026/)
      assert.doesNotMatch((await desk.shopWindow()).html, /7,50/)
      await desk.travel('2026-11-29T22:59:59.999Z')
      assert.doesNotMatch((await desk.shopWindow()).html, /7,50/)
      await desk.travel('2026-11-29T23:00:00.000Z')
      const monday = await desk.shopWindow()
      assert.match(monday.html, /7,50/)
      assert.match(monday.html, /Remise de 25\s%, jusqu’au 4\sdécembre\s2026/)
      await desk.travel('2026-12-04T22:59:59.999Z')
      assert.match((await desk.shopWindow()).html, /Remise de 25\s%, dernier jour/)
      await desk.travel('2026-12-04T23:00:00.000Z')
      assert.doesNotMatch((await desk.shopWindow()).html, /7,50/)
    })

    test('a tariff prepared for Monday: today’s price until then, the new one from then on', async () => {
      await desk.travel('2027-01-06T10:00:00.000Z')
      const page = await desk.save(5, { nextFrom: '2027-01-11', nextPrice: '6,00', nextVat: 'fr-10' })
      assert.match(page.html, /Lundi 11\sjanvier\s2027<\/dt><dd>6,00\s€/)
      assert.match((await desk.shopWindow()).html, /5,00<small>\s€/)
      await desk.travel('2027-01-10T23:00:00.000Z')
      const { person } = desk
      const shop = await person.get(routes.recharge)
      assert.match(shop.html, /6,00<small>\s€/)
      const choice = { article: articleValue(shop, 5), method: 'ogone', terms: 'yes' }
      const summary = await person.submit(shop, routes.recharge, choice)
      assert.match(summary.html, /Dont TVA \(10\s%\)/)
      const form = readForm(await desk.open(5), '/desk/articles/art_')
      assert.deepEqual([form.fields.price, form.fields.nextPrice], ['6,00', ''], 'what has come is the price')
    })

    test('a price that changes while somebody is choosing is shown and asked again [case 33]', async () => {
      const { person } = desk
      const shop = await person.get(routes.recharge)
      const article = articleValue(shop, 20)
      await desk.save(20, { price: '22,00' })
      const late = await person.submit(shop, routes.recharge, { article, method: 'ogone', terms: 'yes' })
      assert.equal(late.status, 422)
      assert.match(late.html, /Le prix a changé/)
      assert.match(late.html, /22,00/)
      await desk.save(20, { price: '20,00' })
    })

    test('retired asks first, leaves the window at once, keeps what was sold, and can come back', async () => {
      const { person } = desk
      const shop = await person.get(routes.recharge)
      const choice = { article: articleValue(shop, 10), method: 'ogone', terms: 'yes' }
      await person.submit(await person.submit(shop, routes.recharge, choice), routes.orders)
      const ask = await desk.manager.get(`${await desk.pathOf(10)}/sale`)
      assert.match(ask.html, /gardent leur prix/)
      await desk.manager.submit(ask, '/sale')
      assert.match((await desk.manager.get(routes.deskArticles)).html, /Retiré</)
      assert.throws(() => articleValue({ ...shop, html: '' }, 10))
      assert.doesNotMatch((await desk.shopWindow()).html, /Article 10 –/)
      const orders = await desk.world.db
        .selectFrom('orders')
        .select('priceMinor')
        .where('articleNumber', '=', 10)
        .execute()
      assert.deepEqual(orders, [{ priceMinor: 1000 }])
      await desk.manager.submit(await desk.manager.get(`${await desk.pathOf(10)}/sale`), '/sale')
      assert.match((await desk.shopWindow()).html, /Article 10 –/)
    })

    test('a free amount: created with bounds and step, typed in either way, refused beyond them, ordered and frozen', async () => {
      const form = await desk.manager.get(`${routes.deskArticleNew}?kind=free`)
      const wish = { ...vatChoices, number: '90', titleFr: 'Montant libre', titleEn: 'Free amount' }
      const bounds = { lowest: '5', highest: '100', step: '2,50', rate: '1,10' }
      const crossed = await desk.manager.submit(form, routes.deskArticles, { ...wish, ...bounds, highest: '4' })
      assert.match(crossed.html, /au moins le plus petit/)
      await desk.manager.submit(form, routes.deskArticles, { ...wish, ...bounds })
      const { articleId } = await desk.versionOf(90)
      const { person } = desk
      const shop = await person.get(routes.recharge)
      assert.match(shop.html, /De 5,00\s€ à 100,00\s€, par pas de 2,50\s€/)
      const article = articleValue(shop, 90)
      const choose = (typed: string, card = article) =>
        person.submit(shop, routes.recharge, {
          article: card,
          [`amount_${articleId}`]: typed,
          method: 'ogone',
          terms: 'yes',
        })
      const refused: Array<[string, RegExp]> = [
        ['', /comme 12,50/],
        ['douze', /comme 12,50/],
        ['-5', /comme 12,50/],
        ['1e1', /comme 12,50/],
        ['12,505', /comme 12,50/],
        ['2,50', /trop petit/],
        ['102,50', /trop grand/],
        ['6', /entre deux pas/],
      ]
      for (const [typed, sentence] of refused) {
        const page = await choose(typed)
        assert.equal(page.status, 422, typed)
        assert.match(page.html, sentence, typed)
        assert.ok(typed === '' || page.html.includes(`value="${typed}"`), `${typed} is kept`)
      }
      const typed = await choose('12.5')
      assert.match(typed.html, /12,50\s€/)
      assert.match(typed.html, /13,75\sunités/)
      const summary = await choose('12,50', '')
      assert.match(summary.html, /Vérifiez votre commande/, 'who types an amount and marks no card has chosen')
      const back = await person.get(/href="(\/recharge\?quote=[^"]+)"/.exec(summary.html)?.[1] ?? '')
      assert.match(back.html, /value="12,50"/, 'back keeps what was typed')
      await person.submit(summary, routes.orders)
      const order = await desk.world.db
        .selectFrom('orders')
        .selectAll()
        .where('articleId', '=', articleId)
        .executeTakeFirstOrThrow()
      assert.deepEqual([order.priceMinor, order.creditMinor, order.vatMinor], [1250, 1375, 208])
      const narrow = await choose('20')
      await desk.send(desk.manager, await desk.open(90), { highest: '15', titleFr: 'Montant libre' })
      assert.match((await person.submit(narrow, routes.orders)).html, /n’est plus proposé/)
    })

    test('limits: shown, checked at the choice and at the button, with what is left and when', async () => {
      await desk.travel('2027-03-15T10:00:00.000Z')
      const page = await desk.manager.get(routes.deskLimits)
      assert.match(page.html, /value="250,00"/)
      assert.equal((await desk.manager.submit(page, routes.deskLimits, { ordersPerDay: 'x' })).status, 422)
      const { person } = desk
      const shop = await person.get(routes.recharge)
      const choice = { article: articleValue(shop, 5), method: 'ogone', terms: 'yes' }
      const summary = await person.submit(shop, routes.recharge, choice)
      const saved = await desk.manager.submit(page, routes.deskLimits, { balance: '50' })
      assert.match(saved.html, /C’est enregistré/)
      assert.match(saved.html, /Solde maximal après rechargement, en unités<\/th>.*250,00<\/td>.*>50,00<\/td>/s)
      for (const answer of [
        await person.submit(shop, routes.recharge, choice),
        await person.get(summary.url),
        await person.submit(summary, routes.orders),
      ]) {
        assert.equal(answer.status, 422)
        assert.match(answer.html, /ne peut pas dépasser 50,00\sunités/)
        assert.match(answer.html, /quand vous aurez dépensé/)
      }
      const late = await desk.manager.submit(page, routes.deskLimits, { ordersPerDay: '7' })
      assert.equal(late.status, 409)
      assert.match(late.html, /a changé les limites/)
      assert.match(late.html, /name="ordersPerDay"[^>]*value="7"|value="7"[^>]*name="ordersPerDay"/)
      await desk.manager.submit(late, routes.deskLimits, { balance: '', ordersPerDay: '1' })
      const order = await person.submit(summary, routes.orders)
      assert.ok(order.status < 400)
      const second = await person.submit(shop, routes.recharge, choice)
      assert.match(second.html, /La limite est de 1 commande par jour.*Vous pourrez commander de nouveau le/s)
      const undo = await desk.manager.get(`${routes.deskLimits}?from=0`)
      assert.match(undo.html, /value="250,00"/)
      await desk.manager.submit(undo, routes.deskLimits)
      const acts = await desk.world.db.selectFrom('auditEntry').select('act').execute()
      for (const act of ['retire article', 'put article on sale', 'change limits'])
        assert.ok(
          acts.some((entry) => entry.act === act),
          act,
        )
    })

    test('HTML in every text is text: at the desk, in the window, in the order, at the bank and in the mail', async () => {
      const evil = '<script>alert(1)</script><u>&'
      await desk.save(5, { titleFr: evil, titleEn: evil, textFr: evil, textEn: evil, vat: 'fr-10' })
      const path = await desk.pathOf(5)
      const pages = [
        await desk.manager.get(routes.deskArticles),
        await desk.manager.get(path),
        await desk.manager.get(`${path}/history`),
      ]
      const { person } = desk
      const shop = await person.get(routes.recharge)
      const summary = await person.submit(shop, routes.recharge, {
        article: articleValue(shop, 5),
        method: 'ogone',
        terms: 'yes',
      })
      const pay = await person.submit(summary, routes.orders)
      const bank = await person.submit(pay, '/simulated/ogone')
      const order = await person.submit(bank, '/pay', { outcome: 'accept', notice: 'once', return: 'yes' })
      await desk.world.settle()
      const receipt = await person.get(
        /href="(\/receipts\/rct_[^"]+)"/.exec((await person.get(order.url)).html)?.[1] ?? '',
      )
      const pdf = await person.send(/href="(\/receipts\/[^"]+\.pdf)"/.exec(receipt.html)?.[1] ?? '')
      assert.equal(pdf.status, 200)
      const mails = await person.get(routes.demoMails)
      const mail = await person.get(/href="(\/demo\/mail\/[^"]+)"/.exec(mails.html)?.[1] ?? '')
      for (const page of [...pages, shop, summary, pay, bank, order, receipt, mail]) {
        assert.ok(page.status < 400, page.url)
        assert.ok(!page.html.includes('<script>alert'), page.url)
        assert.ok(!page.html.includes('<u>&'), page.url)
      }
      assert.match(receipt.html, /&lt;script>|&lt;script&gt;/)
    })
  })
}
