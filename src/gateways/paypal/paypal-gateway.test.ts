import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { demoPayPal, paypalAtHand } from '../../../test/support/paypal-at-hand.ts'
import { amount } from '../../kit/amount.ts'
import { HOUR } from '../../kit/clock.ts'
import { memoryLog } from '../../kit/log.ts'
import type { Gateway, RefundToSend } from '../gateway.ts'
import { paypal } from './paypal-gateway.ts'

describe('PayPal against its simulator, over real HTTP', () => {
  const shop = paypalAtHand()
  const { checked, toStart, start, answerPage, pay } = shop
  let { clock, around, outside, simulator, gateway, notices }: ReturnType<typeof shop.anew> = {} as never
  before(shop.open)
  after(shop.end)
  beforeEach(() => {
    ;({ clock, around, outside, simulator, gateway, notices } = shop.anew())
  })

  const kindsOf = (said: Awaited<ReturnType<Gateway['lookUp']>> | undefined) =>
    said?.is === 'facts' ? said.facts.map((fact) => `${fact.about} ${fact.kind}`) : said?.is

  test('order, approval, capture: the money is paid only after our own capture [S01] [N01] [case 45]', async () => {
    const { way, toLookUp } = await start()
    assert.match(way.url, /\/simulated\/paypal\/checkoutnow\?token=[A-Z0-9]{16}$/)
    const before = await gateway.lookUp(toLookUp)
    assert.deepEqual(kindsOf(before), ['payment pending'])
    assert.ok(before.is === 'facts' && before.facts[0]?.waitsForPayer && before.complete === undefined)
    const back = await answerPage(way.attemptRef)
    assert.match(back.headers.get('location') ?? '', /\/returns\/token\?token=[A-Z0-9]+&PayerID=/)
    const approved = await gateway.lookUp(toLookUp)
    assert.deepEqual(kindsOf(approved), ['payment pending'])
    assert.ok(approved.is === 'facts' && approved.complete)
    const completed = await gateway.complete?.(toLookUp, approved.complete)
    assert.ok(completed?.is === 'facts')
    const [fact] = completed.facts
    assert.deepEqual(
      [fact?.kind, fact?.reference, fact?.attemptRef, fact?.amount, fact?.account, fact?.mode, fact?.payerMark],
      [
        'paid',
        toLookUp.reference,
        way.attemptRef,
        amount(1000, 'EUR'),
        demoPayPal.merchantId,
        'demo',
        'p***@example.org',
      ],
    )
    const again = await gateway.complete?.(toLookUp, approved.complete)
    assert.ok(again?.is === 'facts' && again.facts[0]?.operation === fact?.operation, 'a repetition finds the first')
    const other = await gateway.complete?.(toLookUp, 'another key')
    assert.ok(
      other?.is === 'facts' && other.facts[0]?.operation === fact?.operation,
      'already captured is a success [L09]',
    )
  })

  test('a declined means of payment is a refusal, and the next approval is captured with another key [L09]', async () => {
    const { toLookUp, way, completed, completionKey } = await pay({}, { outcome: 'refuse' })
    assert.deepEqual(kindsOf(completed), ['payment refused'])
    clock.move(60_000)
    await answerPage(way.attemptRef)
    const looked = await gateway.lookUp(toLookUp)
    assert.ok(looked.is === 'facts' && looked.complete && looked.complete !== completionKey)
    assert.deepEqual(kindsOf(await gateway.complete?.(toLookUp, looked.complete)), ['payment paid'])
  })

  test('an order that is completed with a declined capture is no money [L09]', async () => {
    simulator.script({ fault: 'capture-declined' })
    const { toLookUp, completed } = await pay()
    assert.deepEqual(kindsOf(completed), ['payment refused'])
    assert.deepEqual(kindsOf(await gateway.lookUp(toLookUp)), ['payment refused'])
  })

  test('issues of a capture: each has its meaning, one that is not listed is never a success', async () => {
    const meanings = {
      ORDER_NOT_APPROVED: 'pending',
      INSTRUMENT_DECLINED: 'refused',
      TRANSACTION_REFUSED: 'refused',
      DUPLICATE_INVOICE_ID: 'unknown',
      SOMETHING_NEW: 'unknown',
    }
    for (const [issue, kind] of Object.entries(meanings)) {
      simulator.script({ fault: 'capture-issue', value: issue })
      const { completed } = await pay()
      assert.deepEqual(kindsOf(completed), [`payment ${kind}`], issue)
    }
    checked.violations.splice(0) // The last two are none of this operation's: that is their point.
  })

  test('answers that are lost, late, broken or refused while starting [S03] [S04] [S06]', async () => {
    simulator.script({ fault: 'create-lost-after' })
    const found = await start()
    assert.equal(simulator.books().length, 1, 'the same key found the order of the first call')
    assert.ok(found.way.attemptRef)
    simulator.script({ fault: 'create-limit' })
    assert.equal(
      (await gateway.startPayment(toStart())).do,
      'not_sent',
      'nothing was executed, and nothing is in doubt',
    )
    simulator.script({ fault: 'create-html' })
    await start()
    simulator.script({ fault: 'create-refused' })
    const refused = await gateway.startPayment(toStart())
    assert.deepEqual(refused, { do: 'refused', why: '422 TRANSACTION_REFUSED' })
    simulator.script({ fault: 'forget-tokens' })
    await start()
  })

  test('look-ups that fail change nothing; an order that is gone is not found [L02] [L03]', async () => {
    const { toLookUp } = await start()
    for (const fault of ['query-cut-before', 'query-down', 'query-limit', 'query-html']) {
      simulator.script({ fault })
      assert.equal((await gateway.lookUp(toLookUp)).is, 'unreachable', fault)
    }
    simulator.script({ fault: 'query-unauthorised' })
    assert.equal((await gateway.lookUp(toLookUp)).is, 'facts', 'the token is renewed once')
    clock.move(3.1 * HOUR)
    assert.deepEqual(await gateway.lookUp(toLookUp), { is: 'not_found' })
  })

  test('the capture’s answer is lost: the next look finds it, once [L09] [case 42]', async () => {
    const { toLookUp, way } = await start()
    await answerPage(way.attemptRef)
    const looked = await gateway.lookUp(toLookUp)
    assert.ok(looked.is === 'facts' && looked.complete)
    simulator.script({ fault: 'capture-lost-after' })
    assert.equal((await gateway.complete?.(toLookUp, looked.complete))?.is, 'unreachable')
    assert.deepEqual(kindsOf(await gateway.lookUp(toLookUp)), ['payment paid'])
    assert.equal(simulator.books().length, 1)
  })

  test('an order is found by our reference when its id was never heard [S05]', async () => {
    const { toLookUp } = await pay()
    const unknown = { ...toLookUp, attemptRef: undefined }
    const looked = await gateway.lookUp(unknown)
    assert.deepEqual(kindsOf(looked), ['payment paid'])
    assert.ok(looked.is === 'facts' && looked.attemptRef === toLookUp.attemptRef)
    assert.deepEqual(await gateway.lookUp({ ...unknown, reference: 'nobody' }), { is: 'not_found' })
    const foreign = await gateway.lookUp({ ...toLookUp, reference: 'another' })
    assert.equal(foreign.is, 'unreachable', 'another payment’s order counts for nothing [L04]')
  })

  const refundOf = (paid: Awaited<ReturnType<typeof pay>>, over: Partial<RefundToSend> = {}): RefundToSend => ({
    refundId: 'ref_1',
    key: 'ref_1',
    amount: amount(400, 'EUR'),
    captured: amount(1000, 'EUR'),
    refundedBefore: amount(0, 'EUR'),
    reference: paid.toLookUp.reference,
    attemptRef: paid.toLookUp.attemptRef,
    capture: paid.completed?.is === 'facts' ? (paid.completed.facts[0]?.operation ?? '') : '',
    otherOperations: [],
    reason: 'demande de l’étudiante',
    ...over,
  })

  test('refunds: partial, the rest, above the rest, twice with one key, pending, refused [F01] [F02] [F04] [F06]', async () => {
    const paid = await pay()
    const part = await gateway.refund?.(refundOf(paid))
    assert.equal(part?.is, 'done')
    assert.deepEqual(await gateway.refund?.(refundOf(paid)), part, 'the same key gives the same refund [F05]')
    const much = await gateway.refund?.(refundOf(paid, { refundId: 'ref_2', key: 'ref_2', amount: amount(601, 'EUR') }))
    assert.deepEqual(much, { is: 'refused', why: 'REFUND_AMOUNT_EXCEEDED' })
    simulator.script({ fault: 'refund-pending' })
    const rest = refundOf(paid, { refundId: 'ref_3', key: 'ref_3', amount: amount(600, 'EUR') })
    assert.equal((await gateway.refund?.(rest))?.is, 'pending')
    assert.equal((await gateway.lookUpRefund?.(rest))?.is, 'pending')
    const none = await gateway.refund?.(refundOf(paid, { key: 'ref_4', amount: amount(1, 'EUR') }))
    assert.deepEqual(none, { is: 'refused', why: 'CAPTURE_FULLY_REFUNDED' })
    assert.deepEqual(kindsOf(await gateway.lookUp(paid.toLookUp)), [
      'payment paid',
      'refund refunded',
      'refund pending',
    ])
  })

  test('a refund whose answer is lost is looked up: there or certainly absent [F05]', async () => {
    const paid = await pay()
    simulator.script({ fault: 'refund-lost-before' })
    assert.equal((await gateway.refund?.(refundOf(paid)))?.is, 'unknown')
    assert.deepEqual(await gateway.lookUpRefund?.(refundOf(paid)), { is: 'absent' })
    simulator.script({ fault: 'refund-lost-after' })
    assert.equal((await gateway.refund?.(refundOf(paid)))?.is, 'unknown')
    assert.equal((await gateway.lookUpRefund?.(refundOf(paid)))?.is, 'done')
    assert.equal(simulator.books()[0]?.refundedMinor, 400)
  })

  test('webhooks are proved offline and only say "look"; a reversal alone is a fact [N01] [F08]', async () => {
    const paid = await pay()
    const readings = await Promise.all(notices.map((notice) => gateway.readNotice(notice)))
    assert.deepEqual(
      readings.map((reading) => reading.is),
      ['ask', 'ask'],
    )
    const { reference, attemptRef } = paid.toLookUp
    assert.ok(readings.every((reading) => reading.is === 'ask' && reading.ask[0]?.reference === reference))
    assert.ok(readings.every((reading) => reading.is === 'ask' && reading.ask[0]?.attemptRef === attemptRef))
    simulator.script({ fault: 'refund-here', reference, value: '300' })
    simulator.script({ fault: 'charge-back', reference })
    await simulator.idle()
    const [, , refunded, reversed] = notices
    assert.ok(refunded && reversed)
    const ofRefund = await gateway.readNotice(refunded)
    assert.ok(ofRefund.is === 'ask' && ofRefund.ask[0]?.capture, 'a refund names its capture only [F07]')
    const ofReversal = await gateway.readNotice(reversed)
    assert.ok(ofReversal.is === 'facts')
    assert.deepEqual(
      [ofReversal.facts[0]?.about, ofReversal.facts[0]?.kind, ofReversal.facts[0]?.reference],
      ['chargeback', 'charged_back', reference],
    )
  })

  test('one flipped bit, another key, old transmissions, unreachable certificates [N02] [N03] [N18]', async () => {
    await pay()
    const [good] = notices
    assert.ok(good)
    const flipped = Buffer.from(good.body)
    flipped[40] = (flipped[40] ?? 0) ^ 1
    assert.equal((await gateway.readNotice({ ...good, body: flipped })).is, 'rejected')
    const changed = (name: string, value: string) =>
      gateway.readNotice({ ...good, headers: { ...good.headers, [name]: value } })
    assert.equal((await changed('paypal-transmission-sig', '')).is, 'rejected')
    assert.equal((await changed('paypal-transmission-sig', 'AAAA')).is, 'rejected')
    assert.equal((await changed('paypal-auth-algo', 'SHA1withRSA')).is, 'rejected')
    assert.equal((await changed('paypal-transmission-id', 'a, b')).is, 'rejected', 'a doubled header')
    assert.equal(
      (await changed('paypal-cert-url', 'https://evilpaypal.com/v1/notifications/certs/CERT-1')).is,
      'rejected',
    )
    assert.equal((await gateway.readNotice({ ...good, receivedAt: '2026-11-28T09:00:00.000Z' })).is, 'rejected')
    assert.equal((await gateway.readNotice({ ...good, receivedAt: '2026-11-27T09:30:00.000Z' })).is, 'ask')
    const fresh = paypal.connect(demoPayPal, around, outside)
    simulator.script({ fault: 'certificate-down' })
    assert.equal((await fresh.readNotice(good)).is, 'unprovable')
    clock.move(2 * 60_000)
    assert.equal((await fresh.readNotice(good)).is, 'ask', 'the failure is forgotten after a minute')
    await pay({}, { notice: 'forged' })
    const forged = notices.at(-1)
    assert.equal(forged && (await gateway.readNotice(forged)).is, 'rejected')
  })

  test('a link to another host is not followed [S09]', async () => {
    const foreign = paypal.connect(demoPayPal, { ...around, simulatorUrl: 'https://elsewhere.example/x' }, outside)
    assert.deepEqual(await foreign.startPayment(toStart()), { do: 'unknown', why: 'no approval link' })
  })

  test('live and test speak to their own hosts, and to no other', async () => {
    for (const [mode, host] of [
      ['test', 'api-m.sandbox.paypal.com'],
      ['live', 'api-m.paypal.com'],
    ] as const) {
      const asked: string[] = []
      const http = {
        async send({ url: to, allowedOrigins }: { url: string; allowedOrigins: readonly string[] }) {
          asked.push(`${new URL(to).host} ${allowedOrigins.join()}`)
          return { is: 'failed' as const, sent: false, why: 'no network' }
        },
      }
      const real = paypal.connect(demoPayPal, { ...around, mode }, { http, clock, log: memoryLog() })
      assert.equal((await real.startPayment(toStart())).do, 'not_sent')
      assert.deepEqual(asked, [`${host} https://${host}`])
    }
  })

  test('every request and answer above fits PayPal’s own documents, closed', () => {
    assert.deepEqual(checked.violations, [])
    for (const what of [
      'POST /v2/checkout/orders',
      'POST /v2/checkout/orders 201',
      'GET /v2/checkout/orders/{id} 200',
      'GET /v2/checkout/orders/{id} 404',
      'POST /v2/checkout/orders/{id}/capture',
      'POST /v2/checkout/orders/{id}/capture 201',
      'POST /v2/checkout/orders/{id}/capture 422',
      'GET /v2/payments/captures/{capture_id} 200',
      'POST /v2/payments/captures/{capture_id}/refund',
      'POST /v2/payments/captures/{capture_id}/refund 201',
      'POST /v2/payments/captures/{capture_id}/refund 422',
      'GET /v1/reporting/transactions 200',
    ])
      assert.ok((checked.seen[what] ?? 0) > 0, `${what} was judged`)
  })
})
