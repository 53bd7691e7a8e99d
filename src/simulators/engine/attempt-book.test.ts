import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBook } from './attempt-book.ts'

test('a book keeps so many attempts: the oldest make room, the latest is found', () => {
  const book = createBook<{ id: string; of: string }>(({ id }) => id, 3)
  for (const id of ['a', 'b', 'c', 'd']) book.add({ id, of: 'x' })
  assert.deepEqual(
    book.all().map(({ id }) => id),
    ['b', 'c', 'd'],
  )
  assert.equal(book.find(({ of }) => of === 'x')?.id, 'd')
  assert.deepEqual([book.get('a'), book.get('b')?.id], [undefined, 'b'])
})
