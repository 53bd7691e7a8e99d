import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openDatabase } from '../../src/db/database.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { routes } from '../../src/web/routes.ts'
import { freshPlace, type Place } from '../support/databases.ts'
import { runObole } from '../support/process.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld } from '../support/world.ts'

describe('the command line', () => {
  let place: Place
  let environment: Record<string, string>
  before(async () => {
    place = await freshPlace('sqlite')
    environment = { OBOLE_DATA_DIR: place.dataDir }
  })
  after(() => place.remove())

  test('check-books on an empty database says what to do first', async () => {
    const empty = await runObole(['check-books'], environment)
    assert.equal(empty.code, 1)
    assert.match(empty.output, /lacks 0001-books\.sql.*obole -- migrate/)
  })

  test('migrate applies what is missing, once', async () => {
    assert.match((await runObole(['migrate'], environment)).output, /Applied: 0001/)
    assert.match((await runObole(['migrate'], environment)).output, /Nothing to apply/)
  })

  test('make-admin asks for what it needs, creates the person with a link, and can be said again', async () => {
    const bare = await runObole(['make-admin', 'chief'], environment)
    assert.equal(bare.code, 1)
    assert.match(bare.output, /add --name and --email/)
    const made = await runObole(
      ['make-admin', 'chief', '--name', 'The Chief', '--email', 'chief@example.org'],
      environment,
    )
    assert.equal(made.code, 0, made.output)
    assert.match(made.output, /new-password\//)
    const again = await runObole(['make-admin', 'chief'], environment)
    assert.match(again.output, /chief has the role of manager/)
    assert.doesNotMatch(again.output, /new-password/)
  })

  test('each role can be given and taken away, and what is no role is named', async () => {
    for (const role of ['support', 'auditor']) {
      const given = await runObole(['make-admin', 'chief', '--role', role], environment)
      assert.match(given.output, new RegExp(`chief has the role of ${role}`))
      const taken = await runObole(['take-role', 'chief', role], environment)
      assert.equal(taken.code, 0, taken.output)
      assert.match(taken.output, /has no longer the role/)
    }
    assert.equal((await runObole(['take-role', 'chief', 'auditor'], environment)).code, 1, 'there is nothing to take')
    const wrong = await runObole(['make-admin', 'chief', '--role', 'emperor'], environment)
    assert.equal(wrong.code, 1)
    assert.match(wrong.output, /emperor is no role\. Roles are manager, support, auditor\./)
  })

  test('people add, list, disable, enable and reset-password, each told apart and repeatable', async () => {
    const people = (...args: string[]) => runObole(['people', ...args], environment)
    const rita = ['rita', '--name', 'Rita LOPEZ', '--email', 'rita@example.org']
    assert.match((await people('add', ...rita)).output, /rita is created\. A link .* goes to rita@example\.org/)
    const taken = await people('add', ...rita)
    assert.deepEqual(
      [taken.code, taken.output.trim()],
      [1, 'Not done: This username is already taken. Choose another one.'],
    )
    assert.match(
      (await people('add', 'r b', '--name', 'x', '--email', 'x@example.org')).output,
      /Not done: Enter a username/,
    )
    assert.match((await people('reset-password', 'rita', '--show-link')).output, /https?:.*\/new-password\/\w+/)
    assert.match((await people('disable', 'RITA')).output, /rita is disabled\./)
    assert.match((await people('disable', 'rita')).output, /rita is disabled already\./)
    assert.equal((await people('reset-password', 'rita')).code, 1)
    assert.match((await people('list', 'lop')).output, /^rita\tdisabled\t\trita@example\.org\tRita LOPEZ\n$/)
    assert.match((await people('enable', 'rita')).output, /rita is enabled\./)
    assert.match((await people('list')).output, /rita\tenabled/)
    assert.deepEqual([(await people('enable', 'nobody')).code, (await people('list', 'zz')).output], [1, ''])
  })

  test('vat set and vat list: a rate at once, one for a day to come, and what cannot be', async () => {
    const none = await runObole(['vat', 'list'], environment)
    assert.match(none.output, /No VAT rate is set\. Set one/)
    assert.match((await runObole(['vat', 'set', 'fr-20', '20'], environment)).output, /fr-20 stands for 20%\./)
    assert.match((await runObole(['vat', 'set', 'fr-20', '20'], environment)).output, /20% already/)
    await runObole(['vat', 'set', 'fr-20', '21,5', '--from', '2099-01-01'], environment)
    assert.match((await runObole(['vat', 'list'], environment)).output, /fr-20 {2}20%, 21\.5% from 2099-01-01/)
    const past = await runObole(['vat', 'set', 'fr-20', '19', '--from', '2001-01-01'], environment)
    assert.equal(past.code, 1)
    assert.match(past.output, /Not done: This day is in the past/)
  })

  test('check-config says what was read, and a bad value by its name', async () => {
    const good = await runObole(['check-config'], environment)
    assert.equal(good.code, 0, good.output)
    assert.match(good.output, /mode\s+demo/)
    const bad = await runObole(['check-config'], { ...environment, OBOLE_PUBLIC_URL: 'nowhere' })
    assert.equal(bad.code, 1)
    assert.match(bad.output, /OBOLE_PUBLIC_URL/)
    // No server runs here, so its simulated providers cannot be asked: that is said too.
    const asked = await runObole(['check-config', '--ask'], { ...environment, PORT: '1' })
    assert.equal(asked.code, 1)
    assert.match(asked.output, /BAD .*cannot be reached/)
  })

  test('check-books finds what somebody changed behind the program’s back', async () => {
    const world = await createWorld()
    const own = { OBOLE_DATA_DIR: world.config.dataDir }
    const visitor = createVisitor(world.url)
    await visitor.signIn('a.martin@example.org')
    assert.match((await visitor.get(routes.home)).html, /Alice MARTIN/)
    await world.app.stop()
    const good = await runObole(['check-books'], own)
    assert.equal(good.code, 0, good.output)
    assert.match(good.output, /0 problems/)

    const database = openDatabase(world.config, systemClock)
    const some = await database.db.selectFrom('balance').selectAll().limit(1).executeTakeFirstOrThrow()
    const wrong = { minor: some.minor + 1 }
    await database.transact((tx) => tx.updateTable('balance').set(wrong).where('account', '=', some.account).execute())
    await database.close()
    const bad = await runObole(['check-books'], own)
    assert.equal(bad.code, 1)
    assert.match(bad.output, /WRONG/)
    await world.place.remove()
  })
})
