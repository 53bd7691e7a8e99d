import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { brandEditor, sectionPath } from '../support/brand-editor.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Page, readForm, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#4b7f00"/></svg>'

for (const { engine, skip } of engines) {
  describe(`the logo at the desk on ${engine}`, { skip }, () => {
    let world: World
    let camille: Visitor
    let editor: ReturnType<typeof brandEditor>
    before(async () => {
      world = await createWorld({ engine })
      editor = brandEditor(world)
      camille = createVisitor(world.url)
      await camille.signIn('admin@example.org')
    })
    after(() => world?.end())

    async function upload(
      who: Visitor,
      content: string | Uint8Array<ArrayBuffer>,
      fileName = 'logo.svg',
    ): Promise<Page> {
      const { fields } = readForm(await who.get(routes.deskBrandLogo), '/desk/brand/logo')
      const body = new FormData()
      body.set('csrf', fields.csrf ?? '')
      body.set('ground', 'light')
      body.set('upload', new Blob([content]), fileName)
      return who.send(routes.deskBrandLogo, { method: 'POST', body })
    }

    test('a logo goes into the draft, is served as a picture alone, and can be removed', async () => {
      const done = await upload(camille, square)
      assert.equal(done.location, `${routes.deskBrandLogo}?done=added`)
      const preview = await camille.get(routes.deskBrandPreviewPage.replace(':page', 'home'))
      const url = /class="logo" src="([^"]+)" width="44"/.exec(preview.html)?.[1] ?? ''
      const logo = await createVisitor(world.url).get(url)
      assert.equal(logo.headers.get('content-type'), 'image/svg+xml')
      assert.equal(logo.headers.get('x-content-type-options'), 'nosniff')
      assert.match(logo.headers.get('content-security-policy') ?? '', /sandbox/)
      assert.equal((await camille.get(routes.logo.replace(':logoId', 'nothing'))).status, 404)
      const page = await camille.get(routes.deskBrandLogo)
      await camille.submit(page, routes.deskBrandLogoRemovals)
      assert.equal(await editor.draftRow().then((row) => JSON.parse(row?.content ?? '').logos.light), null)
      assert.deepEqual((await editor.acts()).slice(-2), ['change logo in brand draft', 'change logo in brand draft'])
      await editor.discardDraft(camille)
    })

    async function sendLook(files: Record<string, string | Uint8Array<ArrayBuffer>>, act = 'save'): Promise<Page> {
      const { action, fields } = readForm(await camille.get(sectionPath('look')), sectionPath('look'))
      const body = new FormData()
      for (const [name, value] of Object.entries({ ...fields, name: 'Gardé', act }))
        if (!name.startsWith('upload_')) body.set(name, value)
      for (const [name, content] of Object.entries(files)) body.set(name, new Blob([content]), 'logo.svg')
      return camille.send(action, { method: 'POST', body })
    }

    test('both logos are chosen among the name and the colours, and saved with them', async () => {
      const done = await sendLook({ upload_light: square, upload_dark: square }, 'publish')
      assert.equal(done.location, routes.deskBrandPublication)
      const { name, logos } = JSON.parse((await editor.draftRow())?.content ?? '')
      assert.deepEqual([name, logos.light.fileName, logos.dark.fileName], ['Gardé', 'logo.svg', 'logo.svg'])
      const acts = ['change logo in brand draft', 'change logo in brand draft', 'save brand draft']
      assert.deepEqual((await editor.acts()).slice(-3), acts)
      await editor.discardDraft(camille)
    })

    test('there, a refused file changes nothing and keeps what was typed; a cleaned one is looked at first', async () => {
      for (const content of ['GIF89a', new Uint8Array(300 * 1024)]) {
        const page = await sendLook({ upload_light: content }, 'publish')
        assert.equal(page.status, 422)
        assert.match(page.html, /href="#upload_light"/)
        assert.match(page.html, /value="Gardé"/)
        assert.equal(await editor.draftRow(), undefined)
      }
      const done = await sendLook({ upload_dark: square.replace('<path', '<script/><path') }, 'publish')
      assert.match(done.location ?? '', /look\?cleaned=script$/)
      assert.match((await camille.get(done.location ?? '')).html, /pourrait s’exécuter ou charger autre chose/)
      await editor.discardDraft(camille)
    })

    test('a logo that brings a script is cleaned, and says of what', async () => {
      const hostile = square.replace('<path', '<script>alert(1)</script><path onclick="alert(1)"')
      const done = await camille.get((await upload(camille, hostile)).location ?? '')
      assert.match(done.html, /pourrait s’exécuter ou charger autre chose\u00a0: script, onclick/)
      const rows = await world.db.selectFrom('brandLogo').select('content').execute()
      for (const { content } of rows) assert.doesNotMatch(Buffer.from(content).toString(), /script|onclick/)
      await editor.discardDraft(camille)
    })

    test('no file, an empty one, another kind, a broken one: a sentence each, and the draft as it was', async () => {
      await editor.change(camille, 'look', { name: 'Reste' })
      const samples: Array<[content: string, said: RegExp]> = [
        ['', /Choisissez le fichier du logo|Ce fichier est vide/],
        ['GIF89a', /ni un SVG, ni un PNG, ni un WebP/],
        ['<svg', /abîmé/],
        ['\x89PNG\r\n\x1a\n', /ni un SVG/],
        ['<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', /définit des entités/],
      ]
      for (const [content, said] of samples) {
        const page = await upload(camille, content)
        assert.equal(page.status, 422, content)
        assert.match(page.html, said)
      }
      const { csrf = '' } = readForm(await camille.get(routes.deskBrandLogo), '/desk/brand/logo').fields
      assert.equal(
        (await camille.post(routes.deskBrandLogo, { csrf, ground: 'light' })).status,
        422,
        'no multipart at all',
      )
      assert.match((await editor.draftRow())?.content ?? '', /"name":"Reste"/)
      await editor.discardDraft(camille)
    })

    test('a logo of 50 MB is refused with a sentence while most of it is still to come', async () => {
      const page = await camille.get(routes.deskBrandLogo)
      const { csrf = '' } = readForm(page, '/desk/brand/logo').fields
      const part = (head: string, body: string) => `--cut\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`
      const start = part('name="csrf"', csrf) + part('name="ground"', 'dark')
      const file = '--cut\r\nContent-Disposition: form-data; name="upload"; filename="big.svg"\r\n\r\n<svg>'
      const { hostname, port } = new URL(world.url)
      const socket = connect(Number(port), hostname)
      const cookie = [...camille.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      socket.write(
        `POST ${routes.deskBrandLogo} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\n` +
          `Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: ${50 * 1024 * 1024}\r\n\r\n${start}${file}`,
      )
      socket.write('x'.repeat(300 * 1024))
      const answer = await new Promise<string>((resolve, reject) => {
        let text = ''
        socket.on('error', reject)
        socket.on('data', (data) => {
          text += data.toString()
          if (text.includes('</html>')) resolve(text)
        })
      })
      socket.destroy()
      assert.match(answer, /^HTTP\/1\.1 422/)
      assert.match(answer, /il n’a pas été lu jusqu’au bout/)
      const whole = await upload(camille, new Uint8Array(50 * 1024 * 1024))
      assert.equal(whole.status, 422, 'a browser that sends it all gets the sentence too')
      assert.equal((await camille.get(routes.deskBrandLogo)).status, 200)
      assert.equal(await editor.draftRow(), undefined)
    })
  })
}
