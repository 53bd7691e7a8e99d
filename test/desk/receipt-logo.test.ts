import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { extractImages, getDocumentProxy } from 'unpdf'
import { currentBrand, publishBrand } from '../../src/brand/brand.ts'
import { addLogo, printableLogo } from '../../src/brand/logo/brand-logo.ts'
import { routes } from '../../src/web/routes.ts'
import { brandEditor } from '../support/brand-editor.ts'
import { type PngWish, pngOf } from '../support/png.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

describe('the logo on a receipt', () => {
  let world: World
  let manager: Visitor
  before(async () => {
    world = await createWorld()
    manager = createVisitor(world.url)
    await manager.signIn('admin@example.org')
  })
  after(() => world?.end())

  async function uploadLogo(content: string | Uint8Array<ArrayBuffer>): Promise<Page> {
    const { fields } = readForm(await manager.get(routes.deskBrandLogo), '/desk/brand/logo')
    const body = new FormData()
    body.set('csrf', fields.csrf ?? '')
    body.set('ground', 'light')
    body.set('upload', new Blob([content]), 'logo')
    return manager.send(routes.deskBrandLogo, { method: 'POST', body })
  }

  async function publishLogo(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
    await uploadLogo(content)
    const { html } = await manager.get(routes.deskBrandLogo)
    await brandEditor(world).publishDraft(manager)
    return html
  }

  /** As the program took a logo before it drew each one anew. */
  async function keepOldLogo(content: Uint8Array): Promise<void> {
    const brand = await currentBrand(world.db)
    await world.app.database.transact(async (tx) => {
      const old = { type: 'image/png' as const, content, width: 10, height: 10, removed: [] }
      const light = await addLogo(tx, old, 'old.png')
      await publishBrand(tx, { content: { ...brand, logos: { light, dark: null } }, by: 'test' })
    })
  }

  /** The PDF as it was attached to the newest letter, and as the portal gives it. */
  async function buyAndReadPdfs(): Promise<{ page: string; pdfs: Uint8Array[] }> {
    const visitor = createVisitor(world.url)
    await visitor.signIn('a.martin@example.org')
    await buy(world, visitor, { number: 10 })
    const { id } = await world.db.selectFrom('receipt').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const page = await visitor.get(routes.receipt.replace(':receiptId', id))
    const answer = await fetch(world.url + routes.receiptPdf.replace(':receiptId', id), {
      headers: { cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    const mail = await world.db.selectFrom('capturedMail').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    const [attached] = JSON.parse(mail.attachments) as Array<{ base64: string }>
    return {
      page: page.html,
      pdfs: [
        new Uint8Array(await answer.arrayBuffer()),
        Uint8Array.from(Buffer.from(attached?.base64 ?? '', 'base64')),
      ],
    }
  }

  test('a PNG logo stands on the receipt: on its page, on the PDF of the portal and on the one in the letter', async () => {
    for (const colourType of [2, 3, 6] as const) {
      const told = await publishLogo(pngOf({ width: 120, height: 60, colourType }))
      assert.match(told, /Le logo sur fond clair figure aussi sur les reçus/)
      const { page, pdfs } = await buyAndReadPdfs()
      assert.match(page, /<article class="a4".*?<img class="logo"/s)
      for (const pdf of pdfs) {
        const proxy = await getDocumentProxy(pdf)
        assert.equal(proxy.numPages, 1)
        assert.deepEqual(await proxy.getMarkInfo(), { Marked: true, UserProperties: false, Suspects: false })
        const images = await extractImages(proxy, 1)
        assert.deepEqual(
          images.map(({ width, height }) => [width, height]),
          [[120, 60]],
          `colour type ${colourType}`,
        )
      }
    }
  })

  const square = (inside: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#4b7f00"/>${inside}</svg>`

  test('a drawing stands on the page and on the PDF', async () => {
    assert.match(await publishLogo(square('')), /Le logo sur fond clair figure aussi sur les reçus/)
    const { page, pdfs } = await buyAndReadPdfs()
    assert.match(page, /<article class="a4".*?<img class="logo"/s)
    for (const pdf of pdfs) assert.equal((await extractImages(await getDocumentProxy(pdf), 1)).length, 1)
  })

  test('a drawing with words stands on the page alone, and the desk says so before it is published', async () => {
    assert.match(await publishLogo(square('<text x="0" y="3">OB</text>')), /pas sur son PDF, où ses mots/)
    const { page, pdfs } = await buyAndReadPdfs()
    assert.match(page, /<article class="a4".*?<img class="logo"/s)
    for (const pdf of pdfs) assert.deepEqual(await extractImages(await getDocumentProxy(pdf), 1), [])
  })

  test('a PNG that an older program kept, and that nothing can decode, is left out, and the receipt is made', async () => {
    const bad: Record<string, PngWish> = {
      'data that do not inflate': { width: 10, height: 10, data: Buffer.alloc(20) },
      'too few lines': { width: 10, height: 10, data: deflateSync(Buffer.alloc(31)) },
      'a filter that does not exist': { width: 10, height: 1, data: deflateSync(Buffer.alloc(31, 9)) },
      'more pixels than can be tried': { width: 40_000, height: 40_000, data: Buffer.alloc(20) },
    }
    for (const [why, wish] of Object.entries(bad))
      assert.equal(await printableLogo({ id: why, type: 'image/png', content: pngOf(wish) }), undefined, why)
    const [wish] = Object.values(bad)
    const content = pngOf(wish as PngWish)
    assert.match((await uploadLogo(content)).html, /Ce fichier est abîmé/)
    await keepOldLogo(content)
    const { pdfs } = await buyAndReadPdfs()
    for (const pdf of pdfs) assert.deepEqual(await extractImages(await getDocumentProxy(pdf), 1), [])
  })
})
