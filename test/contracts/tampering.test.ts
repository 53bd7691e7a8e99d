import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '../../src/db/database.ts'
import { frozenOf, frozenTables } from '../../src/db/frozen-columns.ts'
import { insertRows } from '../../src/db/many-rows.ts'
import { snakeName } from '../../src/db/names.ts'
import { checkBooks } from '../../src/finance/check-books/check-books.ts'
import { amount, credit } from '../../src/kit/amount.ts'
import { HOUR } from '../../src/kit/clock.ts'
import { boughtWallet, gatewayAccount, issuedAccount, suspenseAccount } from '../../src/ledger/account.ts'
import { postTransfers } from '../../src/ledger/transfer.ts'
import { recordAudit } from '../../src/people/audit/audit.ts'
import { askForRefund } from '../support/ask-for-refund.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'
import { type Uncovered, uncoveredColumns } from './tampering-table.ts'

const login = 'a.martin@example.org'

/** Ends a try: everything it did to the database is taken back. */
class Undo extends Error {}

for (const { engine, skip } of engines) {
  describe(`what somebody changes behind the program’s back, on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine })
      const visitor = createVisitor(world.url)
      await visitor.signIn(login)
      const refunded = await buy(world, visitor, { number: 20 })
      await buy(world, visitor, { number: 10 })
      const wish = { paymentId: refunded.id, amount: amount(500, 'EUR'), reason: 'essai', key: 'click' }
      await askForRefund(world.app.shop, { ...wish, by: 'per_manager', belowZero: false })
      await world.settle()
      await world.app.database.transact(writeTheRest)
      world.clock.move(30 * HOUR)
      await world.app.worker.runNow(['closings'])
      assert.deepEqual((await world.check()).problems, [])
      await removeGuards(world)
    })
    after(() => world?.end())

    /** What check-books says after this, which is then undone. */
    async function foundAfter(...statements: string[]): Promise<string[]> {
      let problems: string[] = []
      const attempt = world.app.database.transact(async (tx) => {
        for (const statement of statements) {
          const { numAffectedRows } = await sql.raw(statement).execute(tx)
          assert.ok(numAffectedRows === undefined || numAffectedRows > 0n, `${statement} changes something`)
        }
        problems = (await checkBooks(tx)).problems
        throw new Undo()
      })
      await assert.rejects(attempt, Undo)
      return problems
    }

    const columnsOf = () => readColumns(world)

    test('every table and column of the database says what proves it', async () => {
      for (const [table, columns] of await columnsOf()) {
        const frozen = frozenByName(table)
        const other = uncoveredColumns[table]
        if (typeof other === 'string') continue
        const listed = new Set([...(frozen?.columns ?? []).map(snakeName), ...Object.keys(other ?? {})])
        assert.deepEqual(
          columns.map(({ name }) => name).filter((name) => !listed.has(name)),
          [],
          `columns of ${table} without a proof`,
        )
      }
    })

    test('each frozen column: the row that was changed is named [I9]', async () => {
      for (const [table, columns] of await columnsOf()) {
        const frozen = frozenByName(table)
        if (!frozen) continue
        // The frozen text is the same on both engines: the other one is asked for one column of each table.
        const named = frozen.columns.map(snakeName)
        for (const column of engine === 'sqlite' ? named : named.slice(-1)) {
          const type = columns.find(({ name }) => name === column)?.type ?? 'text'
          const problems = await foundAfter(changeOne(table, column, type, frozen))
          const place = `${table} `
          assert.ok(
            problems.some((problem) => problem.startsWith(place)),
            `${table}.${column}: ${problems.join('; ')}`,
          )
        }
      }
    })

    test('each other column that carries meaning: the place is named', async () => {
      for (const [table, columns] of await columnsOf()) {
        const listed = uncoveredColumns[table]
        for (const [column, proof] of Object.entries(typeof listed === 'object' ? listed : {})) {
          if (typeof proof === 'string') continue
          const type = columns.find(({ name }) => name === column)?.type ?? 'text'
          const problems = await foundAfter(changeOther(table, column, type, proof))
          assert.ok(
            problems.some((problem) => proof.found.test(problem)),
            `${table}.${column}: ${problems.join('; ')}`,
          )
        }
      }
    })

    test('a frozen row that is deleted, and one that is put there', async () => {
      for (const [table, columns] of await columnsOf()) {
        const frozen = frozenByName(table)
        if (!frozen) continue
        const gone = await foundAfter(`delete from ${table} where ${oneOf(table, frozen)}`)
        assert.ok(
          gone.some((problem) => problem.startsWith(`${table} `) && problem.endsWith('is gone')),
          `${table}: ${gone.join('; ')}`,
        )
        const values = columns.map(({ name, type }) => (mayDiffer(table, name) ? other(name, type) : name))
        const names = columns.map(({ name }) => name)
        const added = await foundAfter(
          `insert into ${table} (${names.join()}) select ${values.join()} from ${table} where ${oneOf(table, frozen)}`,
        )
        assert.ok(
          added.some(
            (problem) => problem.startsWith(`${table} `) && problem.includes('was not written by the program'),
          ),
          `${table}: ${added.join('; ')}`,
        )
      }
    })

    test('credit that is appended with a right hash, without a payment behind it [I4]', async () => {
      const { id } = await world.person(login)
      const payment = await world.db
        .selectFrom('payment')
        .selectAll()
        .where('refundedMinor', '=', 0)
        .where('status', '=', 'succeeded')
        .executeTakeFirstOrThrow()
      const forged = { from: issuedAccount, to: boughtWallet(id), amount: credit(1000), mode: 'demo' as const }
      for (const key of [
        'gift',
        'credit:pay_none:bought',
        `credit:${payment.id}:again`,
        `credit:${payment.id}:bought:2`,
        `sale:${payment.id}:more`,
        `back:${payment.id}:x:credit:won`,
      ]) {
        let problems: string[] = []
        const attempt = world.app.database.transact(async (tx) => {
          await postTransfers(tx, [{ ...forged, key, cause: payment.orderId, occurredAt: tx.now }])
          problems = (await checkBooks(tx)).problems
          throw new Undo()
        })
        await assert.rejects(attempt, Undo)
        assert.ok(
          problems.some((problem) => problem.includes(`(${key})`)),
          `${key}: ${problems.join('; ')}`,
        )
      }
    })

    test('money that came into suspense for a payment that is not held', async () => {
      const { id, gatewayId } = await world.db
        .selectFrom('payment')
        .selectAll()
        .where('status', '=', 'succeeded')
        .executeTakeFirstOrThrow()
      let problems: string[] = []
      const attempt = world.app.database.transact(async (tx) => {
        const move = { from: gatewayAccount(gatewayId), to: suspenseAccount, amount: amount(100, 'EUR') }
        await postTransfers(tx, [{ ...move, key: `held:${id}`, cause: id, mode: 'demo', occurredAt: tx.now }])
        problems = (await checkBooks(tx)).problems
        throw new Undo()
      })
      await assert.rejects(attempt, Undo)
      const said = `payment ${id}: is succeeded: 100 came into suspense, 0 went out of it`
      assert.ok(problems.includes(said), problems.join('; '))
    })

    test('credit that rests on an audited act is in order', async () => {
      const { id } = await world.person(login)
      let problems: string[] = ['not asked']
      const attempt = world.app.database.transact(async (tx) => {
        const act = await recordAudit(tx, { actor: 'per_manager', act: 'keep matter', about: id })
        const gift = { from: issuedAccount, to: boughtWallet(id), amount: credit(100), mode: 'demo' as const }
        await postTransfers(tx, [{ ...gift, key: `act:${act}`, cause: act, occurredAt: tx.now }])
        problems = (await checkBooks(tx)).problems.filter((problem) => problem.startsWith('transfer '))
        throw new Undo()
      })
      await assert.rejects(attempt, Undo)
      assert.deepEqual(problems, [])
    })

    test('the last transfer cut off, with its sums and the head put right, is missed by the evidence', async () => {
      const problems = await foundAfter(
        ...['to', 'from'].map(
          (side) => `update balance set minor = minor ${side === 'to' ? '-' : '+'}
            (select amount_minor from transfer order by seq desc limit 1)
            where (account, unit) = (select ${side}_account, unit from transfer order by seq desc limit 1)`,
        ),
        'delete from transfer where seq = (select max(seq) from transfer)',
        `update chain_head set seq = (select max(seq) from transfer),
          hash = (select hash from transfer order by seq desc limit 1) where chain = 'books'`,
      )
      assert.ok(
        problems.some((problem) => /^transfer \d+: is not where the books ended after evidence/.test(problem)),
        problems.join('; '),
      )
    })

    test('a database from before is taken as it is, and covered from then on', async () => {
      for (const statement of [
        'delete from closing',
        'delete from evidence',
        `delete from chain_head where chain = 'evidence'`,
        `delete from site where name like 'evidence:%'`,
      ])
        await sql.raw(statement).execute(world.db)
      await world.restart()
      assert.deepEqual((await world.check()).problems, [])
      const problems = await foundAfter(`update receipt set issued_at = '2020-01-01T00:00:00.000Z'`)
      assert.ok(problems.some((problem) => /^receipt rct_.*was changed after it was written/.test(problem)))
    })
  })
}

function frozenByName(table: string) {
  const name = Object.keys(frozenTables).find((each) => snakeName(each) === table)
  return name === undefined ? undefined : frozenOf(name)
}

type ColumnFound = { name: string; type: string }

async function readColumns(world: World): Promise<Map<string, ColumnFound[]>> {
  const { rows } = await sql
    .raw<{ tableName: string; name: string; type: string }>(
      world.app.database.engine === 'sqlite'
        ? `select m.name as table_name, c.name as name, lower(c.type) as type from sqlite_master m
             join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'`
        : `select table_name, column_name as name, data_type as type from information_schema.columns
             where table_schema = 'public'`,
    )
    .execute(world.db)
  return Map.groupBy(rows, ({ tableName }) => tableName)
}

type FrozenFound = { key: readonly string[]; once?: { column: string; holds: readonly string[] } | undefined }

const isFrozen = ({ once }: FrozenFound): string =>
  once ? `${snakeName(once.column)} in (${once.holds.map((word) => `'${word}'`).join()})` : '1 = 1'

/** The first row by its key, of those that are frozen. */
const oneOf = (table: string, frozen: FrozenFound): string => {
  const key = frozen.key.map(snakeName).join()
  return `(${key}) = (select ${key} from ${table} where ${isFrozen(frozen)} order by ${key} limit 1)`
}

const changeOne = (table: string, column: string, type: string, frozen: FrozenFound): string =>
  `update ${table} set ${column} = ${other(column, type)} where ${oneOf(table, frozen)}`

/** Another value of the same type that is not there yet. */
function other(column: string, type: string): string {
  if (type === 'blob') return `x'00'`
  if (type === 'bytea') return `'\\x00'`
  return /int/.test(type) ? `coalesce(${column}, 0) + 1000000` : `coalesce(${column}, '') || 'x'`
}

/** A copy of a frozen notice is frozen too. */
const mayDiffer = (table: string, column: string): boolean => !(table === 'notice' && column === 'status')

/** A row where the change means something: one that was paid, refunded, applied. */
const telling: Readonly<Record<string, string>> = {
  orders: `id = (select id from orders where status = 'fulfilled' order by id limit 1)`,
  payment: `id = (select id from payment where status = 'succeeded' order by id limit 1)`,
  notice: `id = (select id from notice where status = 'understood' order by id limit 1)`,
  refund: `id = (select id from refund where status = 'done' order by id limit 1)`,
  top_up: `id = (select id from top_up where status = 'applied' order by id limit 1)`,
  withdrawal: `id = 'wdr_x'`,
  usage_total: `period = (select max(period) from usage_total where length(period) = 7)`,
}

function changeOther(table: string, column: string, type: string, proof: Exclude<Uncovered, string>): string {
  const value = proof.change ?? other(column, type)
  return `update ${table} set ${column} = ${value} where ${telling[table] ?? firstOf(table)}`
}

const keys: Readonly<Record<string, string>> = {
  balance: 'account, unit',
  chain_head: 'chain',
  counter: 'series',
  evidence: 'seq',
  transfer: 'seq',
}
const firstOf = (table: string): string => `(${keys[table]}) = (select ${keys[table]} from ${table} limit 1)`

/** Who has the database's password has these rights too. */
async function removeGuards(world: World): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(world.db)
  if (world.app.database.engine === 'sqlite') {
    await run('pragma foreign_keys = off')
    await run('pragma ignore_check_constraints = on')
    const { rows } = await sql
      .raw<{ name: string }>(`select name from sqlite_master where type = 'trigger'`)
      .execute(world.db)
    for (const { name } of rows) await run(`drop trigger ${name}`)
    return
  }
  await run(`do $$ declare found record; begin
    for found in select conrelid::regclass as tab, conname from pg_constraint
      where contype in ('f', 'c') and connamespace = 'public'::regnamespace loop
      execute format('alter table %s drop constraint %I', found.tab, found.conname);
    end loop;
    for found in select tgrelid::regclass as tab, tgname from pg_trigger where not tgisinternal loop
      execute format('drop trigger %I on %s', found.tgname, found.tab);
    end loop; end $$`)
}

/** One row of each frozen table that the story above leaves empty. */
async function writeTheRest(tx: Tx): Promise<void> {
  const at = tx.now
  await insertRows(tx, 'keptMatter', [
    { kind: 'failed_mail', subjectId: 'mai_x', keptBy: 'per_m', keptAt: at, why: 'x' },
  ])
  await insertRows(tx, 'numberGap', [{ series: 'x', fromValue: 1, toValue: 2, why: 'x', at }])
  await insertRows(tx, 'limitsVersion', [{ number: 1, content: '{}', changedBy: 'per_m', changedAt: at }])
  const account = { gatewayId: 'ogone', account: 'x' }
  const ran = { ranAt: at, askedBy: 'worker', fromAt: at, completeTo: at, outcome: 'compared' as const, why: '' }
  const figures = { listed: 0, settled: 0, fees: 0, differences: 0 }
  await insertRows(tx, 'reconciliation', [{ id: 'rec_x', ...account, ...ran, ...figures }])
  const subject = { kind: 'missing' as const, subject: 'x', paymentId: null, orderId: null, detail: '', seenAt: at }
  const sums = { listedMinor: null, listedUnit: null, oursMinor: 1, oursUnit: 'EUR' }
  await insertRows(tx, 'difference', [{ id: 'dif_x', ...account, ...subject, ...sums }])
  const declared = { name: 'x', contract: 'x', email: 'x@example.org', language: 'fr' as const, declaredBy: null }
  const about = { key: 'x', status: 'received' as const, orderId: null, refundId: null, declaredAt: at }
  await insertRows(tx, 'withdrawal', [{ id: 'wdr_x', ...declared, ...about }])
  const move = { fromStatus: '', toStatus: 'received', refundId: null, at, actor: 'declarant', why: '' }
  await insertRows(tx, 'withdrawalChange', [{ id: 'wdc_x', withdrawalId: 'wdr_x', ...move }])
  await insertRows(tx, 'differenceEnd', [{ differenceId: 'dif_x', endedAt: at, endedBy: 'worker', why: 'matched' }])
}
