import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { runObole } from '../support/process.ts'
import { readFacts, type SignedWebhook } from '../support/provider-facts.ts'
import { ogoneSignatures, type SignatureVector } from '../support/signature-vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'obole-support-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

let count = 0
function file(content: string | Buffer): string {
  const path = join(folder, `file${count++}`)
  writeFileSync(path, content)
  return path
}

const vector = (id: string): SignatureVector => {
  const found = ogoneSignatures.find((each) => each.id === id)
  assert.ok(found, id)
  return found
}
const ogone = ['--gateway', 'ogone']

describe('published signatures of Ogone', () => {
  const withKey = ({ passphrase, algorithm }: SignatureVector, name: string) => [
    '--set',
    `${name}=${passphrase}`,
    '--set',
    `hashAlgorithm=${algorithm}`,
  ]

  test('sign prints what the platform’s own guide prints', async () => {
    for (const id of ['ogone-in-1-sha1', 'ogone-in-1-sha512', 'ogone-in-3-utf8-empty-mixedcase-sha256']) {
      const known = vector(id)
      const path = file(JSON.stringify(known.params))
      const { code, output } = await runObole(['sign', ...ogone, '--file', path, ...withKey(known, 'shaIn')], {})
      assert.deepEqual([code, output.trim()], [0, known.expected], id)
    }
  })

  const request = (known: SignatureVector, ends: string, signature = known.expected): string => {
    const body = new URLSearchParams({ ...known.params, SHASIGN: signature }).toString()
    const head = ['POST /notices/ogone HTTP/1.1', 'Content-Type: application/x-www-form-urlencoded']
    return [...head, `Content-Length: ${body.length}`, '', `${body}\n`].join(ends)
  }

  test('verify-notice says what a signed notice means, and 1 for one that was changed', async () => {
    const known = vector('ogone-out-1-sha1')
    const key = withKey(known, 'shaOut')
    for (const ends of ['\n', '\r\n']) {
      const args = ['verify-notice', ...ogone, '--file', file(request(known, ends)), ...key, '--json']
      const { code, output } = await runObole(args, {})
      assert.equal(code, 0, output)
      const { valid, facts } = JSON.parse(output) as { valid: boolean; facts: Array<Record<string, unknown>> }
      assert.equal(valid, true)
      const { kind, operation, reference, amount } = facts[0] ?? {}
      assert.deepEqual([kind, operation, reference, amount], ['paid', '32100123', '12', { minor: 1500, unit: 'EUR' }])
    }
    const changed = request({ ...known, params: { ...known.params, amount: '16' } }, '\n', known.expected)
    const bad = await runObole(['verify-notice', ...ogone, '--file', file(changed), ...key], {})
    assert.deepEqual([bad.code, bad.output.trim()], [1, 'NOT VALID  not proven: signature'])
    assert.doesNotMatch(bad.output, /Mysecretsig/)
  })

  test('a notice by GET, its key from the environment as the server reads it', async () => {
    const known = vector('ogone-out-1-sha1')
    const query = new URLSearchParams({ ...known.params, SHASIGN: known.expected }).toString()
    const environment = { OBOLE_OGONE_SHA_OUT: known.passphrase, OBOLE_OGONE_HASH_ALGORITHM: 'sha1' }
    const path = file(`GET /notices/ogone?${query} HTTP/1.1\nHost: shop.example\n`)
    const { code, output } = await runObole(['verify-notice', ...ogone, '--file', path], environment)
    assert.equal(code, 0, output)
    assert.match(output, /^VALID {2}payment paid 1500 EUR minor 32100123 of 12/)
  })
})

describe('the webhook that PayPal signed in 2019', () => {
  const real = readFacts<SignedWebhook>('paypal-webhook-2019.json')
  const leaf = file(real.certificate)
  const authority = file(real.authority)
  const headers = Object.entries(real.headers).map(([name, value]) => `${name}: ${value}`)
  const raw = (body: string) => file(['POST /notices/paypal HTTP/1.1', ...headers, '', body].join('\n'))
  const settings = [
    ...['clientId=support-case', 'clientSecret=support-case', 'merchantId=DEMAMERCHANT2'],
    ...[`webhookId=${real.webhookId}`, `certAuthorities=@${authority}`],
  ].flatMap((each) => ['--set', each])
  const args = ['verify-notice', '--gateway', 'paypal', '--mode', 'test', ...settings, '--certificate', leaf]

  test('is valid at its time, and is an event of no effect', async () => {
    const path = raw(real.rawBody)
    const { code, output } = await runObole([...args, '--file', path, '--at', '2019-08-29T10:50:00Z', '--json'], {})
    assert.equal(code, 0, output)
    assert.deepEqual(JSON.parse(output), { valid: true, facts: [], ask: [], why: 'PAYMENTS.PAYMENT.CREATED' })
  })

  test('is not valid today, changed, or in live mode', async () => {
    const at = ['--at', '2019-08-29T10:50:00Z']
    const path = raw(real.rawBody)
    assert.equal((await runObole([...args, '--file', path], {})).code, 1)
    const changed = await runObole([...args, '--file', raw(real.rawBody.replace('30.11', '31.11')), ...at], {})
    assert.deepEqual([changed.code, changed.output.trim()], [1, 'NOT VALID  not proven: signature'])
    const live = await runObole([...args, '--file', path, ...at, '--mode', 'live'], {})
    assert.match(live.output, /certificate URL/)
  })
})

test('what is given wrongly is named, with exit code 2 and no secret', async () => {
  const good = file('POST / HTTP/1.1\n\n')
  const cases: Array<[args: string[], says: RegExp, environment?: Record<string, string>]> = [
    [['verify-notice', '--gateway', 'nobody', '--file', good], /--gateway: is one of ogone, paypal/],
    [['verify-notice', ...ogone, '--file', '/nowhere'], /\/nowhere: cannot be read/],
    [['verify-notice', ...ogone, '--file', file('')], /empty/],
    [['verify-notice', ...ogone, '--file', file('{"a":1}')], /line 1: must be a request line/],
    [['verify-notice', ...ogone, '--file', file('POST / HTTP/1.1\nno header\n\n')], /line 2: must be a header/],
    [['verify-notice', ...ogone, '--file', file('POST / HTTP/1.1\nContent-Length: 9\n\nx')], /1 bytes and .* says 9/],
    [['verify-notice', ...ogone, '--file', good, '--at', 'yesterday'], /--at: must be an instant/],
    [['verify-notice', ...ogone, '--file', good, '--mode', 'real'], /--mode: is demo, test or live/],
    [['verify-notice', ...ogone, '--file', good, '--certificate', good], /is no certificate/],
    [['verify-notice', ...ogone, '--file', good, '--mode', 'test'], /OBOLE_OGONE_PSPID or --set pspid=…: is missing/],
    [['sign', ...ogone, '--file', good], /is no JSON/],
    [['sign', ...ogone, '--file', file('[1]')], /must be an object/],
    [['sign', ...ogone, '--file', file('{"A":{}}')], /A must be a text or a number/],
    [['sign', ...ogone, '--file', good, '--set', 'color=red'], /--set: must be name=value with one of pspid/],
    [['sign', ...ogone, '--file', good, '--set', 'shaIn=hush'], /OBOLE_OGONE_SHA_IN .*at least 16 characters/],
    [['sign', '--gateway', 'paypal', '--file', file('{}')], /PayPal signs no parameters/],
  ]
  for (const [args, says, environment] of cases) {
    const { code, output } = await runObole(args, environment ?? {})
    assert.equal(code, 2, output)
    assert.match(output, says)
    assert.doesNotMatch(output, /hush|demonstration-sha|at file:|\.ts:\d/)
  }
})
