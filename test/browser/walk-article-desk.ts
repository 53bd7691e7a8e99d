import type { Page } from 'playwright-core'
import type { World } from '../support/world.ts'

type Shoot = (name: string, page: Page) => Promise<void>

/** The form's own button, not the one that only shows the window. */
export const saveButton = 'form#article-form button.btn:not([formaction])'

/** Opens an article from the list by its number. */
export async function openArticle(world: World, page: Page, number: number): Promise<void> {
  await page.goto(`${world.url}/desk/articles`)
  const row = page.locator('table.list tbody tr', {
    has: page.getByRole('cell', { name: String(number), exact: true }),
  })
  await row.locator('th a').click()
  await page.waitForURL('**/desk/articles/art_**')
}

/** The articles at the desk in every state; who walks is signed in as a manager. */
export async function walkArticleDesk(world: World, page: Page, shoot: Shoot): Promise<void> {
  await page.goto(`${world.url}/desk/articles`)
  await shoot('30-articles', page)
  await openArticle(world, page, 50)
  const path = new URL(page.url()).pathname
  await shoot('31-article', page)
  await page.fill('[name=price]', '-4')
  await page.fill('[name=offer0_value]', '150')
  await page.click(saveButton)
  await shoot('31-article-problems', page)
  await page.goto(world.url + path)
  const overtaken = await page.context().newPage()
  await overtaken.goto(world.url + path)
  await page.check('[name=offer1_kind][value=percent]')
  await page.fill('[name=offer1_value]', '20')
  await page.fill('[name=offer1_from]', '2026-11-30')
  await page.fill('[name=offer1_until]', '2026-12-04')
  await page.fill('[name=on]', '2026-12-01')
  await page.click('button[formaction$="/preview"]')
  await shoot('32-article-preview', page)
  await page.click(saveButton)
  await shoot('31-article-saved', page)
  await overtaken.fill('[name=price]', '48')
  await overtaken.click(saveButton)
  await shoot('33-article-overtaken', overtaken)
  await overtaken.close()
  for (const [name, end] of [
    ['34-article-history', '/history'],
    ['34-article-undo', '/versions/1'],
    ['35-article-retire', '/sale'],
  ] as const) {
    await page.goto(world.url + path + end)
    await shoot(name, page)
  }
  await page.goto(`${world.url}/desk/articles/limits`)
  await page.fill('[name=ordersPerDay]', '3')
  await page.click('main form button.btn')
  await shoot('36-limits', page)
  await page.goto(`${world.url}/desk/articles/new?kind=free`)
  await shoot('37-free-amount-new', page)
  await page.fill('[name=titleFr]', 'Montant libre')
  await page.fill('[name=titleEn]', 'Free amount')
  await page.click(saveButton)
  await page.goto(`${world.url}/recharge`)
  await page.fill('[name^=amount_]', '2,5')
  await page.click('form[action="/recharge"] button.btn')
  await shoot('38-free-amount-problem', page)
}
