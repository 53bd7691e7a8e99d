import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { languages } from '../kit/language.ts'
import { allGateways } from './all-gateways.ts'
import type { GatewayKind } from './gateway-kind.ts'
import { describeSettings, judgeSettings } from './gateway-settings.ts'
import { mayBeOurs, publicSetting, secretSetting } from './kit/setting-fields.ts'

const kind = {
  id: 'bank',
  settings: {
    merchantId: publicSetting('gateway.ogone.setting.pspid', z.string().min(3, 'three signs'), 'demo'),
    key: secretSetting('gateway.ogone.setting.sha_in', z.string().min(3), 'demonstration-key'),
    shared: publicSetting('gateway.setting.shared_account', z.string().default('no'), 'no'),
  },
} as unknown as GatewayKind

test('a setting is declared once: its variable, what it says, whether it is secret and needed', () => {
  const [merchantId, key, shared] = describeSettings(kind, 'fr')
  assert.deepEqual(merchantId, {
    name: 'merchantId',
    variable: 'OBOLE_BANK_MERCHANT_ID',
    isSecret: false,
    isNeeded: true,
    says: 'Identifiant marchand du compte (PSPID).',
  })
  assert.deepEqual([key?.isSecret, key?.isNeeded, shared?.isNeeded], [true, true, false])
})

test('what is given is judged, and a problem names the setting, says what it is, and shows no value', () => {
  assert.deepEqual(judgeSettings(kind, { given: { merchantId: 'abc', key: 'hush' }, mode: 'live' }), {
    values: { merchantId: 'abc', key: 'hush', shared: 'no' },
    problems: [],
  })
  const { problems } = judgeSettings(kind, {
    given: { merchantId: 'ab' },
    mode: 'test',
    place: (name) => ` or ${name}`,
  })
  assert.deepEqual(problems, [
    'OBOLE_BANK_MERCHANT_ID or merchantId: three signs. Merchant id of the account (PSPID).',
    'OBOLE_BANK_KEY or key: is missing. Passphrase that signs what we send to the page, at least 16 characters.',
  ])
})

test('the demonstration’s values stand in for what is missing there, and its secrets are none where money is real', () => {
  assert.deepEqual(judgeSettings(kind, { given: {}, mode: 'demo' }).problems, [])
  const known = { merchantId: 'demo', key: 'demonstration-key' }
  assert.deepEqual(judgeSettings(kind, { given: known, mode: 'live' }).problems, [
    "OBOLE_BANK_KEY: is the demonstration's value",
  ])
  assert.deepEqual(judgeSettings(kind, { given: known, mode: 'test' }).problems, [])
})

test('every setting of every gateway has its own words in every language', () => {
  for (const language of languages)
    for (const each of allGateways) {
      const says = describeSettings(each, language).map((setting) => setting.says)
      assert.equal(new Set(says).size, says.length, `${each.id}, ${language}`)
    }
})

test('in an account that others share, only what bears a reference of our form may be ours', () => {
  assert.ok(mayBeOurs(undefined, 'no') && mayBeOurs('zkm2n0f8v5qg7x1r9d3t6w4y8a2c', 'yes'))
  for (const other of [undefined, '', 'INVOICE-12', 'zkm2n0f8v5qg7x1r9d3t6w4y8a2cz'])
    assert.equal(mayBeOurs(other, 'yes'), false, other)
})
