import type { Page } from 'playwright-core'
import { createLink, linkLives } from '../../src/people/sign-in/one-time-link.ts'
import { link } from '../../src/web/routes.ts'
import type { World } from '../support/world.ts'
import type { Shoot } from './walk-states.ts'

/** The page that a letter's link leads to, its button, and the same link once it is used. */
export async function walkOwnEmail(world: World, page: Page, login: string, shoot: Shoot): Promise<void> {
  const { id: personId } = await world.person(login)
  const wish = { purpose: 'confirm_email', personId, detail: 'virginie@example.org' } as const
  const token = await world.app.database.transact((tx) => createLink(tx, { ...wish, lifeMs: linkLives.confirm_email }))
  const open = () => page.goto(world.url + link('confirmEmail', { token }))
  await open()
  await shoot('18-confirm-email', page)
  await page.click('main form button')
  await shoot('18-confirm-email-done', page)
  await open()
  await shoot('18-confirm-email-used', page)
}
