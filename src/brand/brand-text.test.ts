import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPlaceholders, fillPlaceholders, renderMarkdown } from './brand-text.ts'

const known = ['name', 'amount']

test('known placeholders pass, and a text without any', () => {
  for (const text of ['', 'Bonjour', 'Bonjour {name}', '{amount}{name}', '{name}, {name} !']) {
    assert.equal(checkPlaceholders(text, known), undefined, text)
  }
})

test('an unknown placeholder is named', () => {
  assert.deepEqual(checkPlaceholders('Vous avez payé {montant}.', known), { is: 'unknown', which: '{montant}' })
  assert.deepEqual(checkPlaceholders('{name}', []), { is: 'unknown', which: '{name}' })
  assert.deepEqual(checkPlaceholders('{constructor}', known), { is: 'unknown', which: '{constructor}' })
})

test('a malformed one is shown as it was typed', () => {
  const samples: Array<[text: string, which: string]> = [
    ['Bonjour {name', '{name'],
    ['Bonjour name} !', 'name}'],
    ['Bonjour { name }', '{'],
    ['Bonjour {Name} !', '{Name}'],
    ['{{name}}', '{'],
    ['{prénom}', '{prénom}'],
    ['{name, plural, one}', '{name,'],
    [`{${'x'.repeat(99)}!}`, `{${'x'.repeat(29)}`],
  ]
  for (const [text, which] of samples) {
    const problem = checkPlaceholders(text, known)
    assert.equal(problem?.is, 'malformed', text)
    assert.ok(problem.which.startsWith(which), `${text}: ${problem.which}`)
  }
})

test('values take the places, and a value that looks like a placeholder is not filled again', () => {
  assert.equal(fillPlaceholders('{name} : {amount}', { name: '{amount}', amount: '5 €' }), '{amount} : 5 €')
  assert.equal(fillPlaceholders('{name}', {}), '{name}')
})

test('headings, lists, paragraphs and lines as operators write them', () => {
  const text = '## Our print shop\r\n\r\nOpen **every** day,\nalso *Sunday*.\n\n- paper\n- ink\n\n1. come\n2. print'
  assert.equal(
    renderMarkdown(text).replace(/\n/g, ''),
    '<h2>Our print shop</h2><p>Open <strong>every</strong> day,<br>also <em>Sunday</em>.</p>' +
      '<ul><li>paper</li><li>ink</li></ul><ol><li>come</li><li>print</li></ol>',
  )
  assert.equal(renderMarkdown('# First\n\n### Third'), '<h2>First</h2>\n<h3>Third</h3>')
  assert.equal(renderMarkdown('Fermé le 14\u00a0juillet'), '<p>Fermé le 14\u00a0juillet</p>')
})

test('no HTML of theirs, and links to https only', () => {
  assert.equal(renderMarkdown('<script>x</script> & "y"'), '<p>&lt;script&gt;x&lt;/script&gt; &amp; &quot;y&quot;</p>')
  const link = renderMarkdown('[prices](https://example.org/p?a=1&b=2)')
  assert.equal(link, '<p><a href="https://example.org/p?a=1&amp;b=2" rel="noopener">prices</a></p>')
  for (const address of [
    'http://x.example',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    '//x',
    '/x',
  ])
    assert.ok(!renderMarkdown(`[here](${address})`).includes('<a'), address)
  assert.ok(!renderMarkdown('![p](https://example.org/p.png)').includes('<img'))
  assert.ok(!renderMarkdown('[a](https://e.org/"onclick="x)').includes('onclick="x"'))
})
