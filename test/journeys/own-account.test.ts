import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { createVisitor, type Page, readForm } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const martin = 'a.martin@example.org'

describe('one’s own account', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world.end())

  const linkInMail = async (page: Page, text: RegExp): Promise<string> => {
    const visitor = createVisitor(world.url)
    const list = await visitor.get(routes.demoMails)
    const mail = await visitor.get(/href="(\/demo\/mail\/[^"]+)"/.exec(list.html)?.[1] ?? '')
    assert.ok(page.status < 400)
    return new URL(text.exec(mail.html)?.[1] ?? 'http://missing').pathname
  }

  test('a forgotten password: mail, link, new password, sign-in', async () => {
    const visitor = createVisitor(world.url)
    const unknown = await visitor.submit(await visitor.get(routes.forgotten), routes.forgotten, {
      login: 'nobody@example.org',
    })
    const asked = await visitor.submit(await visitor.get(routes.forgotten), routes.forgotten, { login: martin })
    const words = (page: Page) => page.html.replace(/value="[^"]*"/g, '')
    assert.equal(words(unknown), words(asked), 'nothing tells whether a login exists')
    const path = await linkInMail(asked, /href="(http[^"]+\/new-password\/[^"]+)"/)
    const short = await visitor.submit(await visitor.get(path), routes.newPassword.replace('/:token', ''), {
      password: 'short',
    })
    assert.match(short.html, /au moins 8 caractères/)
    const done = await visitor.submit(await visitor.get(path), '/new-password', { password: 'une phrase toute neuve' })
    assert.match(done.html, /Votre mot de passe est changé/)
    assert.match((await visitor.get(path)).html, /Ce lien ne sert plus/)
    assert.match((await visitor.signIn(martin, 'une phrase toute neuve')).html, /Alice MARTIN/)
  })

  test('profile: name, address by mail, password, sessions, data', async () => {
    const visitor = createVisitor(world.url)
    await visitor.signIn(martin, 'une phrase toute neuve')
    const profile = () => visitor.get(routes.profile)
    const renamed = await visitor.submit(await profile(), routes.profile, { name: 'Alice M.', language: 'fr' })
    assert.match(renamed.html, /C’est enregistré/)
    const bad = await visitor.submit(await profile(), routes.profileEmail, { email: 'no', emailPassword: 'x' })
    assert.match(bad.html, /adresse de courriel complète/)
    assert.match(bad.html, /value="no"/, 'what was typed is kept')
    const wish = { email: 'alice@example.net', emailPassword: 'une phrase toute neuve' }
    const asked = await visitor.submit(await profile(), routes.profileEmail, wish)
    assert.match(asked.html, /attend votre confirmation/)
    const path = await linkInMail(asked, /href="(http[^"]+\/confirm-email\/[^"]+)"/)
    assert.ok(path.startsWith(routes.confirmEmail.replace('/:token', '')))
    const confirmed = await visitor.submit(await visitor.get(path), '/confirm-email')
    assert.match(confirmed.html, /confirmée/)
    assert.match((await profile()).html, /alice@example\.net/)
    const wrong = await visitor.submit(await profile(), routes.profilePassword, {
      oldPassword: 'x',
      newPassword: 'assez longue, celle-ci',
    })
    assert.match(wrong.html, /pas votre mot de passe actuel/)
    const data = await visitor.send(routes.profileData)
    const kept = JSON.parse(data.html) as { person: { name: string; passwordHash?: string } }
    assert.equal(kept.person.name, 'Alice M.')
    assert.doesNotMatch(data.html, /argon2|tokenHash/, 'no secret leaves')
    const out = await visitor.submit(await profile(), routes.profileSessions)
    assert.match(out.html, /Connexion/)
    assert.equal((await visitor.send('/')).status, 303)
  })

  test('language and display are kept, for who is signed out too', async () => {
    const visitor = createVisitor(world.url, 'en-GB,en;q=0.9')
    const door = await visitor.get(routes.signIn)
    assert.match(door.html, /<html lang="en"/)
    const french = await visitor.submit(door, routes.preferences, { language: 'fr' })
    assert.match(french.html, /<html lang="fr"/)
    const dark = await visitor.submit(french, routes.preferences, { theme: 'dark' })
    assert.match(dark.html, /data-theme="dark"/)
    assert.match(
      (await createVisitor(world.url, 'it').get(routes.signIn)).html,
      /<html lang="fr"/,
      'French where neither is asked for',
    )
  })

  test('what everybody may read, and what watches the process', async () => {
    const visitor = createVisitor(world.url)
    for (const path of [routes.terms, routes.legal, routes.privacy, routes.accessibility]) {
      assert.equal((await visitor.get(path)).status, 200, path)
    }
    assert.equal((await visitor.get(routes.healthz)).html, 'ok\n')
    assert.equal((await visitor.get(routes.readyz)).html, 'ready\n')
    for (const path of [
      `${routes.theme}?accent=1d3a7a`,
      routes.stylesheet,
      routes.script,
      routes.font.replace(':name', 'obole-text.woff2'),
    ]) {
      assert.equal((await visitor.send(path)).status, 200, path)
    }
    assert.equal((await visitor.send(routes.font.replace(':name', '..%2f..%2fpackage.json'))).status, 404)
  })

  test('security headers on every page, cookies that no script reads [S1]', async () => {
    const visitor = createVisitor(world.url)
    for (const path of ['/', routes.signIn, routes.terms, '/nowhere', routes.stylesheet]) {
      const { headers } = await visitor.send(path)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /default-src 'none'/, path)
      assert.doesNotMatch(policy, /unsafe/, path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      for (const cookie of headers.getSetCookie()) assert.match(cookie, /HttpOnly; SameSite=Lax/)
    }
  })

  test('signing out ends the session on the server too', async () => {
    const visitor = createVisitor(world.url)
    const home = await visitor.signIn('admin@example.org')
    const token = visitor.cookies.get('obole') ?? ''
    const { fields } = readForm(home, routes.signOut)
    await visitor.post(routes.signOut, fields)
    assert.equal((await visitor.send('/', { headers: { cookie: `obole=${token}` } })).status, 303)
  })
})
