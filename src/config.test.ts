import assert from 'node:assert/strict'
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

test('live mode refuses a missing or default key, and a URL without https', () => {
  const key = 'k'.repeat(40)
  const live = { OBOLE_MODE: 'live', OBOLE_PUBLIC_URL: 'https://x.example', OBOLE_SECRET_KEY: key }
  assert.equal(told(live), 'fine')
  assert.match(told({ ...live, OBOLE_SECRET_KEY: '' }), /OBOLE_SECRET_KEY: needed/)
  assert.match(told({ ...live, OBOLE_SECRET_KEY: 'short' }), /32 characters/)
  assert.match(told({ ...live, OBOLE_SECRET_KEY: 'demonstration-only-secret-key-0001' }), /demonstration key/)
  assert.match(told({ ...live, OBOLE_PUBLIC_URL: 'http://x.example' }), /https/)
  assert.match(told({ ...live, OBOLE_SECRET_KEY: '', OBOLE_SECRET_KEY_FILE: '/nowhere/key' }), /cannot be read/)
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
