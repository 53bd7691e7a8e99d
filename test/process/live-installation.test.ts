import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { extractText, getDocumentProxy } from 'unpdf'
import { routes } from '../../src/web/routes.ts'
import { engines, freshPlace, type Place } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import type { Arrived } from '../support/mail-server.ts'
import type { Running } from '../support/process.ts'
import { articleValue, createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createInstallation, documented, type Installation } from './installation.ts'
import { enterByLink, followSetUpList, setUpTelephone, waysLeft } from './set-up-at-desk.ts'

/** What is done there and in this order: each test goes on where the one before it ended, as the document does. */
for (const { engine, skip } of engines) {
  describe(`docs/operating/install.md, step by step, on ${engine}`, { skip }, () => {
    let place: Place
    let at: Installation
    let server: Running
    let ann: Visitor
    let zoe: Visitor
    let managerLink: string
    let orderPage: string
    before(async () => {
      place = await freshPlace(engine)
      at = await createInstallation(place)
      ;[ann, zoe] = [createVisitor(at.proxy.url), createVisitor(at.proxy.url)]
    })
    after(async () => {
      server?.child.kill('SIGKILL')
      await at?.remove()
      await place?.remove()
    })

    const letter = (to: string, words: RegExp): Promise<Arrived> =>
      eventually(`a letter to ${to}: ${words}`, async () =>
        at.mail.arrived.find((each) => each.to === to && words.test(each.text)),
      )
    const textOf = async (pdf: Uint8Array): Promise<string> =>
      (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text
    const balance = (page: Page): string => /class="numeral[^"]*">([\d,]+)</.exec(page.html)?.[1] ?? 'none'

    test('step 5: set-up prepares the database, asks for the manager, and says what is missing', async () => {
      const before = await at.shell('npm run -s obole -- check-config')
      assert.match(before.output, /Run: npm run obole -- set-up/)
      const answers = 'ann\nAnn Martin\nann@example.org\n\n'
      const { code, output } = await at.shell('npm run -s obole -- set-up --ask', answers)
      assert.equal(code, 1)
      managerLink = /within 24 hours: (https:\S+)/.exec(output)?.[1] ?? ''
      assert.ok(managerLink.startsWith(at.proxy.url), output)
      const missing = [...output.matchAll(/^MISSING {5}(.*?)\. /gm)].map(([, point]) => point)
      assert.deepEqual(missing, ['Brand, seller and legal texts', 'The terms of sale', 'A VAT rate', 'An item on sale'])
      assert.doesNotMatch(output, /^BAD/m)
    })

    test('steps 6 and 7: the unit’s command starts it, and behind the proxy the shop says that it is closed', async () => {
      server = await at.start()
      assert.match(server.output(), /The shop is closed/)
      for (const path of [routes.healthz, routes.readyz]) assert.equal((await zoe.get(path)).status, 200)
      assert.match((await zoe.get(routes.home)).html, /n’est pas encore ouverte/)
    })

    test('step 8: the manager sets up the second factor, and goes through the list until the shop is open', async () => {
      await enterByLink(ann, managerLink, 'ann')
      assert.equal((await setUpTelephone(ann)).status, 200)
      const gone = await followSetUpList(ann)
      assert.equal(gone.length, 4, gone.join())
      const list = await ann.get(routes.deskSetUp)
      assert.match(list.html, /Tout est là/)
      assert.doesNotMatch(list.html, /Il manque|relais/)
      assert.doesNotMatch((await createVisitor(at.proxy.url).get(routes.home)).html, /n’est pas encore ouverte/)
      assert.deepEqual(await waysLeft(ann), [])
    })

    test('check-config finds nothing to mend, and the provider takes the settings', async () => {
      const { code, output } = await at.shell('npm run -s obole -- check-config --ask')
      assert.equal(code, 0, output)
      assert.doesNotMatch(output, /MISSING|BAD/)
      assert.match(output, /gateways {4}ogone\n/)
      assert.match(output, /proxies {5}1 before us/)
    })

    test('a person is added, chooses a password by the link of the letter, and buys', async () => {
      const added = await at.shell('npm run -s obole -- people add zoe --name "Zoé PETIT" --email zoe@example.org')
      assert.equal(added.code, 0, added.output)
      const { text } = await letter('zoe@example.org', /\/new-password\//)
      await enterByLink(zoe, /https:\S+\/new-password\/\w+/.exec(text)?.[0] ?? '', 'zoe')
      const window = await zoe.get(routes.recharge)
      const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
      const pay = await zoe.submit(await zoe.submit(window, routes.recharge, choice), routes.orders)
      assert.match(pay.html, new RegExp(`action="${at.bank.url}/ncol/prod/orderstandard_utf8.asp"`))
      const bank = await zoe.submit(pay, at.bank.url)
      const back = await zoe.submit(bank, '/pay', { outcome: 'accept', notice: 'once', return: 'yes' })
      assert.match(back.url, /\/orders\/ord_/)
      orderPage = new URL(back.url).pathname
    })

    test('the notice arrives over https, the credit stands, and the receipt comes as page, PDF and letter', async () => {
      await eventually('the credit', async () => balance(await zoe.get(routes.home)) === '10,00')
      const notices = at.proxy.passed.filter(({ path }) => path === '/notices/ogone')
      assert.deepEqual(notices, [{ method: 'POST', path: '/notices/ogone', status: 200 }])
      const page = await zoe.get(orderPage)
      const receipt = /href="(\/receipts\/[^"/#]+)/.exec(page.html)?.[1] ?? ''
      const shown = await zoe.get(receipt)
      const number = /\d{4}-\d{6}/.exec(shown.html)?.[0] ?? 'none'
      const file = await fetch(`${at.proxy.url}${receipt}/receipt.pdf`, { headers: cookiesOf(zoe) })
      assert.match(await textOf(await file.bytes()), new RegExp(number))
      const { pdf } = await letter('zoe@example.org', new RegExp(number))
      assert.match(await textOf(pdf ?? new Uint8Array()), new RegExp(number))
    })

    test('a refund from the order’s page at the desk reaches the provider and the person', async () => {
      const path = `/desk${orderPage}/refunds`
      const form = await ann.submit(await ann.get(path), path, { amount: '4,00', reason: 'À l’essai' })
      await ann.submit(form, path, { sure: 'yes' })
      await eventually('the refund at the bank', async () => (await at.bank.books())[0]?.refundedMinor === 400)
      await eventually('the credit taken back', async () => balance(await zoe.get(routes.home)) === '6,00')
      const { pdf } = await letter('zoe@example.org', /avoir/i)
      assert.match(await textOf(pdf ?? new Uint8Array()), /4,00/)
      assert.match((await ann.get(`/desk${orderPage}`)).html, /remboursée en partie/i)
      assert.match((await ann.get(routes.desk)).html, /Rien n’attend de décision/)
    })

    test('steps 9 and 10: it is backed up and tried, stops in order, and finds everything again', async () => {
      const lines = documented('backup-drill').replaceAll('/var/backups/obole', at.folder)
      const commands = lines.replaceAll('/etc/obole/backup-key', join(at.folder, 'key')).trim().split('\n')
      assert.equal(commands.length, 2)
      for (const command of commands) assert.equal((await at.shell(command)).code, 0, command)
      server.child.kill('SIGTERM')
      assert.equal((await server.ended).code, 0, server.output())
      assert.equal((await zoe.get(routes.home)).status, 502)
      server = await at.start()
      assert.equal(balance(await zoe.get(routes.home)), '6,00')
      assert.equal((await ann.get(routes.desk)).status, 200)
      assert.doesNotMatch(server.output(), /closed|MISSING|"level":50/)
      const books = await at.shell('npm run -s obole -- check-books')
      assert.equal(books.code, 0, books.output)
    })

    test('no secret of the settings stands in what the server has printed', () => {
      const settings = readFileSync(join(at.folder, 'environment'), 'utf8')
      const secrets = [...settings.matchAll(/^OBOLE_OGONE_(?:SHA_\w*|API_PASSWORD)='(.*)'$/gm)].map(
        ([, value = '']) => value,
      )
      assert.equal(secrets.length, 4)
      for (const secret of secrets) assert.ok(!server.output().includes(secret))
    })
  })
}

const cookiesOf = (visitor: Visitor): { cookie: string } => ({
  cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
})
