import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noLimits } from '../../src/catalogue/buying-limits.ts'
import { amount } from '../../src/kit/amount.ts'
import { catalogues } from '../../src/messages/translate.ts'
import { recordAudit } from '../../src/people/audit/audit.ts'
import { type AuditAct, type AuditDetail, auditActs, auditDetails } from '../../src/people/audit/audit-act.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

test('every act that can be recorded has its words, and no words are left of one that cannot', () => {
  const keys = auditActs.map((act) => `act.${act.replace(/[^a-z]+/g, '_')}`).sort()
  for (const catalogue of [catalogues.fr, catalogues.en]) {
    const known = Object.keys(catalogue).filter((key) => key.startsWith('act.'))
    assert.deepEqual(known.sort(), keys)
  }
})

test('every name under which something may be kept has its words', () => {
  for (const catalogue of [catalogues.fr, catalogues.en]) {
    const known = new Set(Object.keys(catalogue))
    // A fingerprint is for machines: it is kept, and not shown.
    const missing = auditDetails.filter((name) => name !== 'sha256' && !known.has(`audit.d_${name}`))
    assert.deepEqual(missing, [])
  }
})

for (const { engine, skip } of engines) {
  describe(`the audit log on ${engine}`, { skip }, () => {
    let world: World
    let desk: Visitor
    before(async () => {
      world = await createWorld({ engine })
      desk = createVisitor(world.url)
      await desk.signIn('admin@example.org')
      const admin = await world.person('admin@example.org')
      for (let count = 0; count < 120; count += 1) {
        world.clock.move(1000)
        await world.app.database.transact((tx) =>
          recordAudit(tx, {
            actor: count % 2 === 0 ? admin.id : 'command line',
            act: count % 3 === 0 ? 'check at bank' : 'grant manager',
            about: count === 7 ? 'ord_seven' : admin.id,
            detail: { number: count, why: '<i>"x"</i>' },
          }),
        )
      }
    })
    after(() => world?.end())
    const log = async (query: Record<string, string> = {}) =>
      (await desk.get(`${routes.deskAudit}?${new URLSearchParams(query)}`)).html
    const countsIn = (html: string) => [...html.matchAll(/numéro.: (\d+),/g)].map(([, count]) => Number(count))

    test('newest first, page by page, every entry once', async () => {
      const seen: number[] = []
      let html = await log()
      for (;;) {
        seen.push(...countsIn(html))
        const older = /href="(\/desk\/audit\?before=[^"]+)"/.exec(html)?.[1]
        if (older === undefined) break
        html = (await desk.get(older.replaceAll('&amp;', '&'))).html
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 120 }, (_, index) => 119 - index),
      )
    })

    test('by actor, by act, by what it is about; a filter outlives the page', async () => {
      const byLogin = await log({ actor: 'ADMIN@example.org' })
      assert.ok(countsIn(byLogin).every((count) => count % 2 === 0))
      assert.match(byLogin, /href="\/desk\/audit\?actor=ADMIN%40example\.org&amp;before=aud_/)
      assert.ok(countsIn(await log({ act: 'check at bank' })).every((count) => count % 3 === 0))
      const seven = await log({ about: 'ord_seven' })
      assert.deepEqual(countsIn(seven), [7])
      assert.match(seven, /href="\/desk\/orders\/ord_seven"/)
      assert.match(await log({ actor: 'nobody' }), /Aucun acte ne correspond/)
    })

    test('acts are words, people are names, and what was kept is text', async () => {
      const html = await log()
      assert.match(html, /Redemandé au prestataire de paiement/)
      assert.match(html, /<td role="cell">Camille ROUX/)
      assert.match(html, /la ligne de commande/)
      assert.doesNotMatch(html, /<i>"x"/)
    })

    test('what was kept is in words, with the way to what it is about', async () => {
      const article = await world.db
        .selectFrom('article')
        .select('id')
        .where('number', '=', 50)
        .executeTakeFirstOrThrow()
      const admin = await world.person('admin@example.org')
      const write = (act: AuditAct, about: string, detail: AuditDetail) =>
        world.app.database.transact((tx) => recordAudit(tx, { actor: admin.id, act, about, detail }))
      await write('change article', article.id, { version: 2 })
      await write('change limits', 'shop', { ...noLimits, ordersPerDay: 3, balance: 25_000 })
      await write('ask refund', 'ord_none', { amount: amount(400, 'EUR'), credit: 400, reason: 'Erreur de montant' })
      await write('publish brand', 'brand', { version: 2, fields: ['accent', 'welcome_fr', 'logo_light'] })
      await write('discard brand draft', 'brand', { content: { name: 'Perdue' } })
      await write('keep matter', 'pay_none', { kind: 'held_payment', why: 'La banque répondra.' })
      await write('record refund', 'ord_none', { refundId: 'rfd_one', operation: '3041', amount: amount(400, 'EUR') })
      await write('publish terms', 'trm_none', { number: 2, sha256: 'ab'.repeat(32) })
      await write('confirm identity', admin.id, { by: 'code' })
      const html = await log()
      assert.match(html, /référence du prestataire.: 3041, somme.: 4,00.€ *<span> <a href="\/desk\/refunds\/rfd_one">/)
      assert.doesNotMatch(html, /abababab|>[^<]*rfd_one/)
      assert.match(html, /par.: le code du téléphone/)
      assert.match(html, />Paiement<\/span>/)
      assert.match(html, /href="\/desk\/articles\/art_[^"]+\/history"><span class="id">Article 50</)
      assert.match(html, /Commandes par jour.: 3, .*Solde maximal après rechargement, en unités.: 250,00</)
      assert.match(html, /Remboursement demandé.*somme.: 4,00.€, crédit.: 4,00.unités, motif.: Erreur de montant/s)
      assert.match(html, /champs.: Couleur d’accent, Message d’accueil, en français, Logo sur fond clair/)
      assert.match(html, /affaire.: Paiement retenu, motif.: La banque répondra\./)
      assert.match(
        html,
        /<details class="fold"><summary>.*contenu.*<pre[^>]*>\{\s+&quot;name&quot;: &quot;Perdue&quot;/s,
      )
    })

    test('bad values find nothing or the first page, and break nothing', async () => {
      for (const query of [
        'actor=%00',
        'act=%27',
        `about=${'x'.repeat(5000)}`,
        'before=aud_',
        'before=zzz',
        'before=%00',
      ])
        assert.equal((await desk.send(`${routes.deskAudit}?${query}`)).status, 200, query.slice(0, 30))
    })
  })
}
