import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DAY, MINUTE } from '../../src/kit/clock.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { engines } from '../support/databases.ts'
import { buy, type Controls } from '../support/shopping.ts'
import { createVisitor, type Page, type Visitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

type Language = 'fr' | 'en'

const wordsOf = ({ html }: Page): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&nbsp;|\u00a0|\u202f/g, ' ')
    .replace(/\s+/g, ' ')
/** The other means of payment is a bank card, and may be offered by its name. */
const bank = /banque|\bbank(?:’s|s)?\b(?! card)/i

for (const { engine, skip } of engines)
  for (const language of ['fr', 'en'] as const)
    describe(`who answers for a payment, by its name, in ${language} on ${engine}`, { skip }, () => {
      let world: World
      let buyer: Visitor
      let manager: Visitor
      before(async () => {
        world = await createWorld({ engine })
        buyer = await signedIn('a.martin@example.org')
        manager = await signedIn('admin@example.org')
      })
      after(async () => {
        if (!world) return
        assert.deepEqual((await world.check()).problems, [])
        await world.end()
      })

      async function signedIn(login: string): Promise<Visitor> {
        const visitor = createVisitor(world.url)
        await visitor.submit(await visitor.signIn(login), '/preferences', { language })
        return visitor
      }
      const pay = (method: string, controls: Controls = {}) => buy(world, buyer, { number: 10, method, controls })
      const script = (fault: string, { gatewayId, reference }: Payment) =>
        world.simulator(gatewayId).script({ fault, reference })
      const refundOf = ({ id }: Payment) =>
        world.db
          .selectFrom('refund')
          .selectAll()
          .where('paymentId', '=', id)
          .orderBy('id', 'desc')
          .executeTakeFirstOrThrow()

      async function askRefund({ orderId }: Payment): Promise<string> {
        const path = `/desk/orders/${orderId}/refunds`
        const form = await manager.get(path)
        const sure = await manager.submit(form, path, { amount: language === 'fr' ? '4,00' : '4.00', reason: 'test' })
        await manager.submitOnly(sure, path, { sure: 'yes' })
        await world.app.worker.runNow(['refunds'])
        return `${wordsOf(form)} ${wordsOf(sure)}`
      }
      /** Everything that portal and desk say of one order now. */
      async function pagesOf({ orderId, id }: Payment, ...more: string[]): Promise<string> {
        const paths = ['/desk', '/desk/orders', `/desk/orders/${orderId}`, `/desk/payments/${id}`, ...more]
        const desk = await Promise.all(paths.map((path) => manager.get(path)))
        const portal = await Promise.all([buyer.get('/'), buyer.get('/orders'), buyer.get(`/orders/${orderId}`)])
        for (const page of [...desk, ...portal]) assert.equal(page.status, 200, page.url)
        return [...desk, ...portal].map(wordsOf).join(' ')
      }
      async function checkedAtDesk({ orderId }: Payment): Promise<string> {
        const path = `/desk/orders/${orderId}`
        return wordsOf(await manager.submit(await manager.get(path), `${path}/checks`))
      }
      const lettersOf = async ({ orderId }: Payment): Promise<string> => {
        const mails = await world.db.selectFrom('mail').selectAll().where('orderId', '=', orderId).execute()
        assert.ok(mails.length > 0, 'a letter has left')
        const list = await buyer.get('/demo/mail')
        const paths = [...list.html.matchAll(/href="(\/demo\/mail\/[^"]+)"/g)].map(([, path = '']) => path)
        return (await Promise.all(paths.map((path) => buyer.get(path)))).map(wordsOf).join(' ')
      }

      /** One order after the other through what may become of it; the words of every page on the way. */
      async function walk(method: string): Promise<string> {
        const said: string[] = []
        const paid = await pay(method)
        said.push(await pagesOf(paid), await lettersOf(paid))
        script('refund-lost-after', paid)
        said.push(await askRefund(paid))
        said.push(await pagesOf(paid, `/desk/refunds/${(await refundOf(paid)).id}`))
        world.clock.move(DAY)
        buyer = await signedIn('a.martin@example.org')
        manager = await signedIn('admin@example.org')
        await world.settle()
        const { id } = await refundOf(paid)
        said.push(await pagesOf(paid, `/desk/refunds/${id}`), await lettersOf(paid))
        const refused = await pay(method, { outcome: 'refuse' })
        said.push(await pagesOf(refused))
        const cancelled = await pay(method, { outcome: 'cancel' })
        said.push(await pagesOf(cancelled))
        const pending = await pay(method, { outcome: 'pend' })
        said.push(await pagesOf(pending))
        world.clock.move(5 * MINUTE)
        said.push(await checkedAtDesk(pending))
        if (method === 'paypal') world.simulator(method).script({ fault: 'charge-amount', value: '800' })
        const held = await pay(method, method === 'ogone' ? { notice: 'wrong-amount', return: 'no' } : {})
        assert.equal(held.status, 'held')
        const path = `/desk/payments/${held.id}`
        said.push(await pagesOf(held))
        script('refund-refused', held)
        await manager.submit(await manager.get(path), path, { choice: 'ask_again', why: 'test' })
        await manager.submit(await manager.get(path), path, { choice: 'give_back', why: 'test' })
        said.push(await pagesOf(held))
        await world.settle()
        said.push(await pagesOf(held))
        await manager.submit(await manager.get(path), path, { choice: 'give_back', why: 'test' })
        await world.settle()
        said.push(await pagesOf(held))
        return said.join('\n')
      }

      test('a payment by PayPal: no page and no letter speaks of a bank', async () => {
        const said = await walk('paypal')
        assert.doesNotMatch(said, bank, bank.exec(said)?.index === undefined ? '' : around(said))
        for (const part of paypalSays[language]) assert.match(said, part)
      })

      test('a payment by card: the bank is named as one names a bank', async () => {
        const said = await walk('ogone')
        for (const part of bankSays[language]) assert.match(said, part)
      })
    })

function around(said: string): string {
  const at = said.search(bank)
  return `“${said.slice(Math.max(0, at - 80), at + 80)}”`
}

const paypalSays: Record<Language, RegExp[]> = {
  fr: [
    /PayPal n’a pas confirmé le remboursement de 4,00 €/,
    /PayPal n’a pas encore décidé\./,
    /PayPal annonce 8,00 €, la commande est de 10,00 €/,
    /Redemander à PayPal/,
    /Somme selon PayPal, redemandée/,
    /En attente de PayPal/,
    /PayPal a rendu 8,00 €/,
  ],
  en: [
    /PayPal has not confirmed the refund of €4\.00/,
    /PayPal has not decided yet\./,
    /PayPal reports €8\.00; the order is for €10\.00/,
    /Ask PayPal again/,
    /Amount according to PayPal, asked again/,
    /Waiting for PayPal/,
    /PayPal has refunded €8\.00/,
  ],
}

const bankSays: Record<Language, RegExp[]> = {
  fr: [
    /La banque n’a pas confirmé le remboursement de 4,00 €/,
    /Il a eu lieu, je l’ai vérifié auprès de la banque/,
    /La banque a refusé le paiement/,
    /La banque n’a pas encore décidé\./,
    /La banque annonce 11,00 €, la commande est de 10,00 €/,
    /Redemander à la banque/,
    /Somme selon la banque, redemandée/,
    /En attente de la banque/,
    /La banque a rendu 10,00 €/,
  ],
  en: [
    /The bank has not confirmed the refund of €4\.00/,
    /It was made – I have checked with the bank/,
    /The bank declined the payment/,
    /The bank has not decided yet\./,
    /The bank reports €11\.00; the order is for €10\.00/,
    /Ask the bank again/,
    /Amount according to the bank, asked again/,
    /Waiting for the bank/,
    /The bank has refunded €10\.00/,
  ],
}
