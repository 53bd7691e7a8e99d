import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noticeAddress } from './gateway-notice.ts'

test('a slash behind it and another letter case are the same address, and its query stays as it came', () => {
  for (const url of ['/notices/ogone', '/notices/ogone/', '/notices/ogone//', '/Notices/Ogone', '/NOTICES/OGONE/'])
    assert.equal(noticeAddress(url), '/notices/ogone')
  assert.equal(noticeAddress('/Notices/Ogone/?orderID=Ab/&x=Y'), '/notices/ogone?orderID=Ab/&x=Y')
})

test('every other address is left as it is, however long', () => {
  for (const url of ['/', '/Orders/', '/notices', '/noticesX/ogone/', `/notices/${'/'.repeat(100_000)}`])
    assert.equal(noticeAddress(url), url)
})
