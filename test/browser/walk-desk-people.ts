import type { Page } from 'playwright-core'
import { endTrouble, keepTrouble } from '../../src/mail/mail-trouble.ts'
import { link, routes } from '../../src/web/routes.ts'
import type { World } from '../support/world.ts'

type Shoot = (name: string, page: Page) => Promise<void>

/** Search, palette, people, and the desk's quiet pages; who walks is signed in as a manager. */
export async function walkDeskPeople(world: World, page: Page, shoot: Shoot): Promise<void> {
  const go = (path: string) => page.goto(world.url + path)
  await go(link('deskSearch', {}, { q: 'zzzz' }))
  await shoot('26-desk-search-none', page)
  await go(link('deskSearch', {}, { q: 'a' }))
  await shoot('26-desk-search', page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('a')
  await page.waitForSelector('dialog [role=option]')
  await shoot('26-desk-palette', page)
  await go(routes.deskPeople)
  await shoot('27-desk-people', page)
  const person = await world.person('a.martin@example.org')
  await go(link('deskPerson', { personId: person.id }))
  await shoot('27-desk-person', page)
  await go(routes.deskPersonNew)
  await shoot('27-desk-person-new', page)
  await page.fill('[name=login]', person.login)
  await page.click('form[action="/desk/people"] button.btn')
  await shoot('27-desk-person-new-problems', page)
  const quiet = { vat: 'deskVat', 'set-up': 'deskSetUp', help: 'deskHelp', export: 'deskOrdersCsv' }
  for (const [name, route] of Object.entries(quiet)) {
    await go(routes[route as keyof typeof routes])
    await shoot(`28-desk-${name}`, page)
  }
  await go(link('deskVat', {}, { code: 'fr-20' }))
  await page.fill('[name=rate]', '-1')
  await page.click(`form[action="${routes.deskVat}"] button`)
  await shoot('28-desk-vat-problems', page)
  await walkMailStandstill(world, page, shoot)
}

/** The mail server refuses our account: what to do, the overview, and the same page once the mail goes again. */
async function walkMailStandstill(world: World, page: Page, shoot: Shoot): Promise<void> {
  const { database } = world.app
  await database.transact((tx) => keepTrouble(tx, { trouble: 'sign_in', why: '535 5.7.8' }))
  await page.goto(world.url + link('deskMailStandstill', { standstill: 'account' }))
  await shoot('29-mail-standstill', page)
  await page.goto(world.url + routes.desk)
  await shoot('29-desk-with-standstill', page)
  await database.transact(endTrouble)
  await page.goto(world.url + link('deskMailStandstill', { standstill: 'account' }))
  await shoot('29-mail-goes-again', page)
}
