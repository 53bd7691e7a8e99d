import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { isDraft, languages, mainLanguage } from '../src/kit/language.ts'
import { walkDeskStates } from '../test/browser/walk-desk-states.ts'
import { type Shoot, walkStates } from '../test/browser/walk-states.ts'
import { axeFindings } from '../test/support/axe.ts'
import { launchBrowser } from '../test/support/chromium.ts'
import { createWorld } from '../test/support/world.ts'

const folder = new URL('../screenshots/', import.meta.url).pathname
const widths = [360, 768, 1280]
const few = process.argv.includes('--few')

/**
 * Every page and state in every language (of a draft the portal only), light and dark, at three widths, into
 * screenshots/ (not committed).
 * Beside them reading-<language>.txt: what every page says, each line where it is met first, to be read from the first
 * line to the last by who writes that language (CONTRIBUTING.md).
 * `--few`: French, light, 360 and 1280 only. Each page is also given to axe; findings are printed.
 */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  let findings = 0
  let pictures = 0
  for (const language of few ? [mainLanguage] : languages) {
    for (const scheme of few ? (['light'] as const) : (['light', 'dark'] as const)) {
      const world = await createWorld()
      const extraHTTPHeaders = { 'accept-language': language }
      const context = await browser.newContext({ extraHTTPHeaders, colorScheme: scheme, reducedMotion: 'reduce' })
      const met = new Set<string>()
      if (scheme === 'light') rmSync(readingOf(language), { force: true })
      const shoot: Shoot = async (name, page) => {
        if (scheme === 'light') await addReading(readingOf(language), name, page, met)
        for (const width of few ? [360, 1280] : widths) {
          await page.setViewportSize({ width, height: width < 700 ? 720 : 900 })
          await page.screenshot({ path: `${folder}${name}-${language}-${scheme}-${width}.png`, fullPage: true })
          pictures += 1
          findings += await overflow(name, width, page)
        }
        findings += await examine(name, page)
      }
      await walkStates(world, context, language, shoot)
      if (!isDraft(language)) await walkDeskStates(world, context, language, shoot)
      await context.close()
      await world.end()
    }
  }
  await browser.close()
  console.log(`${pictures} pictures in screenshots/, ${findings} findings`)
  process.exitCode = findings > 0 ? 1 : 0
}

const readingOf = (language: string): string => `${folder}reading-${language}.txt`

async function addReading(file: string, name: string, page: Page, met: Set<string>): Promise<void> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read, lines end as drawn
  const text = `${await page.title()}\n${await page.locator('body').innerText()}`
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !met.has(line))
  for (const line of lines) met.add(line)
  appendFileSync(file, `\n== ${name}\n${lines.join('\n')}\n`)
}

async function overflow(name: string, width: number, page: Page): Promise<number> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  if (wide) console.log(`${name} at ${width}: wider than its window`)
  return wide ? 1 : 0
}

async function examine(name: string, page: Page): Promise<number> {
  const found = await axeFindings(page)
  for (const each of found) console.log(`${name}: ${each}`)
  return found.length
}

await main()
process.exit()
