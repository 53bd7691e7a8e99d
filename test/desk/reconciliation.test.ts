import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR, later, MINUTE, nowOf } from '../../src/kit/clock.ts'
import { listOpen } from '../../src/reconciliation/discrepancies.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const page = '/desk/reconciliation'

for (const { engine, skip } of engines) {
  describe(`the books against the providers’ lists, on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let manager: Visitor
    before(async () => {
      world = await createWorld({ engine })
      buyer = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    const compareNow = async () => manager.submit(await manager.get(page), page)
    const paid = async (method: string) => {
      const payment = await buy(world, buyer, { number: 10, method })
      world.clock.move(5 * HOUR)
      // A quiet session has ended meanwhile.
      await buyer.signIn('a.martin@example.org')
      await manager.signIn('admin@example.org')
      return payment
    }

    test('what was never compared says so, and says it once it is', async () => {
      const before = await manager.get(page)
      assert.match(before.html, /jamais encore/)
      const done = await compareNow()
      assert.match(done.html, /La comparaison est faite/)
      assert.match(done.html, /Dernier essai le 24\snov\./)
      assert.match(done.html, /aucun écart/)
      const audit = await world.db
        .selectFrom('auditEntry')
        .selectAll()
        .where('act', '=', 'compare with lists')
        .execute()
      assert.equal(audit.length, 1)
    })

    test('a payment that is not in the list stands on the desk, is explained, and is settled by a person', async () => {
      const payment = await paid('ogone')
      world.simulator('ogone').script({ fault: 'list-without', reference: payment.reference, times: 9 })
      const compared = await compareNow()
      assert.match(
        compared.html,
        /un paiement de 10,00\s€, absent de la liste du prestataire \(Ingenico ePayments \(Ogone\)\)/,
      )
      assert.match((await manager.get('/desk')).html, /Écart avec le prestataire/)
      const [open] = await listOpen(world.db, 9)
      assert.ok(open)
      const path = `/desk/differences/${open.id}`
      const decision = await manager.get(path)
      assert.match(decision.html, /Nos comptes ont un paiement de 10,00\s€/)
      const unexplained = await manager.submit(decision, path, { choice: 'settle', why: '' })
      assert.equal(unexplained.status, 422)
      await manager.submit(await manager.get(path), path, {
        choice: 'settle',
        why: 'la banque l’a confirmé par téléphone',
      })
      assert.match((await manager.get(path)).html, /plus rien à décider/)
      await compareNow()
      assert.deepEqual(await listOpen(world.db, 9), [], 'what a person settled does not come back')
      const audit = await world.db.selectFrom('auditEntry').selectAll().where('act', '=', 'end difference').execute()
      assert.deepEqual([audit.length, audit[0]?.about], [1, open.id])
      assert.deepEqual((await world.check()).problems, [])
    })

    test('compared again, a difference that is none any more closes by itself', async () => {
      const payment = await paid('paypal')
      world.simulator('paypal').script({ fault: 'list-amount', reference: payment.reference, value: '999' })
      await compareNow()
      const [open] = await listOpen(world.db, 9)
      assert.equal(open?.kind, 'amount')
      const path = `/desk/differences/${open.id}`
      assert.match((await manager.get(path)).html, /PayPal annonce 9,99\s€ dans sa liste, nos comptes ont 10,00\s€/)
      const { number } = await world.db
        .selectFrom('orders')
        .select('number')
        .where('id', '=', payment.orderId)
        .executeTakeFirstOrThrow()
      const csv = await manager.get('/desk/reconciliation.csv?as=csv_plain')
      assert.match(
        csv.html,
        new RegExp(`PayPal;DEMAMERCHANT2;Montants différents;${open.subject};9,99;EUR;10,00;EUR;${number}`),
      )
      await manager.submit(await manager.get(path), path, { choice: 'compare_again', why: 'pour voir' })
      assert.match((await manager.get(path)).html, /disent de nouveau la même chose/)
      assert.deepEqual(await listOpen(world.db, 9), [])
    })

    test('what PayPal keeps for itself is a transfer of the order, in words [case 46]', async () => {
      const payment = await paid('paypal')
      await compareNow()
      const file = await manager.get(`/desk/orders/${payment.orderId}`)
      assert.match(file.html, /Frais du prestataire/)
      assert.match(file.html, /0,64\s€/)
    })

    test('a list that is refused says what to ask the provider for; the books are not touched', async () => {
      world.simulator('ogone').script({ fault: 'list-forbidden' })
      const refused = await compareNow()
      assert.match(refused.html, /Liste refusée/)
      assert.match(refused.html, /le droit est à demander chez lui\.</)
      assert.match(refused.html, /Pour l’assistance.*File Download is Not available for your profile/s)
      assert.deepEqual(await listOpen(world.db, 9), [])
    })

    test('two nodes do not compare at once: who comes second is told', async () => {
      const until = later(nowOf(world.clock), MINUTE)
      const lease = { name: 'reconciliation ogone', holder: 'another node', until }
      await world.db.insertInto('lease').values(lease).execute()
      assert.match((await compareNow()).html, /Une comparaison est déjà en cours/)
      await world.db.deleteFrom('lease').where('holder', '=', 'another node').execute()
    })
  })
}
