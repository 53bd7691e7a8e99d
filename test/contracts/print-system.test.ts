import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { credit } from '../../src/kit/amount.ts'
import { newToken } from '../../src/kit/id.ts'
import { givenWallet, issuedAccount } from '../../src/ledger/account.ts'
import { postTransfers } from '../../src/ledger/transfer.ts'
import {
  type AccountHistory,
  type Holder,
  type PrintSystem,
  printSystemsOf,
  type Reading,
} from '../../src/printing/print-system.ts'
import { engines } from '../support/databases.ts'
import { fakeAccountSystem } from '../support/fake-print-system.ts'
import { createWorld, type World } from '../support/world.ts'

/** A system under the contract: an account with something in it, and somebody whom it does not know. */
type Subject = { system: PrintSystem; known: Holder; unknown: Holder; fill(minor: number): Promise<void> }

const capabilities = ['accounts', 'history', 'credit', 'debit', 'heldJobs', 'intake', 'usage'] as const
type Capability = (typeof capabilities)[number]

/** What every print system keeps of its word, capability by capability; what one does not declare is not asked. */
function keepsItsWord(name: string, declares: readonly Capability[], get: () => Subject): void {
  const when = (capability: Capability, title: string, run: () => Promise<void>) => {
    if (declares.includes(capability)) test(`${name}: ${title}`, run)
  }
  const signal = new AbortController().signal
  const readIn = <Value>(reading: Reading<Value>): Value => {
    assert.equal(reading.is, 'read')
    return (reading as Reading<Value> & { is: 'read' }).value
  }
  const totalOf = async ({ system, known }: Subject) => {
    assert.ok(system.accounts)
    return readIn(await system.accounts.balance(known, signal)).total.minor
  }

  test(`${name}: it declares what it can do, and nothing else`, () => {
    const { system } = get()
    const declared = capabilities.filter((each) =>
      each === 'history' ? system.accounts?.history !== undefined : system[each] !== undefined,
    )
    assert.deepEqual(declared, declares)
    if (system.balances === 'ours') assert.equal(system.credit, undefined, 'its credit is part of the settlement')
  })

  when('accounts', 'an account is found, and a stranger is no account', async () => {
    const { system, known, unknown } = get()
    assert.ok(system.accounts)
    assert.equal(readIn(await system.accounts.find(known, signal)).login, known.login)
    assert.deepEqual(await system.accounts.find(unknown, signal), { is: 'no_account' })
  })

  when('accounts', 'a balance is in credit, with the time at which it was read; pots add up to it', async () => {
    const { system, known, fill } = get()
    await fill(700)
    const reading = await system.accounts?.balance(known, signal)
    assert.ok(reading?.is === 'read')
    assert.equal(reading.value.total.unit, 'credit')
    assert.match(reading.readAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    const { total, pots } = reading.value
    if (pots) assert.equal(pots.bought.minor + pots.given.minor, total.minor)
  })

  when('history', 'the history is read page by page, newest first, none twice, and adds up', async () => {
    const { system, known, fill } = get()
    const history = system.accounts?.history
    assert.ok(history)
    for (const minor of [100, 200, 300, 400, 500]) await fill(minor)
    const keys: string[] = []
    let before: string | undefined
    let total = 0
    do {
      const page: AccountHistory = readIn(await history(known, { limit: 2, before }, signal))
      assert.ok(page.entries.length <= 2)
      for (const entry of page.entries) {
        if (entry.balance && keys.length === 0) total = entry.balance.minor
        if (entry.balance) assert.equal(entry.balance.minor, total)
        total -= entry.change.minor
        keys.push(entry.key)
      }
      before = page.older
    } while (before !== undefined)
    assert.ok(keys.length >= 5 && new Set(keys).size === keys.length)
    assert.equal(total, 0)
    assert.deepEqual(await history(known, { limit: 2 }, signal), await history(known, { limit: 2 }, signal))
  })

  when('usage', 'usage is told by category, or not at all', async () => {
    const { system, known } = get()
    assert.ok(system.usage)
    for (const share of readIn(await system.usage.since(known, '2026-01', signal)))
      assert.ok(['copy', 'print', 'scan', 'fax'].includes(share.category) && share.pages >= 0)
  })

  when('credit', 'credit is added once, and found by our id', async () => {
    const { system, known, unknown } = get()
    const way = system.credit
    assert.ok(way)
    const before = await totalOf(get())
    assert.equal((await way.add({ topUpId: 'top_c', holder: known, amount: credit(250) })).is, 'applied')
    assert.equal(await totalOf(get()), before + 250)
    assert.notEqual(await way.find({ topUpId: 'top_c', holder: known }), 'absent')
    assert.notEqual(await way.find({ topUpId: 'top_never', holder: known }), 'applied')
    const refused = await way.add({ topUpId: 'top_u', holder: unknown, amount: credit(250) })
    assert.deepEqual(refused, { is: 'refused', why: 'unknown_account', notReached: false })
  })

  when('debit', 'a hold is spent by nobody else, captured in part at most once, and released', async () => {
    const { system, known } = get()
    const { debit } = system
    assert.ok(debit)
    const before = await totalOf(get())
    const hold = { holdId: 'hold_a', holder: known, amount: credit(300) }
    assert.equal((await debit.reserve(hold)).is, 'applied')
    assert.equal((await debit.reserve(hold)).is, 'applied', 'the same step again changes nothing')
    assert.equal(await totalOf(get()), before - 300)
    assert.equal((await debit.capture({ holdId: 'hold_a', amount: credit(301) })).is, 'refused')
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await debit.capture({ holdId: 'hold_a', amount: credit(120) })).is, 'applied')
      assert.equal(await totalOf(get()), before - 120)
    }
    assert.equal((await debit.reserve({ holdId: 'hold_b', holder: known, amount: credit(80) })).is, 'applied')
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await debit.release({ holdId: 'hold_b' })).is, 'applied')
      assert.equal(await totalOf(get()), before - 120)
    }
    const much = await debit.reserve({ holdId: 'hold_c', holder: known, amount: credit(before + 1) })
    assert.deepEqual(much, { is: 'refused', why: 'not_enough_credit', notReached: false })
  })

  when('heldJobs', 'a held job is listed, and ended once', async () => {
    const { system, known } = get()
    const jobs = system.heldJobs
    assert.ok(jobs)
    const [job] = readIn(await jobs.list(known, signal))
    assert.ok(job)
    assert.equal((await jobs.release({ holder: known, jobId: job.jobId })).is, 'applied')
    assert.equal((await jobs.cancel({ holder: known, jobId: job.jobId })).is, 'refused')
    assert.deepEqual(readIn(await jobs.list(known, signal)), [])
  })
}

for (const { engine, skip } of engines) {
  describe(`the contract of print systems, on ${engine}`, { skip }, () => {
    let world: World
    let subjects: Record<'builtin' | 'fake', Subject>
    before(async () => {
      world = await createWorld({ engine })
      const { id: personId, login } = await world.person('a.martin@example.org')
      const holders = { known: { personId, login }, unknown: { personId: 'per_nobody', login: 'nobody' } }
      const fake = fakeAccountSystem('fake', { clock: world.clock, logins: [login] })
      const books = world.app.shop.printSystems.byId.get('builtin')
      assert.ok(books)
      subjects = {
        builtin: {
          ...holders,
          system: books,
          fill: (minor) => fillBooks(world, { personId, minor, key: newToken() }),
        },
        fake: {
          ...holders,
          system: fake.system,
          async fill(minor) {
            await fake.system.credit.add({ topUpId: newToken(), holder: holders.known, amount: credit(minor) })
          },
        },
      }
    })
    after(() => world?.end())
    keepsItsWord('our own books', ['accounts', 'history', 'usage'], () => subjects.builtin)
    keepsItsWord(
      'a system of others',
      ['accounts', 'history', 'credit', 'debit', 'heldJobs', 'usage'],
      () => subjects.fake,
    )
  })
}

test('of several systems the first is where new accounts are', () => {
  const system = (id: string): PrintSystem => ({ id, title: id, balances: 'theirs' })
  const systems = printSystemsOf([system('a'), system('b')])
  assert.deepEqual([systems.usual.id, [...systems.byId.keys()]], ['a', ['a', 'b']])
})

async function fillBooks(world: World, gift: { personId: string; minor: number; key: string }): Promise<void> {
  const { key, minor, personId } = gift
  await world.app.database.transact((tx) =>
    postTransfers(tx, [
      {
        ...{ key, cause: key, mode: 'demo', occurredAt: tx.now, amount: credit(minor) },
        ...{ from: issuedAccount, to: givenWallet(personId), line: { kind: 'gift', detail: {} } },
      },
    ]),
  )
}
