import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { routes } from '../../src/web/routes.ts'
import { articleValue, createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const kib = 1024

/** The body as it travels, compressed as a browser asks for it. */
function bytesOf(world: World, visitor: Visitor, path: string): Promise<{ size: number; encoding: string }> {
  const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'accept-encoding': 'gzip', 'accept-language': 'fr' }
    get(new URL(path, world.url), { headers }, (response) => {
      let size = 0
      response.on('data', (part: Buffer) => {
        size += part.length
      })
      response.on('end', () => resolve({ size, encoding: String(response.headers['content-encoding'] ?? 'plain') }))
    }).on('error', reject)
  })
}

describe('what a page weighs over the wire', () => {
  let world: World
  let visitor: Visitor
  before(async () => {
    world = await createWorld()
    visitor = createVisitor(world.url)
    await visitor.signIn('v.delautre@cartadis.com')
  })
  after(() => world?.end())

  /** Everything that the page makes a browser fetch, fonts included, whether or not they are preloaded. */
  async function partsOf(html: string): Promise<string[]> {
    const named = [...html.matchAll(/(?:href|src)="(\/(?:look|brand)\/[^"]+)"/g)].map(([, path = '']) => path)
    const sheet = named.find((path) => path.startsWith(routes.stylesheet)) ?? ''
    const fonts = [...(await visitor.get(sheet)).html.matchAll(/url\((\/look\/fonts\/[\w.-]+)\)/g)]
    return [...new Set([...named, ...fonts.map(([, path = '']) => path)])]
  }

  test('a first visit takes at most 60 KiB, fonts and all, and the next page at most 15', async () => {
    const window = await visitor.get(routes.recharge)
    const choice = { article: articleValue(window, 10), method: 'ogone', terms: 'yes' }
    const summary = await visitor.submit(window, routes.recharge, choice)
    const pages = [
      routes.home,
      routes.history,
      routes.recharge,
      summary.url,
      routes.profile,
      routes.terms,
      routes.legal,
    ]
    for (const path of pages) {
      const page = await bytesOf(world, visitor, path)
      assert.equal(page.encoding, 'gzip', path)
      assert.ok(page.size <= 15 * kib, `${path}: ${page.size} bytes alone`)
      const parts = await partsOf((await visitor.get(path)).html)
      assert.ok(parts.length >= 6, parts.join(' '))
      const sizes = await Promise.all(parts.map((part) => bytesOf(world, visitor, part)))
      const first = sizes.reduce((sum, { size }) => sum + size, page.size)
      assert.ok(first <= 60 * kib, `${path}: ${first} bytes on a first visit`)
    }
  })

  test('what is kept for a year is named by its content; the script stays below 8 kB', async () => {
    const { html } = await visitor.get(routes.home)
    for (const path of await partsOf(html)) {
      const { headers } = await visitor.send(path)
      assert.match(headers.get('cache-control') ?? '', /immutable/, path)
    }
    const script = await visitor.get(/src="(\/look\/portal\.js[^"]*)"/.exec(html)?.[1] ?? '')
    assert.ok(gzipSync(script.html).length <= 8000)
    assert.equal(html.match(/<script/g)?.length, 1)
  })
})
