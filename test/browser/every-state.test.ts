import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { launchBrowser, noBrowser } from '../support/chromium.ts'
import { createWorld } from '../support/world.ts'
import { walkSecondFactor } from './walk-second-factor.ts'
import { type Shoot, walkStates } from './walk-states.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

describe('every page in every state', { skip: noBrowser }, () => {
  for (const [language, colorScheme] of [
    ['fr', 'light'],
    ['en', 'dark'],
  ] as const) {
    test(`axe finds nothing and nothing sticks out at 320 pixels: ${language}, ${colorScheme}`, async () => {
      const world = await createWorld()
      const browser = await launchBrowser()
      const extraHTTPHeaders = { 'accept-language': language }
      const viewport = { width: 320, height: 700 }
      const context = await browser.newContext({ extraHTTPHeaders, colorScheme, viewport, reducedMotion: 'reduce' })
      const findings: string[] = []
      let states = 0
      const look: Shoot = async (name, page) => {
        states += 1
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
        for (const { id, nodes } of violations) findings.push(`${name}: ${id} ${nodes[0]?.html.slice(0, 120)}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
        if (wide) findings.push(`${name} is wider than its window`)
      }
      await walkStates(world, context, language, look)
      await walkSecondFactor(context, language, look)
      await browser.close()
      await world.end()
      assert.deepEqual(findings, [])
      assert.ok(states >= 20, `${states} states were seen`)
    })
  }
})
