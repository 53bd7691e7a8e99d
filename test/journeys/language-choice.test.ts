import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR } from '../../src/kit/clock.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'a.martin@example.org'
const languageOf = ({ html }: Page): string | undefined => /<html lang="(\w+)"/.exec(html)?.[1]
const pairs = [
  { chosen: 'en', other: 'fr' },
  { chosen: 'fr', other: 'en' },
] as const

for (const { engine, skip } of engines)
  for (const { chosen, other } of pairs)
    describe(`${chosen} is chosen, the profile and the browser say ${other}, on ${engine}`, { skip }, () => {
      let world: World
      before(async () => {
        world = await createWorld({ engine })
        await world.db.updateTable('person').set({ language: other }).execute()
      })
      after(() => world?.end())

      const profileSays = async () => (await world.person(login)).language
      const choose = async (visitor: Visitor, language: string, path = '/') =>
        visitor.submit(await visitor.get(path), '/preferences', { language })
      async function chosenThenSignedIn(): Promise<Visitor> {
        const visitor = createVisitor(world.url, other)
        assert.equal(languageOf(await visitor.get('/sign-in')), other)
        assert.equal(languageOf(await choose(visitor, chosen, '/sign-in')), chosen)
        assert.equal(languageOf(await visitor.signIn(login)), chosen)
        return visitor
      }
      const signOut = async (visitor: Visitor) => visitor.submit(await visitor.get('/'), '/sign-out')

      test('it holds after sign-in, and the profile stays as it was', async () => {
        const visitor = await chosenThenSignedIn()
        for (const path of ['/', '/recharge', '/profile']) assert.equal(languageOf(await visitor.get(path)), chosen)
        assert.equal(await profileSays(), other)
        const elsewhere = createVisitor(world.url, chosen)
        assert.equal(languageOf(await elsewhere.signIn(login)), other, 'nothing was chosen there: the profile holds')
      })

      test('signing out forgets it: the next person gets what the browser asks for, unless chosen anew', async () => {
        const visitor = await chosenThenSignedIn()
        assert.equal(languageOf(await signOut(visitor)), other)
        assert.equal(languageOf(await visitor.signIn('v.delautre@cartadis.com')), other)
        await signOut(visitor)
        assert.equal(languageOf(await choose(visitor, chosen, '/sign-in')), chosen)
      })

      test('a session left idle leaves nothing behind either', async () => {
        const visitor = await chosenThenSignedIn()
        world.clock.move(3 * HOUR)
        assert.equal(languageOf(await visitor.get('/sign-in')), other)
      })

      test('chosen while signed in, it is the profile’s from then on, and no choice of the next person', async () => {
        const visitor = await chosenThenSignedIn()
        assert.equal(languageOf(await choose(visitor, other)), other)
        assert.equal(await profileSays(), other)
        assert.equal(languageOf(await choose(visitor, chosen)), chosen)
        assert.equal(await profileSays(), chosen)
        assert.equal(languageOf(await signOut(visitor)), other)
        assert.equal(languageOf(await visitor.signIn(login)), chosen)
        await visitor.submit(await visitor.get('/profile'), '/profile', { language: other })
        assert.equal(languageOf(await visitor.get('/')), other, 'the profile’s form is a choice as well')
      })

      test('saving another part of the profile leaves this session’s language alone', async () => {
        const visitor = await chosenThenSignedIn()
        await visitor.submit(await visitor.get('/profile'), '/profile', { name: 'Alice MARTIN' })
        assert.equal(languageOf(await visitor.get('/')), chosen)
        assert.equal(await profileSays(), other)
      })
    })
