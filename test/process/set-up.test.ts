import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { brandFields } from '../../src/brand/brand-fields.ts'
import { freshPlace, type Place } from '../support/databases.ts'
import { runObole } from '../support/process.ts'

describe('setting a live installation up by command', () => {
  let place: Place
  let environment: Record<string, string>
  before(async () => {
    place = await freshPlace('sqlite')
    environment = {
      OBOLE_MODE: 'live',
      OBOLE_DATA_DIR: place.dataDir,
      OBOLE_PUBLIC_URL: 'https://print.example.org',
      OBOLE_SECRET_KEY: randomBytes(33).toString('base64'),
    }
  })
  after(() => place.remove())

  const file = (name: string, text: string): string => {
    const path = join(place.dataDir, name)
    writeFileSync(path, text)
    return path
  }
  const pointsMissing = (output: string): string[] =>
    [...output.matchAll(/^MISSING {5}(.*?)\. /gm)].map(([, point = '']) => point)

  test('check-config names what is unsafe and what is missing in one go, and changes nothing', async () => {
    const none = await runObole(['check-config'], environment)
    assert.equal(none.code, 1)
    assert.match(none.output, /MISSING {5}There is no database yet/)
    const unsafe = await runObole(['check-config'], {
      ...environment,
      OBOLE_SECRET_KEY: 'k'.repeat(40),
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      OBOLE_PUBLIC_URL: 'http://print.example.org',
    })
    assert.equal(unsafe.code, 1)
    for (const name of ['OBOLE_SECRET_KEY', 'NODE_TLS_REJECT_UNAUTHORIZED', 'OBOLE_PUBLIC_URL'])
      assert.match(unsafe.output, new RegExp(`BAD {9}${name}`))
    assert.match(unsafe.output, /MISSING {5}There is no database yet/)
  })

  test('set-up with nothing prepares the database and prints the whole list', async () => {
    const { code, output } = await runObole(['set-up'], environment)
    assert.equal(code, 1)
    assert.match(output, /The database is prepared: 0001/)
    assert.deepEqual(pointsMissing(output), [
      'A manager',
      'Sending email',
      'Brand, seller and legal texts',
      'The terms of sale',
      'A VAT rate',
      'An item on sale',
      'A payment method',
    ])
  })

  test('its flags do what they say, once: said again they change nothing', async () => {
    const form = await runObole(['set-up', '--brand-form'], environment)
    const empty = Object.entries(JSON.parse(form.output) as Record<string, string>)
    assert.equal(empty.length, brandFields.length)
    const texts = empty.map(([name, text]) => [name, text || (name.startsWith('cost') ? '0.05' : `${name} of ours`)])
    const args = [
      ...['set-up', '--manager', 'boss', '--name', 'The Boss', '--email', 'boss@example.org', '--vat', 'fr-20=20'],
      ...['--terms-fr', file('cgv.txt', 'Nos conditions.'), '--terms-en', file('terms.txt', 'Our terms.')],
      ...['--brand', file('brand.json', JSON.stringify({ ...Object.fromEntries(texts), ground: '' }))],
    ]
    const first = await runObole(args, environment)
    assert.match(first.output, /boss has the role of manager\.\nChoose a password within 24 hours: https:/)
    assert.match(first.output, /Terms of sale 1 are in force\.\nBrand 1 is published\./)
    const left = ['Sending email', 'An item on sale', 'A payment method']
    assert.deepEqual(pointsMissing(first.output), left, first.output)
    const second = await runObole(args, environment)
    assert.match(second.output, /20% already/)
    assert.match(second.output, /These terms are in force\.\nThis brand is published\./)
    assert.deepEqual(pointsMissing(second.output), left)
  })

  test('what a file lacks is named by its field, and nothing is published', async () => {
    const strange = await runObole(['set-up', '--brand', file('strange.json', '{"nme":"x"}')], environment)
    assert.deepEqual([strange.code, /no text of a brand: nme/.test(strange.output)], [2, true])
    const empty = await runObole(['set-up', '--brand', file('empty.json', '{"legal_fr":""}')], environment)
    assert.match(empty.output, /not published\. Missing, too long or not readable: legal_fr/)
  })
})

describe('the questions of set-up', () => {
  const login = 'Login of the first manager?'
  const questions = [login, 'Name?', 'E-mail address?', 'VAT rate in per cent, such as 20?', 'A short name for it']
  const answers = ['ann', 'Ann Martin', ' ann@example.org ', '5,5', 'fr-5.5']
  const asked = (output: string) => questions.filter((question) => output.includes(question))
  let place: Place
  let environment: Record<string, string>
  beforeEach(async () => {
    place = await freshPlace('sqlite')
    const secret = randomBytes(33).toString('base64')
    const settings = { OBOLE_MODE: 'live', OBOLE_PUBLIC_URL: 'https://print.example.org', OBOLE_SECRET_KEY: secret }
    environment = { ...settings, OBOLE_DATA_DIR: place.dataDir }
  })
  afterEach(() => place.remove())
  const answer = (lines: readonly string[]) =>
    runObole(['set-up', '--ask'], environment, lines.map((line) => `${line}\n`).join(''))

  test('are asked in their order, their answers are kept, and nothing that is there is asked again', async () => {
    const { output } = await answer(answers)
    assert.deepEqual(asked(output), questions)
    assert.match(
      output,
      /ann has the role of manager\.\nChoose a password within 24 hours: https:\S+\/new-password\/\w+/,
    )
    assert.match(output, /fr-5\.5 stands for 5\.5%\./)
    assert.doesNotMatch(output, /MISSING {5}(A manager|A VAT rate)/)
    assert.match((await runObole(['people', 'list'], environment)).output, /^ann\tenabled\tmanager\tann@example\.org\t/)
    assert.deepEqual(asked((await answer(answers)).output), [])
  })

  test('an empty answer is "later", and so is the end of the input: the list says what is left', async () => {
    const later = await answer(['', ''])
    assert.deepEqual(asked(later.output), [login, questions[3]])
    const cut = await answer(['ann'])
    assert.deepEqual(asked(cut.output), questions.slice(0, 2))
    for (const { code, output } of [later, cut]) {
      assert.equal(code, 1)
      assert.match(output, /MISSING {5}A manager.*MISSING {5}A VAT rate/s)
    }
  })

  test('what cannot be is refused in words, and asked again by the next run', async () => {
    const bad = await answer(['ann', 'Ann', 'no address', '200', 'fr-20'])
    assert.match(bad.output, /Not done: Enter a complete email address.*\n.*\n.*\n200 is no rate/)
    assert.match(bad.output, /MISSING {5}A manager.*MISSING {5}A VAT rate/s)
    assert.deepEqual(asked((await answer(answers)).output), questions)
  })

  test('without a terminal and without --ask nothing is asked', async () => {
    const { output } = await runObole(['set-up'], environment, 'ann\n')
    assert.deepEqual(asked(output), [])
  })
})
