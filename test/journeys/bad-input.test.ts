import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { articleInForce } from '../../src/catalogue/article.ts'
import type { ArticlePlan } from '../../src/catalogue/article-plan.ts'
import { addVersion, currentVersions } from '../../src/catalogue/article-version.ts'
import { amount } from '../../src/kit/amount.ts'
import { HOUR, nowOf } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { articleValue, createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'
const martin = 'a.martin@example.org'

for (const { engine, skip } of engines) {
  describe(`bad input on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
      visitor = createVisitor(world.url)
      await visitor.signIn(delautre)
    })
    after(async () => {
      if (!world) return
      assert.deepEqual((await world.check()).problems, [])
      await world.end()
    })

    const countOrders = async () => (await world.db.selectFrom('orders').select('id').execute()).length
    const choose = async (fields: Record<string, string>): Promise<Page> =>
      visitor.submit(await visitor.get(routes.recharge), routes.recharge, { method: 'ogone', terms: 'yes', ...fields })
    const summaryOf = async (number: number): Promise<Page> =>
      choose({ article: articleValue(await visitor.get(routes.recharge), number) })

    /** Changes an article as a manager would, and puts it back afterwards. */
    async function withArticle(number: number, change: Partial<ArticlePlan>, act: () => Promise<void>): Promise<void> {
      const { database } = world.app
      const article = (await currentVersions(database.db)).find((each) => each.number === number)
      assert.ok(article)
      const { articleId, plan, version } = article
      const write = (next: ArticlePlan, basedOn: number) =>
        database.transact((tx) => addVersion(tx, { articleId, plan: next, basedOn, by: 'test' }))
      await write({ ...plan, ...change }, version)
      await act()
      assert.equal(await write(plan, version + 1), 'written')
      assert.ok(await articleInForce(database.db, articleId, nowOf(world.clock)))
    }

    test('nothing chosen: a summary that links to each field, what was chosen is kept', async () => {
      const page = await choose({ article: '', terms: '' })
      assert.equal(page.status, 422)
      assert.match(page.html, /href="#article">Choisissez un montant/)
      assert.match(page.html, /href="#terms">Pour commander, cochez/)
      const kept = await choose({ article: articleValue(page, 20), terms: '' })
      assert.match(kept.html, /value="art_[^"]+" checked/)
      assert.doesNotMatch(kept.html, /name="terms"[^>]* checked/, 'the box is never ticked beforehand')
    })

    test('articles, methods, ids and quantities that do not exist are refused with a sentence [F7]', async () => {
      for (const article of ['art_nothing.1', 'art_nothing', '-1', '1e309', '%00', '<script>', 'x'.repeat(1000)]) {
        const page = await choose({ article })
        assert.equal(page.status, 422, article.slice(0, 20))
        assert.match(page.html, /Ce montant n’est plus proposé|Choisissez un montant/)
      }
      const page = await choose({ article: articleValue(await visitor.get(routes.recharge), 10), method: 'cash' })
      assert.match(page.html, /Choisissez un mode de paiement/)
      assert.equal(await countOrders(), 0)
    })

    test('pages, periods, dates and ids that do not exist are answered, never broken', async () => {
      const odd = [
        '-1',
        '0',
        '1e309',
        'NaN',
        '9007199254740993',
        '２',
        "' or 1=1 --",
        '%00',
        '\u0000',
        '2026-02-30',
        '[]',
        '💶',
      ]
      for (const value of odd.map(encodeURIComponent)) {
        for (const path of [
          `${routes.history}?before=${value}`,
          `${routes.history}?before=1&before=${value}`,
          `${routes.home}?period=${value}`,
          `${routes.recharge}?quote=${value}`,
        ])
          assert.equal((await visitor.get(path)).status, 200, path)
        assert.equal((await visitor.get(`${routes.summary}?quote=${value}`)).status, 422)
        for (const path of [routes.order, routes.receipt, routes.termsVersion, routes.demoMail, routes.returned])
          assert.equal((await visitor.get(path.replace(/:\w+/, value))).status, 404, `${path} ${value}`)
      }
      assert.equal((await visitor.get('/%')).status, 400, 'an address that is none')
      const door = await createVisitor(world.url).get(routes.signIn)
      const answer = await visitor.submitOnly(door, routes.signIn, { login: 'a\u0000b', password: '\u0000' })
      assert.ok(answer.status < 500, 'a sign that no database stores')
    })

    test('an article withdrawn while somebody was choosing', async () => {
      const window = await visitor.get(routes.recharge)
      const summary = await summaryOf(10)
      await withArticle(10, { active: false }, async () => {
        const late = await visitor.submit(window, routes.recharge, {
          article: articleValue(window, 10),
          method: 'ogone',
          terms: 'yes',
        })
        assert.match(late.html, /Ce montant n’est plus proposé/)
        const later = await visitor.submit(summary, routes.orders)
        assert.match(later.html, /Ce montant n’est plus proposé/)
      })
      assert.equal(await countOrders(), 0)
    })

    test('a price that changed since the page was drawn is shown and asked again [case 33]', async () => {
      const window = await visitor.get(routes.recharge)
      const summary = await summaryOf(5)
      await withArticle(5, { price: amount(600, 'EUR') }, async () => {
        const late = await visitor.submit(window, routes.recharge, {
          article: articleValue(window, 5),
          method: 'ogone',
          terms: 'yes',
        })
        assert.match(late.html, /Le prix a changé/)
        assert.match(late.html, /6,00/)
        const later = await visitor.submit(summary, routes.orders)
        assert.match(later.html, /Le prix a changé/)
        const again = await visitor.submit(await summaryOf(5), routes.orders)
        assert.match(again.html, /value="600"/, 'what was accepted is what the bank is asked')
      })
      const [order] = await world.db.selectFrom('orders').selectAll().execute()
      assert.equal(order?.priceMinor, 600, 'and it stays frozen')
    })

    test('fifty clicks at once make one order and one attempt [case 22] [S02]', async () => {
      const before = await countOrders()
      const form = readForm(await summaryOf(10), routes.orders)
      const body = () => new URLSearchParams(form.fields)
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => visitor.send(form.action, { method: 'POST', body: body() })),
      )
      assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([303]))
      assert.equal(new Set(answers.map((answer) => answer.location)).size, 1)
      assert.equal(await countOrders(), before + 1)
      const attempts = await world.db.selectFrom('payment').select('id').execute()
      assert.equal(attempts.length, before + 1)
    })

    test('two tabs make two orders, each with its own number and price', async () => {
      const [first, second] = [await summaryOf(5), await summaryOf(20)]
      const before = await countOrders()
      await visitor.submitOnly(second, routes.orders)
      await visitor.submitOnly(first, routes.orders)
      assert.equal(await countOrders(), before + 2)
    })

    test('price, person, status and mode in a form change nothing [case 39]', async () => {
      const summary = await summaryOf(10)
      const extra = {
        price: '1',
        priceMinor: '1',
        personId: 'per_x',
        status: 'paid',
        mode: 'live',
        creditMinor: '999999',
        role: 'manager',
      }
      await visitor.submitOnly(summary, routes.orders, extra)
      const order = await world.db
        .selectFrom('orders')
        .selectAll()
        .orderBy('placedAt', 'desc')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      const person = await world.person(delautre)
      assert.deepEqual(
        [order.priceMinor, order.creditMinor, order.status, order.mode, order.personId],
        [1000, 1000, 'placed', 'demo', person.id],
      )
    })

    test('a quote that was changed, is somebody else’s, or is too old', async () => {
      const summary = await summaryOf(10)
      const { quote = '' } = readForm(summary, routes.orders).fields
      const [payload = '', mark = ''] = quote.split('.')
      const forged = Buffer.from(payload, 'base64url').toString().replace('"priceMinor":1000', '"priceMinor":1')
      for (const bad of [`${Buffer.from(forged).toString('base64url')}.${mark}`, 'x', '', quote.slice(0, -2)]) {
        assert.match((await visitor.submit(summary, routes.orders, { quote: bad })).html, /trop longtemps/)
      }
      const other = createVisitor(world.url)
      await other.signIn(martin)
      const stolen = await other.get(`${routes.summary}?quote=${encodeURIComponent(quote)}`)
      assert.match(stolen.html, /trop longtemps/)
      world.clock.move(1.9 * HOUR)
      assert.match((await visitor.get(summary.url)).html, /Vérifiez votre commande/)
      world.clock.move(0.2 * HOUR)
      assert.match((await visitor.get(summary.url)).html, /trop longtemps/)
    })

    test('the session ends in the middle: after sign-in the summary is back, nothing was ordered', async () => {
      const summary = await summaryOf(10)
      const before = await countOrders()
      visitor.cookies.delete('obole')
      const door = await visitor.submit(summary, routes.orders)
      assert.match(door.html, /Votre session avait pris fin/)
      assert.equal(await countOrders(), before)
      const back = await visitor.submit(door, routes.signIn, { login: delautre, password: 'demonstration' })
      assert.match(back.html, /Vérifiez votre commande/)
    })

    test('another person’s order and receipt do not exist for me', async () => {
      const order = await world.db.selectFrom('orders').select('id').executeTakeFirstOrThrow()
      const other = createVisitor(world.url)
      await other.signIn(martin)
      const paths = [routes.order, routes.orderPay, routes.orderSummary, routes.orderEvents]
      for (const path of paths) {
        const page = await other.get(path.replace(':orderId', order.id))
        assert.equal(page.status, 404, path)
        assert.doesNotMatch(page.html, /DELAUTRE|gp4_/)
      }
      const home = await other.get('/')
      const { csrf = '' } = readForm(home, routes.signOut).fields
      for (const path of [routes.orderCheck, routes.orderPayments, routes.orderMail]) {
        assert.equal((await other.post(path.replace(':orderId', order.id), { csrf })).status, 404, path)
      }
      assert.equal((await other.get(routes.receipt.replace(':receiptId', 'rct_1'))).status, 404)
      assert.equal((await other.get(routes.receiptPdf.replace(':receiptId', 'rct_1'))).status, 404)
    })

    test('a form without its proof, or from elsewhere, changes nothing [S4]', async () => {
      const before = await countOrders()
      const summary = await summaryOf(10)
      const { fields } = readForm(summary, routes.orders)
      const wrong = { ...fields, csrf: 'x' }
      assert.equal((await visitor.post(routes.orders, wrong)).status, 403)
      assert.equal((await visitor.post(routes.orders, fields, { origin: 'https://evil.example' })).status, 403)
      assert.equal((await visitor.post(routes.orders, fields, { 'sec-fetch-site': 'cross-site' })).status, 403)
      assert.equal(await countOrders(), before)
    })

    test('too large, of another kind, and with broken cookies', async () => {
      const large = await visitor.send(routes.signIn, {
        method: 'POST',
        body: new URLSearchParams({ login: 'x'.repeat(70_000) }),
      })
      assert.equal(large.status, 413)
      assert.match(large.html, /trop volumineux/)
      const json = await visitor.send(routes.signIn, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      })
      assert.ok([403, 415, 422].includes(json.status), String(json.status))
      for (const cookie of ['obole=%%%', 'obole=../../x', `obole=${'a'.repeat(3000)}`, ';;;=;', 'obole=__proto__']) {
        const page = await visitor.send('/', { headers: { cookie } })
        assert.ok([303, 401].includes(page.status), `${cookie.slice(0, 20)}: ${page.status}`)
      }
    })

    test('a forged return proves nothing, whatever it says [R02] [case 21] [PB6]', async () => {
      const payment = await world.db.selectFrom('payment').selectAll().executeTakeFirstOrThrow()
      const balance = await world.balanceOf(delautre)
      const path = routes.returned.replace(':token', payment.returnToken)
      for (const query of ['?STATUS=9', '?STATUS=9&SHASIGN=abc', '?status=ok&paid=1', '?cancelled=1']) {
        assert.ok((await visitor.get(path + query)).status < 400)
      }
      assert.equal((await visitor.get(routes.returned.replace(':token', 'nothing'))).status, 404)
      assert.equal(await world.balanceOf(delautre), balance)
      const stranger = createVisitor(world.url)
      const page = await stranger.get(path)
      assert.doesNotMatch(
        page.html,
        /DELAUTRE|cartadis|gp4_/,
        'the token alone tells a state and nothing about a person [case 24]',
      )
      assert.equal((await stranger.post(path, { STATUS: '9' })).status, 303, 'a return by POST ends as a GET [case 26]')
    })

    test('a forged notice is refused and counted, and its content is in no log [case 5] [I11]', async () => {
      const body = { orderID: 'x', STATUS: '9', SHASIGN: 'canary-4917', amount: '10', currency: 'EUR', PAYID: '1' }
      const notices = routes.notices.replace(':gatewayId', 'ogone')
      assert.equal((await visitor.post(notices, body)).status, 400)
      const rejected = await world.db.selectFrom('notice').select('status').where('status', '=', 'rejected').execute()
      assert.equal(rejected.length, 1)
      assert.equal(
        world.log.lines.some((line) => line.includes('canary-4917')),
        false,
      )
      assert.equal((await visitor.post(routes.notices.replace(':gatewayId', 'nobody'), body)).status, 404)
      const big = await visitor.send(notices, { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(300_000) }) })
      assert.equal(big.status, 413)
    })

    test('next leads nowhere but home when it leads elsewhere', async () => {
      for (const next of [
        'https://evil.example',
        '//evil.example',
        '/\\evil.example',
        '/%0d%0ax',
        'javascript:alert(1)',
      ]) {
        const fresh = createVisitor(world.url)
        const door = await fresh.get(`${routes.signIn}?next=${encodeURIComponent(next)}`)
        const sent = await fresh.submitOnly(door, routes.signIn, { login: martin, password: 'demonstration' })
        const target = new URL(sent.location ?? '', world.url)
        assert.equal(target.host, new URL(world.url).host, next)
      }
    })
  })
}
