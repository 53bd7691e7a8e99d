import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../src/web/routes.ts'
import { brandEditor } from '../support/brand-editor.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

describe('letters in the operator’s look', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world?.end())

  const martin = 'a.martin@example.org'

  test('every letter has the operator’s name at its head and a rule in the operator’s colour', async () => {
    const manager = createVisitor(world.url)
    await manager.signIn('admin@example.org')
    const editor = brandEditor(world)
    await editor.change(manager, 'look', { name: 'Médiathèque <Sud>', accent: '#7a1d3a' })
    await editor.publishDraft(manager)
    const visitor = createVisitor(world.url)
    await visitor.submit(await visitor.get(routes.forgotten), routes.forgotten, { login: martin })
    await visitor.signIn(martin)
    const wish = { email: 'alice@example.net', emailPassword: 'demonstration' }
    await visitor.submit(await visitor.get(routes.profile), routes.profileEmail, wish)
    await world.settle()
    const confirm = await world.db
      .selectFrom('capturedMail')
      .select('text')
      .where('toAddress', '=', wish.email)
      .execute()
    const path = new URL(/http\S+/.exec(confirm[0]?.text ?? '')?.[0] ?? world.url).pathname
    await visitor.submit(await visitor.get(path), '/confirm-email')
    const { orderId } = await buy(world, visitor, { number: 10 })
    const refunds = routes.deskRefunds.replace(':orderId', orderId)
    const check = await manager.submit(await manager.get(refunds), refunds, { amount: '10,00', reason: 'Erreur' })
    await manager.submit(check, refunds, { sure: 'yes' })
    await world.settle()
    await world.settle()
    const letters = await world.db.selectFrom('capturedMail').selectAll().execute()
    const kinds = (await world.db.selectFrom('mail').select('kind').execute()).map(({ kind }) => kind)
    assert.deepEqual([...new Set(kinds)].sort(), [
      'confirm_email',
      'credit_note',
      'email_changed',
      'receipt',
      'set_password',
    ])
    assert.equal(letters.length, kinds.length)
    for (const { subject, text, html } of letters) {
      assert.match(text, /^Médiathèque <Sud>\n\nBonjour /, subject)
      assert.match(html, /<p [^>]*solid #7a1d3a[^>]*><strong>Médiathèque &lt;Sud&gt;<\/strong>/, subject)
    }
  })
})
