import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MINUTE } from '../../src/kit/clock.ts'
import type { AuditAct } from '../../src/people/audit/audit-act.ts'
import type { ReviewKindName } from '../../src/review/all-review-kinds.ts'
import { deskMap } from '../../src/web/desk/desk-map.ts'
import { reviewPages } from '../../src/web/desk/review/review-pages.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { readSources, withoutComments } from '../tidy/source-files.ts'

const boss = 'admin@example.org'
const ownQuestion = /name="sure"/
const asksAgain = /Confirmez que c’est vous/

test('every form that sends money back or changes who may do what asks for a proof of some minutes ago', () => {
  const weighty = deskMap.filter(({ method, right }) => method === 'POST' && /^(refund|manage_people)$/.test(right))
  // Whether a declaration is about this order or that one moves no money.
  const unproved = weighty.filter(({ proved }) => !proved).map(({ route }) => route)
  assert.deepEqual(unproved, ['deskWithdrawalOrder'])
  const proved = new Set(deskMap.filter((each) => each.proved).map(({ route }) => route))
  for (const route of ['deskPayment', 'deskRefund', 'deskWithdrawal', 'deskPeople', 'deskPerson'] as const)
    assert.ok(proved.has(route), route)
  assert.ok(deskMap.every(({ method, proved: asked, upload }) => !asked || (method === 'POST' && !upload)))
})

test('whatever page of the desk leads to a refund, to roles or to people is one that asks for the proof', () => {
  const sources = readSources().filter(({ path }) => path.startsWith('src/'))
  const weighty = new Set(['askRefund', 'createPerson', 'grantRole', 'takeRole', 'resetSecondFactor'])
  for (const name of ['resetPassword', 'disablePerson', 'enablePerson', 'recordRefund']) weighty.add(name)
  const calls = (text: string) => [...weighty].some((name) => new RegExp(`\\b${name}\\(`).test(withoutComments(text)))
  const isPage = ({ path }: { path: string }) => path.startsWith('src/web/desk/')
  // What calls one of them is weighty itself: a few rounds reach every way to it.
  for (let round = 0; round < 5; round += 1)
    for (const { text } of sources.filter((file) => !isPage(file)))
      for (const act of text.split(/^(?=export )/m)) {
        const name = /^export (?:async )?function (\w+)/.exec(act)?.[1]
        if (name && calls(act.slice(act.indexOf(name) + name.length))) weighty.add(name)
      }
  const pages = sources.filter((file) => isPage(file) && calls(file.text))
  assert.deepEqual(
    pages.filter(({ text }) => !/proved: (true|')/.test(text)).map(({ path }) => path),
    [],
  )
  const names = pages.map(({ path }) => path.replace(/.*\//, '')).sort()
  assert.deepEqual(names, ['made-refunds.tsx', 'people-desk.tsx', 'refunds.tsx'])
})

test('every kind of review item whose decision may send money back has a page that asks for the proof', () => {
  const kinds = readSources()
    .filter(({ path }) => path.startsWith('src/'))
    .map(({ text }) => withoutComments(text))
    .filter((text) => /\b(askRefund|executedFact)\(/.test(text))
    .flatMap((text) => /= reviewKind\(\{\s*kind: '(\w+)'/.exec(text)?.[1] ?? [])
  assert.deepEqual(kinds.sort(), ['doubtful_refund', 'held_payment', 'withdrawal'])
  for (const kind of kinds) assert.equal(reviewPages[kind as ReviewKindName].proved, true, kind)
})

for (const { engine, skip } of engines) {
  describe(`a proof before weighty acts, on ${engine}`, { skip }, () => {
    let world: World
    let manager: Visitor
    let orderId: string
    let refundPath: string
    before(async () => {
      world = await createWorld({ engine })
      const buyer = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      ;({ orderId } = await buy(world, buyer, { number: 10 }))
      refundPath = routes.deskRefunds.replace(':orderId', orderId)
      manager = createVisitor(world.url)
      await manager.signIn(boss)
    })
    after(() => world?.end())

    const wish = { amount: '2,50', reason: 'Feuille « coincée » & "perdue"' }
    const openAndSend = async (): Promise<Page> => manager.submit(await manager.get(refundPath), refundPath, wish)
    const refunds = async () => (await world.db.selectFrom('refund').select('id').execute()).length
    const entries = (act: AuditAct) => world.db.selectFrom('auditEntry').selectAll().where('act', '=', act).execute()
    const confirmations = () => entries('confirm identity')
    const guesses = () => entries('fail to confirm identity')

    test('who has just signed in is not asked', async () => {
      const page = await openAndSend()
      assert.doesNotMatch(page.html, asksAgain)
      assert.match(page.html, ownQuestion)
    })

    test('later, the page asks, keeps what was entered, and nothing happens before the proof', async () => {
      world.clock.move(11 * MINUTE)
      const asked = await openAndSend()
      assert.match(asked.html, asksAgain)
      const { fields } = readForm(asked, refundPath)
      assert.deepEqual([fields.amount, fields.reason, fields.proof], [wish.amount, wish.reason, ''])
      const wrong = await manager.submit(asked, refundPath, { proof: 'not it' })
      assert.equal(wrong.status, 422)
      assert.match(wrong.html, /n’est pas le bon|mot de passe/i)
      const empty = await manager.submit(wrong, refundPath, { proof: '' })
      assert.equal(empty.status, 422)
      assert.equal(readForm(empty, refundPath).fields.reason, wish.reason)
      assert.equal(await refunds(), 0)
      assert.deepEqual(await confirmations(), [])
      const guessed = await guesses()
      assert.equal(guessed.length, 1, 'an empty answer is no guess')
      assert.deepEqual(JSON.parse(guessed[0]?.detail ?? ''), { by: 'password' })

      const known = await manager.submit(empty, refundPath, { proof: 'demonstration' })
      assert.match(known.html, ownQuestion, 'on to the refund’s own question')
      assert.equal(readForm(known, refundPath).fields.reason, wish.reason)
      await manager.submit(known, refundPath, { sure: 'yes' })
      assert.equal(await refunds(), 1)
      assert.deepEqual(
        (await confirmations()).map(({ detail }) => JSON.parse(detail)),
        [{ by: 'password' }],
      )
    })

    test('the proof is of this session and of some minutes: acting does not prolong it', async () => {
      const elsewhere = createVisitor(world.url)
      await elsewhere.signIn(boss)
      world.clock.move(6 * MINUTE)
      assert.doesNotMatch((await openAndSend()).html, asksAgain)
      world.clock.move(6 * MINUTE)
      assert.match((await openAndSend()).html, asksAgain)
      const asked = await elsewhere.submit(await elsewhere.get(refundPath), refundPath, wish)
      assert.match(asked.html, asksAgain, 'another browser of the same person')
    })

    test('nobody who found an open browser locks somebody out', async () => {
      const martin = await world.person('a.martin@example.org')
      const path = routes.deskPerson.replace(':personId', martin.id)
      const asked = await manager.submit(await manager.get(path), path, { act: 'disable' })
      assert.match(asked.html, asksAgain)
      const disabledAt = async () => (await world.person(martin.login)).disabledAt
      assert.equal(await disabledAt(), null)
      await manager.submit(asked, path, { proof: 'demonstration' })
      assert.notEqual(await disabledAt(), null)
    })

    test('guesses end after a few, for this person whatever the page', async () => {
      world.clock.move(30 * MINUTE)
      const before = (await guesses()).length
      let page = await openAndSend()
      for (let guess = 0; guess < 9; guess += 1)
        page = await manager.submit(page, refundPath, { proof: `guess ${guess}` })
      assert.match(page.html, /minute/)
      page = await manager.submit(page, refundPath, { proof: 'demonstration' })
      assert.equal(page.status, 422, 'the right one neither, for now')
      assert.equal((await guesses()).length - before, 8, 'what was not compared leaves no row')
    })
  })
}
