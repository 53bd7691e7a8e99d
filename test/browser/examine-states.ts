import assert from 'node:assert/strict'
import type { BrowserContext, Page } from 'playwright-core'
import type { Language } from '../../src/kit/language.ts'
import { withFrenchSpaces } from '../../src/messages/french-spaces.ts'
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
    if (language === 'fr')
      for (const text of await wronglySpaced(page)) findings.push(`${name} is typed, not set: ${text}`)
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

/** French that is read on a page with ordinary spaces, or none, where its typography asks for others. */
const wronglySpaced = async (page: Page): Promise<string[]> => {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const read: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const inWords = !node.parentElement?.closest(
        'pre, code, .mono, .raw, textarea, script, [lang]:not([lang=fr], html)',
      )
      if (inWords && node.textContent) read.push(node.textContent)
    }
    return read
  })
  // Groups of digits may be numbers of a register or fingerprints, which are written as they are.
  const set = (text: string) => withFrenchSpaces(text).replace(/(?<=\d)\u202f(?=\d)/g, ' ')
  return texts.filter((text) => set(text) !== text.replace(/(?<=\d)\u202f(?=\d)/g, ' '))
}
