import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HOUR, MINUTE, nowOf } from '../../src/kit/clock.ts'
import type { SendOutcome } from '../../src/mail/mail.ts'
import { formatTime } from '../../src/messages/format.ts'
import { pollPayment } from '../../src/payments/intake/poll-payment.ts'
import { routes } from '../../src/web/routes.ts'
import { engines } from '../support/databases.ts'
import { endPause, pauseProvider } from '../support/paused-provider.ts'
import { buy, orderTo } from '../support/shopping.ts'
import { createVisitor, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`whether each service works, and since when, on ${engine}`, { skip }, () => {
    let world: World
    let buyer: Visitor
    let manager: Visitor
    let answer: SendOutcome = { is: 'sent' }
    before(async () => {
      world = await createWorld({ engine, mail: { send: async () => answer } })
      buyer = createVisitor(world.url)
      await buyer.signIn('a.martin@example.org')
      manager = createVisitor(world.url)
      await manager.signIn('admin@example.org')
    })
    after(() => world?.end())

    /** The words of one line of the table, without its marks. */
    async function line(name: string): Promise<string> {
      const { html } = await manager.get(routes.desk)
      const [, table = ''] =
        /<table[^>]*><caption[^>]*>(?:État des services|Status of the services)(.*?)<\/table>/s.exec(html) ?? []
      const row = table.split('<tr').find((each) => each.includes(`>${name}<`)) ?? ''
      return row
        .replace(/<svg.*?<\/svg>/gs, '')
        .replace(/<[^>]*>/g, '|')
        .replace(/\|+/g, '|')
    }
    async function english(name: string): Promise<string> {
      await manager.submit(await manager.get(routes.desk), '/preferences', { language: 'en' })
      const said = await line(name)
      await manager.submit(await manager.get(routes.desk), '/preferences', { language: 'fr' })
      return said
    }
    const titleOf = (id: string) => world.app.shop.gateways.get(id)?.kind.title ?? ''
    const when = /le\s\d+\s\S+\sà\s\d+\sh\s\d\d/.source

    test('a provider that nobody paid with yet', async () => {
      assert.match(await line(titleOf('ogone')), /aucune notification encore\|Pas encore utilisé/)
      assert.match(await english(titleOf('ogone')), /no notifications yet\|Not used yet/)
    })

    test('a provider that works says when it last answered', async () => {
      await buy(world, buyer, { number: 5, method: 'paypal' })
      assert.match(await line(titleOf('paypal')), new RegExp(`dernière réponse ${when}.*\\|En marche`))
      assert.match(await english(titleOf('paypal')), /last answer on .*\|Working/)
    })

    test('one that leaves a question without an answer does not answer, since its last answer', async () => {
      world.clock.move(10 * MINUTE)
      await orderTo(buyer, 5, 'paypal')
      const payment = await world.db
        .selectFrom('payment')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      world.clock.move(2 * MINUTE)
      world.simulator('paypal').script({ fault: 'query-down' })
      await pollPayment(world.app.shop, payment.id, { evenIfRecent: true })
      assert.match(await line(titleOf('paypal')), new RegExp(`sans réponse depuis ${when}.*\\|Ne répond pas`))
      assert.match(await english(titleOf('paypal')), /no answer since .*\|Not answering/)
      world.clock.move(2 * MINUTE)
      await pollPayment(world.app.shop, payment.id, { evenIfRecent: true })
      assert.match(await line(titleOf('paypal')), /En marche/)
    })

    test('one whose calls are paused is so since the first failure, and works once it answers', async () => {
      await pauseProvider(world, 'paypal')
      assert.match(await line(titleOf('paypal')), new RegExp(`sans réponse depuis ${when}.*\\|Appels en pause`))
      assert.match(await english(titleOf('paypal')), /no answer since .*\|Calls paused/)
      await endPause(world, 'paypal')
      assert.match(await line(titleOf('paypal')), /En marche/)
    })

    test('mail works, holds letters back, or stands still', async () => {
      assert.match(
        await line('Courriel'),
        new RegExp(`dernier message parti ${when}\\|en marche depuis ${when}\\|rien en file\\|En marche`),
      )
      assert.match(await english('Email'), /last email sent on .* at .*\|working since .*\|Working/)
      answer = { is: 'held', trouble: 'relay', why: '550 5.7.1' }
      await buy(world, buyer, { number: 5 })
      assert.match(await line('Courriel'), new RegExp(`Un message attend depuis ${when}`))
      assert.match(await english('Email'), /One message has been waiting since/)
      answer = { is: 'held', trouble: 'sign_in', why: '535 5.7.8' }
      await buy(world, buyer, { number: 5 })
      const stopped = await line('Courriel')
      assert.match(stopped, new RegExp(`À l’arrêt depuis ${when}`))
      assert.match(stopped, new RegExp(`dernier message parti ${when}\\|`))
      assert.doesNotMatch(stopped, /en marche depuis/i)
      world.clock.move(2 * HOUR)
      answer = { is: 'sent' }
      await world.settle()
      await world.settle()
      await manager.signIn('admin@example.org')
      const [, since] = /en marche depuis le ([^|]*)/.exec(await line('Courriel')) ?? []
      const again = formatTime(nowOf(world.clock), { language: 'fr', timeZone: 'Europe/Paris' })
      assert.ok(since?.endsWith(` à ${again}`), `${since} is not when the first went again, ${again}`)
    })

    test('before the first letter mail is not said to work', async () => {
      const fresh = await createWorld({ engine })
      const visitor = createVisitor(fresh.url)
      await visitor.signIn('admin@example.org')
      assert.match((await visitor.get(routes.desk)).html, /aucun message encore/)
      await fresh.end()
    })
  })
}
