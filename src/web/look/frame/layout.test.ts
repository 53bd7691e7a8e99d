import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withRaisedOrdinals } from './layout.tsx'

test('the er of 1er is raised in what is read, and nowhere that mark-up would show', () => {
  const page = (text: string) =>
    `<title>le 1er mai</title><p title="1er">${text} 1er mai, fer1er</p><svg><title>1er</title><text>1er</text></svg><br/><b>1er</b>`
  assert.equal(
    withRaisedOrdinals(page('le')),
    page('le').replace('le 1er mai,', 'le 1<sup>er</sup> mai,').replace('<b>1er', '<b>1<sup>er</sup>'),
  )
})

test('a page of many firsts, tags and signs is read once through', () => {
  const text = '1er > 1er '.repeat(20_000)
  const raised = withRaisedOrdinals(`<p>${text}</p><p>${'>'.repeat(50_000)}1er</p><option selected>1er</option>`)
  assert.equal(raised.split('<sup>').length - 1, 40_001)
  assert.ok(raised.endsWith('<option selected>1er</option>'))
})
