import type { Page } from 'playwright-core'
import type { World } from '../support/world.ts'

type Shoot = (name: string, page: Page) => Promise<void>

/** Every page and state of the brand and of the terms of sale, for a manager who is signed in. */
export async function walkBrandStates(world: World, page: Page, shoot: Shoot): Promise<void> {
  const go = (path: string) => page.goto(world.url + path)
  await go('/desk/brand')
  await shoot('20-brand', page)
  await page.fill('[name=accent]', '#7cb342')
  await save(page)
  await shoot('20-brand-unreadable', page)
  await page.click('button[name=take_accent]')
  await page.waitForLoadState()
  for (const section of ['texts', 'seller', 'legal', 'mails']) {
    await go(`/desk/brand/sections/${section}`)
    await shoot(`20-brand-${section}`, page)
  }
  await page.fill('[name=receiptBody_fr]', 'Payé\u00a0: {montant}')
  await save(page)
  await shoot('20-brand-placeholder', page)
  await go('/desk/brand/logo')
  await shoot('20-brand-logo', page)
  for (const [name, theme] of [
    ['home', 'light'],
    ['sign-in', 'dark'],
    ['mail', 'light'],
  ]) {
    await go(`/desk/brand/preview?page=${name}&theme=${theme}`)
    await shoot(`20-brand-preview-${name}`, page)
  }
  await go('/desk/brand/draft-removals')
  await shoot('20-brand-discard', page)
  await go('/desk/brand/publication')
  await shoot('20-brand-publication', page)
  await page.click('form[action="/desk/brand/publication"] button')
  await page.waitForURL('**/desk/brand?published=*')
  await shoot('20-brand-published', page)
  await go('/desk/brand/versions')
  await shoot('20-brand-versions', page)
  await go('/desk/brand/versions/1')
  await shoot('20-brand-version', page)
  await walkTermsStates(world, page, shoot)
}

async function walkTermsStates(world: World, page: Page, shoot: Shoot): Promise<void> {
  await page.goto(`${world.url}/desk/terms/new`)
  await shoot('21-terms-new', page)
  await page.click('button[name=act][value=review]')
  await shoot('21-terms-refused', page)
  for (const name of ['terms_fr', 'terms_en']) {
    await page.fill(`[name=${name}]`, `${await page.inputValue(`[name=${name}]`)}\n\n## 7`)
  }
  await page.fill('[name=day]', '2026-12-24')
  await page.click('button[name=act][value=review]')
  await shoot('21-terms-review', page)
  await page.click('button[name=act][value=publish]')
  await page.waitForURL('**/desk/terms?published=*')
  await shoot('21-terms', page)
  await page.goto(`${world.url}/desk/terms/difference?from=1&to=2`)
  await shoot('21-terms-difference', page)
}

const save = async (page: Page): Promise<void> => {
  await page.click('button[name=act][value=save]')
  await page.waitForLoadState()
}
