import assert from 'node:assert/strict'
import type { BrowserContext } from 'playwright-core'
import type { Language } from '../../src/kit/language.ts'
import { axeFindings } from '../support/axe.ts'
import { launchBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'
import type { Shoot } from './walk-states.ts'

export type Way = { language: Language; colorScheme: 'light' | 'dark' }
/** Each way is a file of its own, so that both are walked at once. */
export const frenchByDay: Way = { language: 'fr', colorScheme: 'light' }
export const englishAtNight: Way = { language: 'en', colorScheme: 'dark' }
type Walk = (world: World, context: BrowserContext, language: Way['language'], shoot: Shoot) => Promise<void>

/** Gives every state of a walk to axe, in the narrowest window that must hold it. */
export async function examineStates(walk: Walk, { language, colorScheme }: Way, atLeast: number): Promise<void> {
  const world = await createWorld()
  const browser = await launchBrowser()
  const extraHTTPHeaders = { 'accept-language': language }
  const viewport = { width: 320, height: 700 }
  const context = await browser.newContext({ extraHTTPHeaders, colorScheme, viewport, reducedMotion: 'reduce' })
  const findings: string[] = []
  let states = 0
  const examine: Shoot = async (name, page) => {
    states += 1
    for (const found of await axeFindings(page)) findings.push(`${name}: ${found}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    if (wide) findings.push(`${name} is wider than its window`)
  }
  try {
    await walk(world, context, language, examine)
  } finally {
    await browser.close()
    await world.end()
  }
  assert.deepEqual(findings, [])
  assert.ok(states >= atLeast, `${states} states were seen`)
}
