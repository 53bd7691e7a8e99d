import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createPerson } from '../../src/people/person.ts'
import { type Role, rightsOfRole, roles } from '../../src/people/role.ts'
import { hashPassword } from '../../src/people/sign-in/password.ts'
import { deskMap } from '../../src/web/desk/desk-map.ts'
import { routes } from '../../src/web/routes.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const reading = 'manager support auditor'
/** Every cell of routes × roles, written out: who may come in. Nobody else may, whoever's order it is. */
const expected: Readonly<Record<string, string>> = {
  'GET /desk': reading,
  'GET /desk/figures.csv': reading,
  'GET /desk/refusals.csv': reading,
  'GET /desk/circulation': reading,
  'GET /desk/closings': reading,
  'GET /desk/closings.csv': reading,
  'GET /desk/closings/:number': reading,
  'GET /desk/orders': reading,
  'GET /desk/orders.csv': reading,
  'GET /desk/orders/:orderId': reading,
  'POST /desk/orders/:orderId/checks': 'manager support',
  'POST /desk/orders/:orderId/mails': 'manager support',
  'GET /desk/receipts/:receiptId': reading,
  'GET /desk/receipts/:receiptId/receipt.pdf': reading,
  'GET /desk/audit': 'manager auditor',
  'GET /desk/roles': reading,
  'GET /desk/reconciliation': reading,
  'POST /desk/reconciliation': 'manager support',
  'GET /desk/reconciliation.csv': reading,
  'GET /desk/differences/:differenceId': reading,
  'POST /desk/differences/:differenceId': 'manager',
  'GET /desk/articles': reading,
  'POST /desk/articles': 'manager',
  'GET /desk/articles/new': 'manager',
  'POST /desk/articles/new/preview': 'manager',
  'POST /desk/articles/order': 'manager',
  'GET /desk/articles/limits': reading,
  'POST /desk/articles/limits': 'manager',
  'GET /desk/set-up': reading,
  'GET /desk/help': reading,
  'GET /desk/search': reading,
  'GET /desk/search/hits': reading,
  'GET /desk/people': reading,
  'POST /desk/people': 'manager',
  'GET /desk/people/new': 'manager',
  'GET /desk/people/:personId': reading,
  'POST /desk/people/:personId': 'manager',
  'GET /desk/vat': reading,
  'POST /desk/vat': 'manager',
  'GET /desk/articles/:articleId': reading,
  'POST /desk/articles/:articleId': 'manager',
  'POST /desk/articles/:articleId/preview': 'manager',
  'GET /desk/articles/:articleId/history': reading,
  'GET /desk/articles/:articleId/versions/:version': 'manager',
  'POST /desk/articles/:articleId/versions/:version': 'manager',
  'GET /desk/articles/:articleId/sale': 'manager',
  'POST /desk/articles/:articleId/sale': 'manager',
  'GET /desk/payments/:paymentId': reading,
  'POST /desk/payments/:paymentId': 'manager',
  'GET /desk/top-ups/:topUpId': reading,
  'POST /desk/top-ups/:topUpId': 'manager',
  'GET /desk/refunds/:refundId': reading,
  'POST /desk/refunds/:refundId': 'manager',
  'GET /desk/contradictions/:factId': reading,
  'POST /desk/contradictions/:factId': 'manager',
  'GET /desk/notices/:noticeId': reading,
  'POST /desk/notices/:noticeId': 'manager',
  'GET /desk/mails/:mailId': reading,
  'POST /desk/mails/:mailId': 'manager support',
  'GET /desk/mail-standstill/:standstill': reading,
  'POST /desk/mail-standstill/:standstill': 'manager support',
  'GET /desk/orders/:orderId/refunds': 'manager',
  'POST /desk/orders/:orderId/refunds': 'manager',
  'GET /desk/orders/:orderId/refunds-made': 'manager',
  'POST /desk/orders/:orderId/refunds-made': 'manager',
  'GET /desk/withdrawals': reading,
  'GET /desk/withdrawals.csv': reading,
  'GET /desk/withdrawals/:withdrawalId': reading,
  'POST /desk/withdrawals/:withdrawalId': 'manager',
  'POST /desk/withdrawals/:withdrawalId/order': 'manager',
  'GET /desk/brand': reading,
  'GET /desk/brand/sections/:section': reading,
  'POST /desk/brand/sections/:section': 'manager',
  'GET /desk/brand/contrast': reading,
  'GET /desk/brand/logo': reading,
  'POST /desk/brand/logo': 'manager',
  'POST /desk/brand/logo/removals': 'manager',
  'GET /desk/brand/preview': reading,
  'GET /desk/brand/preview/:page': reading,
  'GET /desk/brand/publication': reading,
  'POST /desk/brand/publication': 'manager',
  'GET /desk/brand/draft-removals': reading,
  'POST /desk/brand/draft-removals': 'manager',
  'GET /desk/brand/versions': reading,
  'GET /desk/brand/versions/:number': reading,
  'POST /desk/brand/versions/:number': 'manager',
  'GET /desk/terms': reading,
  'POST /desk/terms': 'manager',
  'GET /desk/terms/new': 'manager',
  'GET /desk/terms/difference': reading,
}

const key = (each: (typeof deskMap)[number]): string => `${each.method} ${routes[each.route]}`

describe('who may do what at the desk', () => {
  let world: World
  const visitors = new Map<Role | 'nobody' | 'person', Visitor>()
  before(async () => {
    world = await createWorld()
    const passwordHash = await hashPassword('demonstration')
    for (const role of roles) {
      const login = `${role}@example.org`
      const person = { login, name: role, email: login, language: 'fr' as const, passwordHash, roles: [role] }
      await world.app.database.transact((tx) => createPerson(tx, person))
      const visitor = createVisitor(world.url)
      await visitor.signIn(login)
      visitors.set(role, visitor)
    }
    const person = createVisitor(world.url)
    await person.signIn('a.martin@example.org')
    visitors.set('person', person).set('nobody', createVisitor(world.url))
  })
  after(() => world?.end())

  /** With a proof for a form: what is refused is refused for want of the right alone. */
  async function knock(visitor: Visitor, each: (typeof deskMap)[number]): Promise<Page> {
    const path = routes[each.route].replace(/:\w+/g, 'unknown')
    if (each.method === 'GET') return visitor.send(path)
    const home = await visitor.send('/profile')
    const csrf = /name="csrf" value="([^"]+)"/.exec(home.html)?.[1] ?? ''
    return visitor.post(path, { csrf })
  }
  const isLetIn = ({ status }: Page) => status !== 403 && status < 500

  test('the table names every route, and no other', () => {
    assert.deepEqual(deskMap.map(key).sort(), Object.keys(expected).sort())
  })

  for (const each of deskMap) {
    test(`${key(each)}: every role, a person without one, and nobody`, async () => {
      for (const [who, visitor] of visitors) {
        const page = await knock(visitor, each)
        if (who === 'nobody') {
          assert.equal(page.status, 303)
          assert.match(page.location ?? '', /^\/sign-in/)
        } else
          assert.equal(isLetIn(page), (expected[key(each)] ?? '').split(' ').includes(who), `${who} ${page.status}`)
      }
    })
  }

  test('a form without its proof is refused even to a manager', async () => {
    const manager = visitors.get('manager')
    assert.ok(manager)
    for (const { method, route } of deskMap) {
      if (method === 'POST')
        assert.equal((await manager.post(routes[route].replace(/:\w+/g, 'unknown'), {})).status, 403, route)
    }
  })

  test('the auditor changes nothing: no form at the desk lets one in', () => {
    const rights = new Set(rightsOfRole.auditor)
    for (const { method, right, route } of deskMap) if (method === 'POST') assert.ok(!rights.has(right), route)
  })

  test('a person without a role reads whom the desk is for, and how to leave it', async () => {
    const page = await visitors.get('person')?.get('/desk')
    assert.match(page?.html ?? '', /réservée au personnel|for the staff/)
    assert.match(page?.html ?? '', /<a class="btn" href="\/"/)
    assert.doesNotMatch(page?.html ?? '', /trop longtemps|too long/)
  })

  test('the menu leads staff to the desk and nobody else', async () => {
    assert.match((await visitors.get('auditor')?.get('/'))?.html ?? '', /href="\/desk"/)
    assert.doesNotMatch((await visitors.get('person')?.get('/'))?.html ?? '', /href="\/desk"/)
  })
})
