import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { answerAs, orderTo } from '../support/shopping.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

const login = 'v.delautre@cartadis.com'

for (const { engine, skip } of engines) {
  describe(`the orders of a person on ${engine}`, { skip }, () => {
    let world: World
    let visitor: Visitor
    before(async () => {
      world = await createWorld({ engine })
      visitor = createVisitor(world.url)
      await visitor.signIn(login)
    })
    after(() => world?.end())

    const wordsOf = ({ html }: Page) =>
      html
        .replace(/<[^>]+>/g, ' ')
        .replace(/\u00a0|\u202f/g, ' ')
        .replace(/\s+/g, ' ')
    /** The banner of the account, one text for each order in it. */
    const banner = async () => {
      const { html } = await visitor.get('/')
      return [...html.matchAll(/<div class="notice act">.*?<\/a><\/div>/gs)].map(([text]) =>
        wordsOf({ html: text } as Page),
      )
    }

    test('every open order stands in the banner with the words of its own state', async () => {
      await answerAs(visitor, await orderTo(visitor, 5), { outcome: 'refuse' })
      await answerAs(visitor, await orderTo(visitor, 10, 'paypal'), { outcome: 'cancel' })
      await answerAs(visitor, await orderTo(visitor, 20), { outcome: 'pend' })
      await world.settle()
      const [pending, left, refused] = await banner()
      assert.match(
        pending ?? '',
        /Une commande de 20,00 € attend la réponse de la banque .* Ne payez pas une seconde fois/,
      )
      assert.match(left ?? '', /Le paiement d’une commande de 10,00 € n’a pas été fait .* Reprendre la commande/)
      assert.match(refused ?? '', /La banque a refusé le paiement d’une commande de 5,00 € .* Reprendre la commande/)
      assert.doesNotMatch(`${left} ${refused}`, /Ne payez pas/)
    })

    test('a payment that is held, one that has only begun, and more than the banner holds', async () => {
      world.simulator('paypal').script({ fault: 'charge-amount', value: '400' })
      await answerAs(visitor, await orderTo(visitor, 10, 'paypal'))
      await world.settle()
      await orderTo(visitor, 5)
      const [begun, held, pending, more] = await banner()
      assert.match(begun ?? '', /Le paiement d’une commande de 5,00 € est commencé .* Reprendre la commande/)
      assert.match(held ?? '', /Le paiement d’une commande de 10,00 € est à vérifier .* Ne payez pas une seconde fois/)
      assert.match(pending ?? '', /attend la réponse de la banque/)
      assert.equal(more, undefined)
      assert.match(wordsOf(await visitor.get('/')), /Toutes mes commandes/)
    })

    test('the list has them all, newest first, and leads to each; nobody sees another’s', async () => {
      const home = await visitor.get('/')
      assert.match(home.html, /href="\/orders"/)
      const list = await visitor.get('/orders')
      assert.match(wordsOf(list), /Mes commandes/)
      const states = ['Paiement commencé', 'À vérifier', 'En attente', 'Non payée', 'Refusée']
      assert.match(wordsOf(list), new RegExp(states.join('.*')))
      const links = [...list.html.matchAll(/href="(\/orders\/ord_[^"]+)"/g)].map(([, href = '']) => href)
      assert.equal(links.length, 5)
      const other = createVisitor(world.url)
      await other.signIn('a.martin@example.org')
      assert.match(wordsOf(await other.get('/orders')), /Aucune commande pour l’instant/)
      const page = await other.get(`/orders?before=${links[0]?.split('/').at(-1)}`)
      assert.match(wordsOf(page), /Aucune commande pour l’instant/)
    })

    test('a long list is turned page by page, without a gap and without a line twice', async () => {
      const person = await world.person(login)
      const row = await world.db.selectFrom('orders').selectAll().limit(1).executeTakeFirstOrThrow()
      const many = Array.from({ length: 50 }, (_, index) => {
        const id = `ord_0${String(index).padStart(3, '0')}`
        // Pairs of the same instant: the id decides between them.
        const placedAt = `2026-10-01T10:${String(Math.floor(index / 2)).padStart(2, '0')}:00.000Z`
        return {
          ...row,
          id,
          number: `old${index}`,
          key: `old${index}`,
          personId: person.id,
          placedAt,
          status: 'expired' as const,
        }
      })
      await world.db.insertInto('orders').values(many).execute()
      const seen: string[] = []
      let page = await visitor.get('/orders')
      for (let turn = 0; turn < 5; turn += 1) {
        seen.push(...[...page.html.matchAll(/href="\/orders\/(ord_[^"]+)"/g)].map(([, id = '']) => id))
        const older = /href="(\/orders\?before=[^"]+)"/.exec(page.html)?.[1]
        if (older === undefined) break
        page = await visitor.get(older)
      }
      assert.equal(seen.length, 55)
      assert.equal(new Set(seen).size, 55)
      assert.deepEqual(seen.slice(5), many.map(({ id }) => id).reverse())
    })
  })
}
