import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { drawAdapterPage, pageOf } from '../scripts/adapter-settings.ts'
import { allGateways } from '../src/gateways/all-gateways.ts'

test('each page in docs/adapters has the settings that its adapter declares: npm run adapters', () => {
  for (const kind of allGateways) {
    const page = readFileSync(pageOf(kind), 'utf8')
    assert.equal(page, drawAdapterPage(kind, page))
    const [name = ''] = Object.keys(kind.settings)
    const changed = { ...kind, settings: { ...kind.settings, another: kind.settings[name] } }
    assert.notEqual(page, drawAdapterPage(changed as typeof kind, page), 'a setting that is not on it is seen')
  }
})
