import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

const told = (environment: Record<string, string>): string => {
  try {
    readConfig(environment)
    return 'fine'
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  }
}

test('with nothing set it is a demonstration on port 3000', () => {
  const config = readConfig({})
  assert.deepEqual(
    [config.mode, config.port, config.publicUrl, config.dataDir],
    ['demo', 3000, 'http://localhost:3000', './data'],
  )
})

test('every bad value is named, all at once', () => {
  const text = told({
    PORT: 'x',
    OBOLE_MODE: 'real',
    DATABASE_URL: 'mysql://x',
    SMTP_URL: 'http://x',
    OBOLE_ORDER_NUMBER: 'x',
  })
  for (const name of ['PORT', 'OBOLE_MODE', 'DATABASE_URL', 'SMTP_URL', 'OBOLE_ORDER_NUMBER'])
    assert.match(text, new RegExp(name))
  assert.match(told({ OBOLE_TIME_ZONE: 'Mars/Base' }), /OBOLE_TIME_ZONE/)
  assert.match(told({ OBOLE_PUBLIC_URL: 'ftp://x' }), /OBOLE_PUBLIC_URL/)
})

const live = {
  OBOLE_MODE: 'live',
  OBOLE_PUBLIC_URL: 'https://x.example',
  OBOLE_SECRET_KEY: 'Vq3u8sYb1nR5tEoX0kZ7cGhW2mJdLfPa9iTy4UeC',
}

test('live mode refuses a missing or weak key, a URL without https, and certificates that nobody checks [case 49]', () => {
  assert.equal(told(live), 'fine')
  assert.match(told({ ...live, OBOLE_SECRET_KEY: '' }), /OBOLE_SECRET_KEY: needed/)
  assert.match(told({ ...live, OBOLE_SECRET_KEY: 'short' }), /32 characters/)
  assert.match(told({ ...live, OBOLE_PUBLIC_URL: 'http://x.example' }), /https/)
  assert.match(told({ ...live, OBOLE_SECRET_KEY: '', OBOLE_SECRET_KEY_FILE: '/nowhere/key' }), /cannot be read/)
  for (const mode of ['live', 'test'])
    assert.match(told({ ...live, OBOLE_MODE: mode, NODE_TLS_REJECT_UNAUTHORIZED: '0' }), /NODE_TLS_REJECT_UNAUTHORIZED/)
  assert.equal(told({ ...live, NODE_TLS_REJECT_UNAUTHORIZED: '1' }), 'fine')
})

test('a key that was typed, repeated or copied from a page is refused outside demo mode', () => {
  const weak = [
    'k'.repeat(40),
    'abcabcabcabcabcabcabcabcabcabcabcabcabcabc',
    '0123456701234567012345670123456701234567',
    'demonstration-only-secret-key-0001',
    'please-change-me-please-change-me-please',
    'an example key of the documentation 1234',
  ]
  for (const key of weak) {
    assert.match(told({ ...live, OBOLE_SECRET_KEY: key }), /OBOLE_SECRET_KEY: (is a sample key|can be guessed)/, key)
    assert.match(told({ ...live, OBOLE_MODE: 'test', OBOLE_SECRET_KEY: key }), /OBOLE_SECRET_KEY/, key)
  }
  // The first was drawn by chance and taken for a typed one, for its fifteen letters c and 3.
  const drawn = [
    'c3c6c4c333f3e374c1cc4ecf4c291f96',
    ...Array.from({ length: 500 }, (_, round) => drawnKeys(round)).flat(),
  ]
  for (const key of drawn) assert.equal(told({ ...live, OBOLE_SECRET_KEY: key }), 'fine', key)
})

/** As openssl prints them, in base64 and in hexadecimal: the same ones in each run. */
function drawnKeys(round: number): string[] {
  const bytes = createHash('sha512').update(String(round)).digest()
  return [bytes.subarray(0, 33).toString('base64'), bytes.subarray(0, 16).toString('hex')]
}

test('everything that is unsafe is named at once', () => {
  const text = told({
    ...live,
    OBOLE_PUBLIC_URL: 'http://x.example',
    OBOLE_SECRET_KEY: 'k'.repeat(40),
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    OBOLE_DATA_DIR: '/dev/null/data',
    OBOLE_NOTHING: 'x',
  })
  for (const name of ['PUBLIC_URL', 'SECRET_KEY', 'NODE_TLS', 'DATA_DIR: /dev/null/data cannot be written', 'NOTHING'])
    assert.match(text, new RegExp(name))
})

test('a public URL with a path or a query is refused in words', () => {
  for (const url of [
    'https://x.example/obole',
    'https://x.example/?a=1',
    'https://x.example/#a',
    'https://u@x.example',
  ])
    assert.match(told({ OBOLE_PUBLIC_URL: url }), /a host alone/, url)
  assert.equal(readConfig({ OBOLE_PUBLIC_URL: 'https://X.example:8443/' }).publicUrl, 'https://x.example:8443')
})

test('proxies are a count or networks; what could be anybody is refused', () => {
  const read = (text: string) => readConfig({ OBOLE_TRUST_PROXY: text }).trustProxy
  assert.deepEqual([read('no'), read('0'), read('1'), read('yes'), read('2')], [false, false, 1, 1, 2])
  assert.deepEqual(read('loopback, 10.1.0.0/16,2001:db8::7'), ['loopback', '10.1.0.0/16', '2001:db8::7'])
  for (const text of ['true', '99', '-1', '0.0.0.0/0', '::/0', '10.0.0.0/33', 'proxy.example', '10.0.0.0/8,'])
    assert.match(told({ OBOLE_TRUST_PROXY: text }), /OBOLE_TRUST_PROXY: must be/, text)
})

test('a gateway’s settings are read by their names', () => {
  const { gatewaySettings } = readConfig({ OBOLE_OGONE_SHA_IN_DIRECT_LINK: 'x', OBOLE_OGONE_PSPID: 'p' })
  assert.deepEqual(gatewaySettings, { ogone: { shaInDirectLink: 'x', pspid: 'p' } })
})

test('a name of ours that nothing reads is a problem at the start, beside the others', () => {
  assert.match(told({ OBOLE_OGONE_SHAIN: 'x' }), /OBOLE_OGONE_SHAIN: is no setting of Obole/)
  assert.match(told({ OBOLE_ACME_KEY: 'x', PORT: 'y' }), /PORT[\s\S]*OBOLE_ACME_KEY/)
  assert.equal(told({ SOMETHING_ELSE: 'x', OBOLE_DATA_DIR: '/d' }), 'fine')
})
