import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoSettings } from '../../../test/support/demo-surroundings.ts'
import { amount } from '../../kit/amount.ts'
import { handClock } from '../../kit/clock.ts'
import type { HttpAnswer } from '../../kit/http/http-client.ts'
import { memoryLog } from '../../kit/log.ts'
import { writeMajor } from '../../simulators/ogone/ogone-simulator-attempt.ts'
import type { PaymentToStart, RawNotice } from '../gateway.ts'
import type { Outside } from '../gateway-kind.ts'
import type { Params } from '../kit/notices/raw-notice.ts'
import { meaningOf, paymentStatuses, readMajor, refundStatuses } from './ogone-facts.ts'
import { ogone } from './ogone-gateway.ts'
import { isSignedIn, signOut } from './ogone-signature.ts'

const values = demoSettings(ogone)
const around = { mode: 'test' as const, publicUrl: 'https://shop.example', simulatorUrl: '', loopbackUrl: '' }
const clock = handClock('2026-11-24T09:00:00.000Z')

function connect(answer?: HttpAnswer) {
  const sent: Array<{ url: string; body: string }> = []
  const http: Outside['http'] = {
    async send({ url, body = '' }) {
      sent.push({ url, body })
      return answer ?? { is: 'failed', sent: true, why: 'TimeoutError' }
    },
  }
  return { gateway: ogone.connect(values, around, { http, clock, log: memoryLog() }), sent }
}

const xml = (attributes: string): HttpAnswer => ({
  is: 'answer',
  status: 200,
  headers: new Headers(),
  text: `<?xml version="1.0"?><ncresponse ${attributes}/>`,
})

function noticeOf(params: Params, over: Partial<RawNotice> = {}): RawNotice {
  const signature = signOut(params, { passphrase: values.shaOut, algorithm: 'sha512' })
  const body = new URLSearchParams([...params.map(([name, value]) => [name, value]), ['SHASIGN', signature]]).toString()
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    query: '',
    body: Buffer.from(body),
    receivedAt: '2026-11-24T09:00:00.000Z',
    ...over,
  }
}
const paid: Params = [
  ['orderID', 'ref1'],
  ['currency', 'EUR'],
  ['amount', '10'],
  ['PM', 'CreditCard'],
  ['STATUS', '9'],
  ['CARDNO', 'XXXXXXXXXXXX1111'],
  ['PAYID', '3012345678'],
  ['NCERROR', '0'],
  ['BRAND', 'VISA'],
]
const toStart: PaymentToStart = {
  paymentId: 'pay_1',
  reference: 'ref1',
  key: 'k',
  amount: amount(1000, 'EUR'),
  description: 'Recharger',
  orderNumber: 'n',
  shopName: 'Université',
  language: 'fr',
  payer: { email: 'a@example.org', name: 'Ann' },
  returnUrl: 'https://shop.example/returns/t',
  cancelUrl: 'https://shop.example/returns/t?cancelled=1',
}

test('a good notice is a fact by itself [N01]', async () => {
  const reading = await connect().gateway.readNotice(noticeOf(paid))
  assert.ok(reading.is === 'facts')
  const [fact] = reading.facts
  assert.deepEqual(
    [fact?.kind, fact?.operation, fact?.reference, fact?.amount, fact?.account, fact?.mode, fact?.payerMark],
    ['paid', '3012345678', 'ref1', amount(1000, 'EUR'), values.pspid, 'test', 'VISA 1111'],
  )
})

test('one changed byte anywhere in the body, and the notice is not proven [N02] [N03] [case 5]', async () => {
  const { gateway } = connect()
  const good = noticeOf(paid)
  for (let at = 0; at < good.body.length; at += 1) {
    const body = Buffer.from(good.body)
    body[at] = (body[at] ?? 0) ^ 1
    const { is } = await gateway.readNotice({ ...good, body })
    // Only the letter case of a name or of the signature's hex may change unnoticed, and xor 1 changes neither.
    assert.equal(is, 'rejected', `byte ${at}: ${body.toString()}`)
  }
})

test('a refused notice names the parameters that are on no list, a few of them and never a long one', async () => {
  const { gateway } = connect()
  const why = async (params: Params) => {
    const reading = await gateway.readNotice(noticeOf(params, {}))
    // What the platform signed, and we do not: the signature is of other parameters than ours.
    const text = Buffer.from(noticeOf(params).body)
      .toString()
      .replace(/SHASIGN=./, 'SHASIGN=0')
    const refused = await gateway.readNotice({ ...noticeOf(params), body: Buffer.from(text) })
    assert.ok(refused.is === 'rejected' && reading.is !== 'unprovable')
    return refused.why
  }
  assert.equal(await why(paid), 'signature')
  assert.equal(await why([...paid, ['NEWFIELD', 'x'], ['other', 'y']]), 'signature; on no list: NEWFIELD, OTHER')
  const many = Array.from({ length: 30 }, (_, index) => [`NEW_${index}_X`, 'x'] as const)
  const long = [['Z'.repeat(41), 'x'] as const]
  const shown = await why([...paid, ...many, ...long])
  assert.match(shown, /^signature; on no list: NEW_0_X, NEW_1_X, NEW_2_X, NEW_3_X, NEW_4_X and 25 more$/)
})

test('missing, empty and doubled parameters, other content types and encodings are refused [N03] [N17]', async () => {
  const { gateway } = connect()
  const good = noticeOf(paid)
  const text = Buffer.from(good.body).toString()
  const bodies = [
    text.replace(/&SHASIGN=.*/, ''),
    text.replace(/SHASIGN=.*/, 'SHASIGN='),
    `${text}&amount=10`,
    `${text}&AMOUNT=99`,
    '',
    text.replace('VISA', 'VI%00SA'),
    text.replace('VISA', 'VI%ZZ'),
    `${'a=1&'.repeat(300)}${text}`,
  ]
  for (const body of bodies)
    assert.equal((await gateway.readNotice({ ...good, body: Buffer.from(body) })).is, 'rejected', body)
  const headers = [{ 'content-type': 'application/json' }, {}, { ...good.headers, 'content-encoding': 'gzip' }]
  for (const each of headers)
    assert.equal((await gateway.readNotice({ ...good, headers: each as never })).is, 'rejected')
  const foreign = await connect().gateway.readNotice(good)
  assert.equal(foreign.is, 'facts', 'and the good one is still good')
})

test('a notice by GET and one in ISO-8859-1 are read too', async () => {
  const { gateway } = connect()
  const good = noticeOf(paid)
  const byGet = { ...good, method: 'GET' as const, query: Buffer.from(good.body).toString(), body: new Uint8Array() }
  assert.equal((await gateway.readNotice(byGet)).is, 'facts')
  const latin: Params = [...paid, ['CN', 'Mihaï']]
  const body = Buffer.from(noticeOf(latin).body).toString().replace('%C3%AF', '%EF')
  assert.equal((await gateway.readNotice({ ...good, body: Buffer.from(body) })).is, 'facts')
})

test('every status of the table gives its fact, an unlisted one is unknown [L01] [N15]', async () => {
  const listed = [...paymentStatuses.kinds.keys(), ...refundStatuses.kinds.keys()]
  assert.equal(listed.length, 40)
  for (const status of [...listed, '77', 'constructor']) {
    const meaning = meaningOf(status)
    if (!listed.includes(status)) assert.deepEqual(meaning, { about: 'payment', kind: 'unknown' })
    const params: Params = [
      ...paid.map(([name, value]) => [name, name === 'STATUS' ? status : value] as const),
      ['PAYIDSUB', '1'],
    ]
    const reading = await connect().gateway.readNotice(noticeOf(params))
    assert.ok(reading.is === 'facts')
    assert.deepEqual([reading.facts[0]?.about, reading.facts[0]?.kind], [meaning.about, meaning.kind], status)
    const answer = xml(
      `orderID="ref1" PAYID="1" PAYIDSUB="1" STATUS="${status}" amount="10" currency="EUR" NCERROR="0"`,
    )
    const looked = await connect(answer).gateway.lookUp({ reference: 'ref1' } as never)
    assert.ok(looked.is === 'facts')
    assert.equal(looked.facts[0]?.kind, meaning.kind, status)
  }
})

test('a refund without its number is no fact: it says "look", and its sum must be shown', async () => {
  const without = paid.map(([name, value]) => [name, name === 'STATUS' ? '8' : value] as const)
  const reading = await connect().gateway.readNotice(noticeOf(without))
  assert.deepEqual(reading.is === 'ask' && reading.ask, [
    { reference: 'ref1', refunded: { amount: amount(1000, 'EUR') } },
  ])
  const shown = xml('orderID="ref1" PAYID="1" PAYIDSUB="3" STATUS="8" amount="4" currency="EUR" NCERROR="0"')
  const lookUp = async (refunded: number) => {
    const looked = await connect(shown).gateway.lookUp({
      reference: 'ref1',
      refunded: amount(refunded, 'EUR'),
    } as never)
    return looked.is === 'facts' && looked.facts.map(({ kind, operation, capture }) => [kind, operation, capture])
  }
  const before = [
    ['unknown', '1/2', '1'],
    ['unknown', '1/1', '1'],
  ]
  assert.deepEqual(await lookUp(400), [['refunded', '1/3', '1'], ...before])
  assert.deepEqual(await lookUp(1000), [['unknown', '1/3', '1'], ...before], 'another sum than was told')
})

test('the form is what the platform accepts, whatever the texts hold [S01] [S08]', async () => {
  const nasty = { name: `É"<b>\r\nmile 😀 ${'x'.repeat(80)}`, email: `${'e'.repeat(60)}@example.org` }
  const { gateway } = connect()
  const outcome = await gateway.startPayment({ ...toStart, description: 'a&b=c"\r\n€', payer: nasty })
  assert.ok(outcome.do === 'post')
  const fields = new Map(outcome.form.fields)
  assert.match(outcome.form.action, /^https:\/\/secure\.ogone\.com\/ncol\/test\/orderstandard_utf8\.asp$/)
  assert.equal(fields.get('AMOUNT'), '1000')
  assert.equal(fields.get('OPERATION'), 'SAL')
  assert.ok([...(fields.get('CN') ?? '')].length <= 35 && !/["<>\r\n]/.test(fields.get('CN') ?? ''))
  assert.equal(fields.has('EMAIL'), false, 'an address that is too long is left out')
  const sent = outcome.form.fields.filter(([name]) => name !== 'SHASIGN')
  assert.ok(isSignedIn(sent, fields.get('SHASIGN') ?? '', { passphrase: values.shaIn, algorithm: 'sha512' }))
})

test('nothing and less than nothing are not sent to the bank [S07]', async () => {
  for (const minor of [0, -1]) {
    const outcome = await connect().gateway.startPayment({ ...toStart, amount: amount(minor, 'EUR') })
    assert.equal(outcome.do, 'refused')
  }
})

test('minor units go out, major units come back: every amount to a million cents', () => {
  for (let minor = 0; minor <= 1_000_000; minor += 1) {
    if (readMajor(writeMajor(amount(minor, 'EUR')), 'EUR')?.minor !== minor) assert.fail(String(minor))
  }
  assert.deepEqual(
    [1500, 1510, 1512].map((minor) => writeMajor(amount(minor, 'EUR'))),
    ['15', '15.1', '15.12'],
  )
})

test('a look-up that fails, lies or is no XML leaves everything as it was [L02] [S06]', async () => {
  const bad: HttpAnswer[] = [
    { is: 'failed', sent: true, why: 'TimeoutError' },
    { is: 'answer', status: 503, headers: new Headers(), text: 'down' },
    { is: 'answer', status: 200, headers: new Headers(), text: '<html>maintenance</html>' },
    {
      is: 'answer',
      status: 200,
      headers: new Headers(),
      text: '<!DOCTYPE x [<!ENTITY a "b">]><ncresponse STATUS="9"/>',
    },
    xml('PAYID="0" NCERROR="50001119" STATUS="0"'),
  ]
  for (const answer of bad) {
    const { gateway, sent } = connect(answer)
    const looked = await gateway.lookUp({ reference: 'ref1' } as never)
    assert.equal(looked.is, 'unreachable')
    assert.ok(!JSON.stringify(looked).includes(values.apiPassword), 'no secret in the reason')
    assert.match(sent[0]?.body ?? '', /SHASIGN=/)
  }
  assert.equal(
    (await connect(xml('NCERROR="50001130" PAYID="0"')).gateway.lookUp({ reference: 'r' } as never)).is,
    'not_found',
  )
})

test('a refund is done, pending, refused or unknown, and only proof makes it absent [F05]', async () => {
  const refund = {
    refundId: 'rfd',
    key: 'k',
    amount: amount(400, 'EUR'),
    captured: amount(1000, 'EUR'),
    refundedBefore: amount(0, 'EUR'),
    reference: 'ref1',
    attemptRef: undefined,
    capture: '3012345678',
    otherOperations: [],
    reason: 'x',
  }
  const cases: Array<[HttpAnswer, string]> = [
    [xml('PAYID="1" PAYIDSUB="1" STATUS="8" NCERROR="0"'), 'done'],
    [xml('PAYID="1" STATUS="81" NCERROR="0"'), 'pending'],
    [xml('PAYID="1" STATUS="83" NCERROR="0"'), 'refused'],
    [xml('PAYID="1" STATUS="0" NCERROR="50001129"'), 'refused'],
    [xml('PAYID="1" STATUS="84" NCERROR="0"'), 'unknown'],
    [xml('PAYID="1" STATUS="71" NCERROR="0"'), 'unknown'],
    [xml('PAYID="1" STATUS="73" NCERROR="0"'), 'unknown'],
    [{ is: 'failed', sent: true, why: 'TimeoutError' }, 'unknown'],
    [{ is: 'failed', sent: false, why: 'ECONNREFUSED' }, 'refused'],
  ]
  for (const [answer, expected] of cases) {
    const { gateway, sent } = connect(answer)
    assert.equal((await gateway.refund?.(refund))?.is, expected)
    assert.match(sent[0]?.body ?? '', /OPERATION=RFD/)
  }
  const whole = connect(xml('STATUS="8" NCERROR="0"'))
  await whole.gateway.refund?.({ ...refund, amount: amount(1000, 'EUR') })
  assert.match(whole.sent[0]?.body ?? '', /OPERATION=RFS/)
  assert.equal((await connect(xml('STATUS="9"')).gateway.lookUpRefund?.(refund))?.is, 'absent')
})
