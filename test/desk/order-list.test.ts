import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { unzipSync } from 'fflate'
import { MINUTE } from '../../src/kit/clock.ts'
import { changeProfile } from '../../src/people/person.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const delautre = 'v.delautre@cartadis.com'

for (const { engine, skip } of engines) {
  describe(`the list of orders on ${engine}`, { skip }, () => {
    let world: World
    let desk: Visitor
    before(async () => {
      world = await createWorld({ engine })
      const buyer = createVisitor(world.url)
      await buyer.signIn(delautre)
      for (const article of [5, 10, 20]) {
        await answerAs(buyer, await orderTo(buyer, article))
        await world.settle()
        world.clock.move(MINUTE)
      }
      desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
    })
    after(() => world?.end())
    const list = (query: Record<string, string>): Promise<Page> =>
      desk.send(`${routes.deskOrders}?${new URLSearchParams(query)}`)
    const numbersIn = (text: string) => [...text.matchAll(/cartadis\.com(345\d\d)</g)].map(([, number]) => number)

    test('a complaint by mail address, by name, by the last digits: the order is there, newest first', async () => {
      for (const q of [delautre, 'delautre', 'gp4_v.delautre'])
        assert.deepEqual(numbersIn((await list({ q })).html), ['34532', '34531', '34530'], q)
      const { html } = await list({ q: '34531' })
      assert.deepEqual(numbersIn(html), ['34531'])
      assert.match(html, /value="34531"/, 'what was typed stays in the box')
      assert.match(html, /Créditée/)
      assert.match(html, /10,00\s€/)
    })

    test('filters are kept in the form, in the pages and in the file', async () => {
      const query = {
        state: 'credited',
        gateway: 'ogone',
        by: 'paid',
        from: '2026-11-24',
        to: '2026-11-24',
        amount: '20,00',
      }
      const { html } = await list(query)
      assert.deepEqual(numbersIn(html), ['34532'])
      assert.match(html, /<option value="credited" selected/)
      assert.match(html, /<details class="fold" open/)
      assert.match(html, /href="\/desk\/orders\.csv\?state=credited&amp;gateway=ogone&amp;by=paid&amp;from=2026-11-24/)
      assert.deepEqual(numbersIn((await list({ from: '2026-11-25' })).html), [])
    })

    test('nothing found says what to try', async () => {
      const { html, status } = await list({ q: 'nobody' })
      assert.equal(status, 200)
      assert.match(html, /Aucune commande ne correspond\./)
      assert.match(html, /Essayez le début/)
    })

    test('bad values: a sentence for each field, all that was typed is kept, nothing breaks', async () => {
      const bad: Array<[Record<string, string>, RegExp]> = [
        [{ from: '2026-02-30' }, /href="#from">Du\s: Cette date n’existe pas/],
        [{ to: 'yesterday' }, /href="#to">Au\s: Cette date n’existe pas/],
        [{ from: '99999-01-01' }, /href="#from">/],
        [{ from: '2026-11-24', to: '2026-11-23' }, /href="#to">Au\s: La fin vient avant le début/],
        [{ amount: '1e9' }, /href="#amount">Montant\s: Ce montant ne se lit pas/],
        [{ amount: '-5' }, /href="#amount">/],
        [{ amount: '9'.repeat(400) }, /href="#amount">/],
        [{ state: 'sold' }, /href="#state">Ce choix n’existe pas/],
        [{ gateway: '__proto__' }, /href="#gateway">/],
        [{ by: 'moon' }, /href="#by">/],
        [{ q: 'x'.repeat(300) }, /href="#q">Le texte cherché est trop long/],
      ]
      for (const [query, expected] of bad) {
        const page = await list({ state: 'credited', ...query })
        assert.equal(page.status, 422, JSON.stringify(query).slice(0, 60))
        assert.match(page.html, expected)
      }
      const { html } = await list({ q: 'kept', state: 'credited', to: '2026-11-23', amount: 'ten' })
      for (const kept of ['value="kept"', 'value="credited" selected', 'value="2026-11-23"', 'value="ten"'])
        assert.ok(html.includes(kept), kept)
      assert.equal((await desk.send(`${routes.deskOrdersCsv}?from=never`)).status, 422)
    })

    test('a place in the list that is none of ours is the first page', async () => {
      const tokens = [
        'x',
        '~',
        'x'.repeat(9000),
        '2026-11-24T09:00:00.000Z~ord_',
        "2026-11-24T09:00:00.000Z~ord_' or 1=1",
        '\0',
      ]
      for (const older of tokens) {
        const page = await list({ older })
        assert.equal(page.status, 200, older.slice(0, 40))
        assert.equal(numbersIn(page.html).length, 3)
      }
    })

    test('values that come twice, empty or with a NUL are no reason to fall over', async () => {
      for (const query of [
        'q=a&q=b',
        'q=',
        'q=%00',
        'q=%E0%A4%A',
        'q=%F0%9F%92%A9',
        'state=&from=&to=&amount=',
        'q[]=1',
      ])
        assert.equal((await desk.send(`${routes.deskOrders}?${query}`)).status, 200, query)
    })

    test('what a person wrote is drawn as text, in the page and in the file', async () => {
      const { id } = await world.person(delautre)
      const rename = (name: string) => world.app.database.transact((tx) => changeProfile(tx, { personId: id, name }))
      await rename('=HYPERLINK("http://evil";"<b>")')
      const { html } = await list({ q: delautre })
      assert.doesNotMatch(html, /<b>"/)
      const file = await desk.send(`${routes.deskOrdersCsv}?q=34530&as=csv_plain`)
      assert.match(file.html, /;"'=HYPERLINK\(""http:\/\/evil"";""<b>""\)";/)
      await rename('DELAUTRE')
    })

    test('the table is asked for in a form, with its filter; as XLSX it holds figures and moments, as CSV for Excel a mark', async () => {
      const path = `${routes.deskOrdersCsv}?q=34531`
      const page = await desk.get(path)
      assert.match(page.html, /<input type="hidden" name="q" value="34531"/)
      for (const form of ['xlsx', 'csv', 'csv_plain']) assert.match(page.html, new RegExp(`name="as" value="${form}"`))
      const get = async (form: string) => {
        const cookie = [...desk.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(new URL(`${path}&as=${form}`, world.url), { headers: { cookie } })
        return {
          name: response.headers.get('content-disposition'),
          bytes: new Uint8Array(await response.arrayBuffer()),
        }
      }
      const [xlsx, csv, plain] = await Promise.all(['xlsx', 'csv', 'csv_plain'].map(get))
      assert.ok(xlsx && csv && plain)
      assert.deepEqual([...csv.bytes.slice(0, 3)], [0xef, 0xbb, 0xbf])
      assert.deepEqual(csv.bytes.slice(3), plain.bytes)
      assert.match(xlsx.name ?? '', /commandes\.xlsx/)
      const sheet = new TextDecoder().decode(unzipSync(xlsx.bytes)['xl/worksheets/sheet1.xml'])
      const [heads = '', order = ''] = [...sheet.matchAll(/<row>(.*?)<\/row>/g)].map(([, row]) => row ?? '')
      assert.match(heads, />Taux de TVA \(%\)<.*>TVA</)
      assert.match(order, /<v>10\.00<\/v>.*<v>19\.60<\/v>.*<v>1\.64<\/v>/)
      assert.match(order, /<c s="5"><v>46350\.4\d*<\/v>/, '24 November 2026, 10:01')
    })

    test('the file: no mark in front, semicolons, local time, headings and figures as French has them, the filter’s orders alone', async () => {
      const file = await desk.send(`${routes.deskOrdersCsv}?q=34531&as=csv_plain`)
      assert.match(file.headers.get('content-type') ?? '', /^text\/csv; charset=utf-8/)
      assert.match(file.headers.get('content-disposition') ?? '', /attachment; filename="commandes\.csv"/)
      const lines = file.html.split('\r\n')
      assert.equal(lines.length, 3)
      assert.ok(lines[0]?.startsWith('Commande;État;Passée le;'))
      assert.match(lines[1] ?? '', /^gp4_v\.delautre@cartadis\.com34531;Créditée;2026-11-24 10:01:00;/)
      assert.match(
        lines[1] ?? '',
        /;10;[^;]+;10,00;19,60;1,64;EUR;10,00;0,00;Carte bancaire \(Ingenico\);2026-000913;ord_/,
      )
    })
  })
}
