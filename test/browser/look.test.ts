import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { languages } from '../../src/kit/language.ts'
import { routes } from '../../src/web/routes.ts'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

/** What a table, a head, facts, a choice, a timeline and their states are drawn as. */
const parts = [
  ...['.head h1', '.lead h1', '.facts .row', '.facts.cols', '.ledger .total', '.notice.bad', '.numeral'],
  ...['table.reflow[role=table]', '.scroll table', 'table:not(.reflow)', 'tfoot', 'p[role=status]', 'nav a[href]'],
  ...[
    '.choice input:checked',
    '.choice.closed input:disabled',
    '.choice.closed',
    '.err',
    '.errors',
    '.in[aria-invalid]',
  ],
  ...['.done', '.care', '.stop', '.now', '.todo'].map((state) => `.timeline ${state}`),
]

test('outside the demonstration there is no page of components', async () => {
  const world = await createWorld({ config: { mode: 'test' } })
  try {
    assert.equal((await createVisitor(world.url).get(routes.look)).status, 404)
  } finally {
    await world.end()
  }
})

describe('the page of components in a real browser', { skip: noBrowser }, () => {
  let world: World
  let browser: Browser
  before(async () => {
    world = await createWorld()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await world?.end()
  })

  for (const language of languages)
    for (const frame of ['portal', 'desk'])
      test(`${language}, ${frame}: every part is there, axe finds nothing, nothing sticks out`, async () => {
        const context = await browser.newContext({ extraHTTPHeaders: { 'accept-language': language } })
        const page = await context.newPage()
        await page.goto(`${world.url}${routes.look}?frame=${frame}`)
        assert.equal(await page.getAttribute('html', 'lang'), language)
        for (const part of parts) assert.ok((await page.locator(part).count()) > 0, `${part} is on the page`)
        for (const width of [320, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 })
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          assert.ok(wide <= 0, `at ${width} the page is ${wide} pixels too wide`)
          assert.deepEqual(await axeFindings(page), [])
        }
        await context.close()
      })
})
