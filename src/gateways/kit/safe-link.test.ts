import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeLink } from './safe-link.ts'

test('a link leads to a listed origin, whole and without a user, or nowhere', () => {
  const origins = ['https://pay.example', 'https://www.pay.example']
  assert.equal(safeLink('https://pay.example/x?y=1', origins), 'https://pay.example/x?y=1')
  const bad = [
    'https://evilpay.example/',
    'https://pay.example.evil/',
    'http://pay.example/',
    'https://pay.example:444/',
  ]
  for (const href of [...bad, 'https://a@pay.example/', 'https://:b@pay.example/', '/x', 'javascript:1', '', undefined])
    assert.equal(safeLink(href, origins), undefined, href)
})
