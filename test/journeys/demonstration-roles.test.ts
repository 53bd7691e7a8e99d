import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoLogins, demoPassword } from '../../src/demonstration/demo-data.ts'
import { routes } from '../../src/web/routes.ts'
import { createVisitor, type Page, readForm } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

/** The form that the button of this person sends, which lies elsewhere on the page. */
function formOfButton(page: Page, name: string): Record<string, string> {
  const buttons = [...page.html.matchAll(/<button\b[^>]*\bform="([^"]+)"[^>]*>([^<]*)<\/button>/g)]
  const [, id] = buttons.find(([, , label = '']) => label.includes(name)) ?? []
  const form = page.html.split('<form').find((part) => part.includes(`id="${id}"`))
  assert.ok(id && form, `a button for ${name}`)
  return readForm({ ...page, html: `<form${form}` }, routes.signIn).fields
}

test('the sign-in page of the demonstration lets everybody in with one click, each as who they are', async () => {
  const world = await createWorld()
  for (const { name, who } of demoLogins) {
    const visitor = createVisitor(world.url)
    const page = await visitor.get(`${routes.signIn}?next=/profile`)
    const home = await visitor.post(routes.signIn, formOfButton(page, name))
    assert.equal(home.status, 303)
    assert.equal(home.location, '/profile', 'where they wanted to go')
    assert.ok((await visitor.get('/profile')).html.includes(name))
    assert.equal((await visitor.get(routes.desk)).status, who === 'manager' ? 200 : 403)
  }
  await world.end()
})

test('one click needs the token of the page, like any sign-in', async () => {
  const world = await createWorld()
  const visitor = createVisitor(world.url)
  const fields = formOfButton(await visitor.get(routes.signIn), 'Camille ROUX')
  await visitor.post(routes.signIn, { ...fields, csrf: 'forged' })
  assert.equal((await visitor.send(routes.desk)).status, 303, 'still at the door')
  await world.end()
})

test('outside the demonstration nobody enters with one click: no button, no password that is known', async () => {
  const ogone = {
    ...{ pspid: 'shop', apiUserId: 'api', apiPassword: 'api password', baseUrl: 'https://payments.example' },
    ...{ hashAlgorithm: 'sha512', directLinkSignsQueries: 'no' },
    ...{ shaIn: 'a phrase of the tests', shaOut: 'another phrase of them', shaInDirectLink: 'a third phrase of them' },
  }
  const world = await createWorld({ config: { mode: 'test', gatewaySettings: { ogone } } })
  const visitor = createVisitor(world.url)
  const page = await visitor.get(routes.signIn)
  assert.doesNotMatch(page.html, /<button\b[^>]*\bform="/)
  assert.ok(!page.html.includes(demoPassword))
  for (const { login } of demoLogins) {
    assert.ok(!page.html.includes(login))
    await visitor.submit(page, routes.signIn, { login, password: demoPassword })
    assert.equal((await visitor.send(routes.profile)).status, 303, 'still at the door')
  }
  await world.end()
})
