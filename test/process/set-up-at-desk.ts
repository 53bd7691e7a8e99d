import assert from 'node:assert/strict'
import { brandSections, fieldsOf } from '../../src/brand/brand-fields.ts'
import { nowOf, systemClock } from '../../src/kit/clock.ts'
import { localDay } from '../../src/kit/day.ts'
import { codeAt, stepOf } from '../../src/people/sign-in/one-time-code.ts'
import { routes } from '../../src/web/routes.ts'
import { vatChoices } from '../support/article-desk.ts'
import { readTextareas } from '../support/read-form.ts'
import { type Page, readForm, type Visitor } from '../support/visitor.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Chooses a password by the link of a letter or a command, and signs in. */
export async function enterByLink(visitor: Visitor, link: string, login: string): Promise<Page> {
  const password = `un mot de passe de ${login}`
  const done = await visitor.submit(await visitor.get(link), '/new-password', { password })
  assert.equal(done.status, 200, done.html)
  return visitor.signIn(login, password)
}

/** What a telephone does with the key that the page shows. */
export async function setUpTelephone(visitor: Visitor): Promise<Page> {
  const page = await visitor.get(routes.desk)
  const key = (/class="id key">([A-Z2-7 ]+)</.exec(page.html)?.[1] ?? '').replaceAll(' ', '')
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const code = codeAt(secret, stepOf(systemClock.nowMs()))
  return visitor.submit(page, routes.deskSecondFactor, { code })
}

/** The ways that the list of the desk still offers. */
export const waysLeft = async (manager: Visitor): Promise<string[]> =>
  [...(await manager.get(routes.deskSetUp)).html.matchAll(/class="go" href="(\/desk\/[^"]+)"/g)].map(
    ([, way = '']) => way,
  )

/** Does what the list of the desk says, way by way, with a browser alone. Ends when it offers none. */
export async function followSetUpList(manager: Visitor): Promise<string[]> {
  const gone: string[] = []
  for (let [way] = await waysLeft(manager); way !== undefined; [way] = await waysLeft(manager)) {
    assert.ok(!gone.includes(way), `${way} is still asked for`)
    gone.push(way)
    const act = acts.find(([beginning]) => way?.startsWith(beginning))?.[1]
    assert.ok(act, way)
    await act(manager, way)
  }
  return gone
}

const acts: ReadonlyArray<readonly [string, (manager: Visitor, way: string) => Promise<void>]> = [
  [routes.deskBrand, writeBrand],
  [routes.deskTermsNew, writeTerms],
  [routes.deskVat, setVat],
  [routes.deskArticleNew, offerArticle],
]

/** Every part has its form; what is empty and needed is written, and the whole is published. */
async function writeBrand(manager: Visitor): Promise<void> {
  for (const section of brandSections) {
    const page = await manager.get(routes.deskBrandSection.replace(':section', section))
    const form = readForm(page, new URL(page.url).pathname)
    const there: Record<string, string> = { ...form.fields, ...readTextareas(page) }
    const needed = fieldsOf(section).filter(({ name, required }) => required && !there[name])
    const written = needed.map(({ name, kind }) => [name, kind === 'cost' ? '0,05' : `${name} de la médiathèque`])
    const saved = await manager.post(form.action, { ...there, act: 'save', ...Object.fromEntries(written) })
    assert.equal(saved.status, 303, saved.html)
  }
  const page = await manager.get(routes.deskBrandPublication)
  const published = await manager.submit(page, routes.deskBrandPublication)
  assert.match(published.url, /published=1/)
}

async function writeTerms(manager: Visitor, way: string): Promise<void> {
  const { fields, action } = readForm(await manager.get(way), routes.deskTerms)
  const texts = { terms_fr: 'Nos conditions.', terms_en: 'Our terms.' }
  const day = localDay(nowOf(systemClock), 'Europe/Paris')
  const review = await manager.post(action, { ...fields, ...texts, day, act: 'review' })
  const done = await manager.submit(review, routes.deskTerms, { act: 'publish' })
  assert.equal(done.status, 200, done.html)
}

async function setVat(manager: Visitor, way: string): Promise<void> {
  const done = await manager.submit(await manager.get(way), routes.deskVat, { code: 'fr-20', rate: '20' })
  assert.equal(done.status, 200, done.html)
}

async function offerArticle(manager: Visitor, way: string): Promise<void> {
  const names = { titleFr: 'Dix unités', titleEn: 'Ten units' }
  const wish = { ...vatChoices, ...names, number: '10', price: '10,00', credit: '10,00' }
  const done = await manager.submit(await manager.get(way), routes.deskArticles, wish)
  assert.match(done.url, /saved=yes/)
}
