import assert from 'node:assert/strict'
import { currentVersions } from '../../src/catalogue/article-version.ts'
import { createPerson } from '../../src/people/person.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import type { Place } from './databases.ts'
import { createVisitor, type Page, type Visitor } from './visitor.ts'
import { createWorld } from './world.ts'

/** A select is not read from the page: what it would send. */
export const vatChoices = { vat: 'fr-20', nextVat: 'fr-20' }

/** The fields of one block of the form. */
export const offerFields = (index: number, value: string, from = '', until = '', kind = 'percent') => ({
  [`offer${index}_kind`]: kind,
  [`offer${index}_value`]: value,
  [`offer${index}_from`]: from,
  [`offer${index}_until`]: until,
})

const logins = { manager: 'admin@example.org', other: 'louis@example.org', auditor: 'audit@example.org' }

/** A world with two managers and an auditor at the desk, all signed in, and hands for what they do there. */
export async function createArticleDesk(engine: Place['engine']) {
  const world = await createWorld({ engine })
  const passwordHash = await hashPassword('demonstration')
  for (const [login, name, role] of [
    [logins.other, 'Louis PETIT', 'manager'],
    [logins.auditor, 'Anne AUDIT', 'auditor'],
  ] as const) {
    const wish = { login, name, email: login, language: 'fr' as const, passwordHash, roles: [role] }
    await world.app.database.transact((tx) => createPerson(tx, wish))
  }
  const [manager, other, auditor] = [createVisitor(world.url), createVisitor(world.url), createVisitor(world.url)]
  const person = createVisitor(world.url)
  const signIn = async (): Promise<void> => {
    for (const [visitor, login] of [
      [manager, logins.manager],
      [other, logins.other],
      [auditor, logins.auditor],
      [person, 'v.delautre@cartadis.com'],
    ] as const) {
      visitor.cookies.clear()
      await visitor.signIn(login)
    }
  }
  await signIn()

  const versionOf = async (number: number) => {
    const version = (await currentVersions(world.db)).find((each) => each.number === number)
    assert.ok(version, `article ${number}`)
    return version
  }
  const pathOf = async (number: number): Promise<string> =>
    routes.deskArticle.replace(':articleId', (await versionOf(number)).articleId)
  const open = async (number: number, visitor = manager): Promise<Page> => visitor.get(await pathOf(number))
  const send = (visitor: Visitor, page: Page, fields: Record<string, string>): Promise<Page> =>
    visitor.submit(page, new URL(page.url).pathname, { ...vatChoices, ...fields })
  return {
    world,
    manager,
    other,
    auditor,
    person,
    versionOf,
    pathOf,
    open,
    send,
    save: async (number: number, fields: Record<string, string>): Promise<Page> =>
      send(manager, await open(number), fields),
    /** The clock goes there, and everybody signs in anew: sessions end meanwhile. */
    async travel(instant: string): Promise<void> {
      world.clock.set(instant)
      await signIn()
    },
    shopWindow: (): Promise<Page> => person.get(routes.recharge),
  }
}
export type ArticleDesk = Awaited<ReturnType<typeof createArticleDesk>>
