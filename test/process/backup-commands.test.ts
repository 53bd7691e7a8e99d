import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { brandFields } from '../../src/brand/brand-fields.ts'
import { routes } from '../../src/web/routes.ts'
import { engines, freshPlace, type Place } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import type { Running } from '../support/process.ts'
import { articleValue, createVisitor, type Visitor } from '../support/visitor.ts'
import { createInstallation, type Installation } from './installation.ts'
import { enterByLink, followSetUpList, setUpTelephone } from './set-up-at-desk.ts'

for (const { engine, skip } of engines) {
  describe(`back-up, drill and restore by command on ${engine}`, { skip }, () => {
    let place: Place
    let fresh: Place
    let at: Installation
    let server: Running
    let manager: Visitor
    let buyer: Visitor
    let copy: string
    let key: string
    let refunded: string
    before(async () => {
      ;[place, fresh] = [await freshPlace(engine), await freshPlace(engine)]
      at = await createInstallation(place)
      ;[manager, buyer] = [createVisitor(at.proxy.url), createVisitor(at.proxy.url)]
      ;[copy, key] = [join(at.folder, 'copy.obole'), `--key-file ${file('backup-key', 'a line of the tests, long')}`]
      const brand = brandFields.map(({ name, kind }) => [name, kind === 'cost' ? '0.05' : `${name} of ours`])
      const texts = { ...Object.fromEntries(brand), accent: '#1f4e5f', ground: '' }
      const flags = [
        '--manager ann --name Ann --email ann@example.org --vat fr-20=20',
        `--terms-fr ${file('cgv.md', 'Nos conditions.')} --terms-en ${file('terms.md', 'Our terms.')}`,
        `--brand ${file('brand.json', JSON.stringify(texts))}`,
      ]
      const { output } = await obole(`set-up ${flags.join(' ')}`)
      server = await at.start()
      await enterByLink(manager, /https:\S+\/new-password\/\w+/.exec(output)?.[0] ?? '', 'ann')
      await setUpTelephone(manager)
      assert.deepEqual(await followSetUpList(manager), [routes.deskArticleNew], output)
      const added = await obole('people add zoe --name Zoe --email zoe@example.org --show-link')
      await enterByLink(buyer, /https:\S+\/new-password\/\w+/.exec(added.output)?.[0] ?? '', 'zoe')
    })
    after(async () => {
      server?.child.kill('SIGKILL')
      await at?.remove()
      await place?.remove()
      await fresh?.remove()
    })

    const obole = (words: string) => at.shell(`npm run -s obole -- ${words}`)
    function file(name: string, text: string): string {
      const path = join(at.folder, name)
      writeFileSync(path, text)
      return path
    }
    const balance = async (): Promise<string> =>
      /class="numeral[^"]*">(-?[\d,]+)</.exec((await buyer.get(routes.home)).html)?.[1] ?? 'none'

    /** Gives back the path of the order's page. */
    async function buy(): Promise<string> {
      const window = await buyer.get(routes.recharge)
      const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
      const pay = await buyer.submit(await buyer.submit(window, routes.recharge, choice), routes.orders)
      const back = await buyer.submit(await buyer.submit(pay, at.bank.url), '/pay', { return: 'yes' })
      return new URL(back.url).pathname
    }

    test('while the shop sells: whole, encrypted, and its books hold in the drill', async () => {
      refunded = await buy()
      await eventually('the credit', async () => (await balance()) === '10,00')
      const made = await obole(`backup ${copy} ${key}`)
      assert.equal(made.code, 0, made.output)
      assert.match(made.output, /\d+ rows of \d+ tables, read again and whole/)
      const drill = await obole(`backup-drill ${copy} ${key}`)
      assert.equal(drill.code, 0, drill.output)
      assert.match(drill.output, /check-books: 0 problems/)
    })

    test('what cannot be is refused in words, without a stack and without an effect', async () => {
      const cases: Array<[words: string, says: RegExp]> = [
        [`restore ${copy} ${key}`, /not empty.*Nothing was changed/],
        [`backup-drill ${copy}`, /encrypted: its passphrase is needed/],
        [`backup-drill ${copy} --key-file ${file('other', 'another line of the tests')}`, /its passphrase is another/],
        [`backup-drill ${join(at.folder, 'nowhere')} ${key}`, /nowhere: cannot be used \(ENOENT\)/],
        [`backup ${copy} --key-file ${join(at.folder, 'no-key')}`, /no-key: cannot be read/],
        [`backup ${copy} --key-file ${file('empty', '\n')}`, /empty: needs at least 16 characters/],
        [`backup ${join(at.folder, 'no', 'folder')} ${key}`, /cannot be used \(ENOENT\)/],
        [`backup-drill ${file('text', 'no back-up')}`, /damaged/],
      ]
      for (const [words, says] of cases) {
        const { code, output } = await obole(words)
        assert.ok(code === 1 || code === 2, output)
        assert.match(output, says)
        assert.doesNotMatch(output, /\bat .*:\d+:\d+/)
      }
    })

    test('restored into a new database: what came after the copy is found at the provider', async () => {
      const path = `/desk${refunded}/refunds`
      const asked = await manager.submit(await manager.get(path), path, { amount: '4,00', reason: 'After the copy' })
      await manager.submit(asked, path, { sure: 'yes' })
      const lost = await buy()
      await eventually('both at the bank', async () => {
        const [first, second] = await at.bank.books()
        return first?.refundedMinor === 400 && second?.status === 'paid'
      })
      await eventually('both in the books', async () => (await balance()) === '16,00')
      server.child.kill('SIGTERM')
      assert.equal((await server.ended).code, 0)

      const database: Record<string, string> = fresh.databaseUrl
        ? { DATABASE_URL: fresh.databaseUrl }
        : { OBOLE_DATA_DIR: fresh.dataDir }
      at.set(database)
      const restored = await obole(`restore ${copy} ${key}`)
      assert.equal(restored.code, 0, restored.output)
      assert.match(restored.output, /check-books: 0 problems\n.*restored\. Start the program/)
      server = await at.start()
      assert.equal((await buyer.get(lost)).status, 404)
      await eventually('the refund, by the provider’s own word', async () => (await balance()) === '6,00')
      const [, bought] = await at.bank.books()
      const { reference = 'none', operation = 'none' } = bought ?? {}
      const listed = await eventually('the purchase as a case', async () => {
        const { html } = await manager.get(routes.deskReconciliation)
        return html.includes(operation) && html
      })
      const difference = /href="(\/desk\/differences\/[^"]+)"/.exec(listed)?.[1] ?? ''
      const { html } = await manager.get(difference)
      for (const known of [reference, operation, /10,00\s€/.exec(html)?.[0] ?? 'no sum'])
        assert.ok(html.includes(known), `${difference} names ${known}`)
      assert.match((await manager.get(routes.desk)).html, /a été rétablie dans son état/)
    })

    test('the books hold afterwards, and the copy can be made again from what was restored', async () => {
      const books = await obole('check-books')
      assert.equal(books.code, 0, books.output)
      const again = join(at.folder, 'again.obole')
      assert.equal((await obole(`backup ${again}`)).code, 0)
      assert.equal((await obole(`backup-drill ${again}`)).code, 0)
    })
  })
}
