import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RawNotice } from '../../gateway.ts'
import { oneHeader, paramOf, rawFormOf, readForm } from './raw-notice.ts'

const notice = (body: string, over: Partial<RawNotice> = {}): RawNotice => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  query: '',
  body: Buffer.from(body, 'latin1'),
  receivedAt: '2026-11-24T09:00:00.000Z',
  ...over,
})

test('names and values in their order, decoded from their bytes: UTF-8, else ISO-8859-1', () => {
  assert.deepEqual(readForm(notice('b=%C3%A9+%2B&a=%E9&&c&d=')), {
    params: [
      ['b', 'é +'],
      ['a', 'é'],
      ['c', ''],
      ['d', ''],
    ],
  })
  assert.deepEqual(readForm(notice('', { method: 'GET', headers: {}, query: 'a=1' })), { params: [['a', '1']] })
})

test('what nobody could say was signed is refused, and what is too much before it is read', () => {
  const why = (body: string, over?: Partial<RawNotice>) => {
    const read = readForm(notice(body, over))
    return 'bad' in read ? read.bad : 'read'
  }
  assert.equal(why('a=1', { headers: { 'content-type': 'text/plain' } }), 'content type')
  assert.equal(why('a=1', { headers: { 'content-type': ['application/x-www-form-urlencoded', 'x'] } }), 'content type')
  const gzipped = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' }
  assert.equal(why('a=1', { headers: gzipped }), 'content encoding')
  assert.equal(why('a=1&A=2'), 'doubled A')
  assert.equal(why('A=1&a=2'), 'doubled a')
  assert.equal(why('a=%4'), 'encoding')
  assert.equal(why('a=%00'), 'encoding')
  assert.equal(why(`${'n'.repeat(101)}=1`), 'too long a parameter')
  assert.equal(why(`a=${'x'.repeat(4_001)}`), 'too long a parameter')
  assert.equal(why(Array.from({ length: 201 }, (_, index) => `p${index}=1`).join('&')), 'too many parameters')
})

test('how much a provider sends may be said', () => {
  const long = notice(`a=${'x'.repeat(20_000)}`)
  assert.ok('params' in readForm(long, { most: 1, longestName: 1, longestValue: 20_000 }))
  assert.deepEqual(readForm(long, { most: 1, longestName: 1, longestValue: 19_999 }), { bad: 'too long a parameter' })
})

test('a proof that covers the form as it came has its very text', () => {
  assert.deepEqual(rawFormOf(notice('b=%E9&a=1&K=x%3D')), { text: 'b=%E9&a=1&K=x%3D' })
  assert.deepEqual(rawFormOf(notice('a=1', { headers: {} })), { bad: 'content type' })
})

test('a parameter is found in any letter case', () => {
  assert.deepEqual([paramOf([['orderID', 'r']], 'ORDERID'), paramOf([], 'x')], ['r', ''])
})

test('a header of a proof comes once, is short and has its form', () => {
  const read = (value?: string | string[]) =>
    oneHeader({ headers: value === undefined ? {} : { x: value } } as never, 'x', /^[\w,]+$/)
  assert.equal(read('abc'), 'abc')
  for (const bad of [undefined, '', 'a b', ['abc', 'abc'], 'a'.repeat(1_001)]) assert.equal(read(bad), undefined)
})
