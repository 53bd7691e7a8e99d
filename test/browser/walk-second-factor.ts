import type { BrowserContext } from 'playwright-core'
import type { Language } from '../../src/kit/language.ts'
import { createPerson } from '../../src/people/person.ts'
import { codeAt, stepOf } from '../../src/people/sign-in/one-time-code.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { routes } from '../../src/web/routes.ts'
import { createWorld } from '../support/world.ts'
import type { Shoot } from './walk-states.ts'

const login = 'manager@example.org'

/** The door of the desk outside demo mode: set up, recovery codes, asked again, refused. In a world of its own. */
export async function walkSecondFactor(context: BrowserContext, language: Language, shoot: Shoot): Promise<void> {
  const world = await createWorld({ config: { mode: 'test' } })
  const person = { login, name: 'Manager', email: login, language, passwordHash: await hashPassword('demonstration') }
  await world.app.database.transact((tx) => createPerson(tx, { ...person, roles: ['manager'] }))
  const page = await context.newPage()
  const signIn = async () => {
    await context.clearCookies()
    await page.goto(`${world.url}/sign-in?next=/desk`)
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', 'demonstration')
    await page.click('form.ticket button')
    await page.waitForURL('**/desk/second-factor**')
  }
  const say = async (code: string) => {
    await page.fill('[name=code]', code)
    await page.click('form.narrow button')
  }
  await signIn()
  await shoot('20-second-factor-set-up', page)
  const [, , sealed = ''] = /(name="sealed" value=")([^"]+)"/.exec(await page.content()) ?? []
  const [, secret = ''] = JSON.parse(world.app.site.secretBox.open(sealed)) as string[]
  await say(codeAt(Buffer.from(secret, 'base64url'), stepOf(world.clock.nowMs())))
  await page.waitForSelector('.codes')
  await shoot('20-recovery-codes', page)
  // Nobody has set this shop up.
  await page.goto(world.url + routes.deskSetUp)
  await shoot('28-desk-set-up-incomplete', page)
  await signIn()
  await shoot('20-second-factor', page)
  await say('000000')
  await shoot('20-second-factor-refused', page)
  await page.close()
  await world.end()
}
