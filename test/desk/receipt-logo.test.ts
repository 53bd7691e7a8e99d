import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { extractImages, getDocumentProxy } from 'unpdf'
import { isPrintable, printablePixels } from '../../src/brand/logo/printable-logo.ts'
import { routes } from '../../src/web/routes.ts'
import { brandEditor } from '../support/brand-editor.ts'
import { type PngWish, pngOf } from '../support/png.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, readForm, type Visitor } from '../support/visitor.ts'
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

  async function publishLogo(content: string | Uint8Array<ArrayBuffer>): Promise<string> {
    const { fields } = readForm(await manager.get(routes.deskBrandLogo), '/desk/brand/logo')
    const body = new FormData()
    body.set('csrf', fields.csrf ?? '')
    body.set('ground', 'light')
    body.set('upload', new Blob([content]), 'logo')
    await manager.send(routes.deskBrandLogo, { method: 'POST', body })
    const { html } = await manager.get(routes.deskBrandLogo)
    await brandEditor(world).publishDraft(manager)
    return html
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

  test('an SVG stands on the page alone, and the desk says so before it is published', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#4b7f00"/></svg>'
    assert.match(await publishLogo(svg), /pas sur son PDF, où le nom du vendeur est écrit en toutes lettres/)
    const { page, pdfs } = await buyAndReadPdfs()
    assert.match(page, /<article class="a4".*?<img class="logo"/s)
    for (const pdf of pdfs) assert.deepEqual(await extractImages(await getDocumentProxy(pdf), 1), [])
  })

  test('a PNG that would break the drawing of a PDF is left out of it, and the receipt is made', async () => {
    const bad: Record<string, PngWish> = {
      'data that do not inflate': { width: 10, height: 10, data: Buffer.alloc(20) },
      'too few lines': { width: 10, height: 10, data: deflateSync(Buffer.alloc(31)) },
      'too many lines': { width: 10, height: 10, data: deflateSync(Buffer.alloc(3100)) },
      'a filter that does not exist': { width: 10, height: 1, data: deflateSync(Buffer.alloc(31, 9)) },
      interlaced: { width: 10, height: 10, interlace: 1 },
      'sixteen bits': { width: 10, height: 10, bits: 16 },
      'more pixels than a receipt may cost': { width: 1, height: printablePixels + 1 },
    }
    for (const [why, wish] of Object.entries(bad))
      assert.equal(isPrintable({ type: 'image/png', content: pngOf(wish) }), false, why)
    assert.match(await publishLogo(pngOf(bad['data that do not inflate'] as PngWish)), /pas sur son PDF/)
    const { pdfs } = await buyAndReadPdfs()
    for (const pdf of pdfs) assert.deepEqual(await extractImages(await getDocumentProxy(pdf), 1), [])
  })
})
