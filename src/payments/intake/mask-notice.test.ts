import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { maskNotice } from './mask-notice.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const masked = (body: string, headers: Record<string, string | string[]> = form, query = ''): string =>
  maskNotice({
    gatewayId: 'ogone',
    method: 'POST',
    headers: JSON.stringify(headers),
    query,
    body: new TextEncoder().encode(body),
  })

describe('a notice as staff may read it', () => {
  test('of Ogone: everything but the signature stays as it was sent', () => {
    const text = masked(
      'orderID=abc&amount=10&CARDNO=XXXXXXXXXXXX4242&TRXDATE=11%2F23%2F26&PAYID=3014512287&SHASIGN=5F1C',
    )
    assert.equal(
      text,
      'POST /notices/ogone\ncontent-type: application/x-www-form-urlencoded\n\n' +
        'orderID=abc&amount=10&CARDNO=XXXXXXXXXXXX4242&TRXDATE=11%2F23%2F26&PAYID=3014512287&SHASIGN=***',
    )
  })

  test('secrets by their name, in forms, queries, headers, JSON and XML', () => {
    for (const name of ['SHASIGN', 'sha-out', 'PSWD', 'password', 'access_token', 'client_secret', 'signature', 'CVC'])
      assert.doesNotMatch(masked(`a=1&${name}=hush%21`), /hush/, name)
    assert.doesNotMatch(masked('', form, 'SHASIGN=hush'), /hush/)
    const headers = {
      authorization: 'Basic hush',
      cookie: 'a=hush',
      'paypal-transmission-sig': 'hush',
      'x-api-key': 'hush',
    }
    assert.doesNotMatch(masked('{}', headers), /hush/)
    assert.doesNotMatch(masked('{"signature" : "hu\\"sh hush", "id":"1"}', {}), /hush/)
    assert.doesNotMatch(masked('<ncresponse><PSWD>hush</PSWD></ncresponse>', {}), /hush/)
  })

  test('how something was signed is no secret: an auditor needs it', () => {
    const headers = { 'paypal-auth-algo': 'SHA256withRSA', 'paypal-transmission-id': 'a-1' }
    assert.match(masked('{}', headers), /SHA256withRSA[\s\S]*a-1/)
  })

  test('of a payer’s address stays the first letter and the domain', () => {
    assert.match(masked('EMAIL=jane.doe%40example.org&x=1'), /EMAIL=j\*\*\*@example\.org&x=1/)
    assert.match(masked('{"payer":{"email_address":"jane.doe+x@example.org"}}', {}), /"j\*\*\*@example\.org"/)
  })

  test('of anything like a card’s number stay four digits, however it is written', () => {
    for (const card of ['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111', '5399999999999999999']) {
      const text = masked(`n=${encodeURIComponent(card)}`) + masked(`{"number":"${card}"}`, {})
      assert.doesNotMatch(text.replaceAll(/\D/g, ''), /\d{12}/, card)
      assert.match(text, new RegExp(`${card.slice(-4)}`))
    }
  })

  test('bytes that are no text, broken encodings and floods are drawn without harm', () => {
    assert.match(masked('a=%E0%A4%A&b=\u0000\u0007'), /a=%E0%A4%A&b=··/)
    assert.ok(masked('x'.repeat(100_000)).length < 21_000)
  })

  test('whatever is around it, neither card nor address nor signature gets through', () => {
    const around = fc.string({ maxLength: 20 })
    const card = fc.stringMatching(/^[3-6]\d{15}$/)
    fc.assert(
      fc.property(around, card, around, (before, number, after) => {
        const pairs = new URLSearchParams({
          a: before,
          CN: number,
          EMAIL: 'somebody@example.org',
          b: after,
          SHASIGN: 'hush-hush',
        })
        const text = masked(pairs.toString()) + masked(JSON.stringify(Object.fromEntries(pairs)), {})
        assert.ok(!text.includes(number))
        assert.doesNotMatch(text, /somebody|hush-hush/)
      }),
    )
  })
})
