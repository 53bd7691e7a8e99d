import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { checkHeads, headKey } from '../../src/finance/signed-heads.ts'
import { linkHash } from '../../src/ledger/chain.ts'
import { engines } from '../support/databases.ts'
import { buy } from '../support/shopping.ts'
import { createVisitor } from '../support/visitor.ts'
import { createWorld, type World } from '../support/world.ts'

for (const { engine, skip } of engines) {
  describe(`signed heads of the books on ${engine}`, { skip }, () => {
    let world: World
    before(async () => {
      world = await createWorld({ engine, config: { auditMail: 'auditor@example.org' } })
      const visitor = createVisitor(world.url)
      await visitor.signIn('a.martin@example.org')
      await buy(world, visitor, { number: 10 })
      await world.app.worker.runNow(['heads'])
      await buy(world, visitor, { number: 20 })
      await world.app.worker.runNow(['heads'])
    })
    after(() => world?.end())

    const lines = () => readFileSync(world.config.headsFile, 'utf8')
    const check = async (text = lines(), secret = world.config.headsSecret) =>
      (await checkHeads(world.db, text, headKey(secret))).wrong

    test('each stands on the chains, also after more was written', async () => {
      assert.equal(lines().trim().split('\n').length, 2)
      assert.deepEqual(await check(), [])
    })

    test('a line that was changed, or signed with another key, is named', async () => {
      const forged = lines().replace(/"seq":\d+/, '"seq":1')
      assert.deepEqual(
        (await check(forged)).map(({ table, row }) => [table, row]),
        [['heads', '1']],
      )
      assert.equal((await check(lines(), 'another secret')).length, 2)
      assert.equal((await check('{"head":1}\nnothing\n')).length, 2)
    })

    test('one letter a day takes a head to the auditor', async () => {
      await world.app.worker.runNow(['mails'])
      const letters = await world.db
        .selectFrom('capturedMail')
        .selectAll()
        .where('toAddress', '=', 'auditor@example.org')
        .execute()
      assert.equal(letters.length, 1)
      const line = letters[0]?.text.split('\n').find((each) => each.startsWith('{"head"'))
      assert.deepEqual(await check(line), [])
    })

    test('a chain written anew with right hashes, its end cut off and its counter put back: each is named', async () => {
      await dropGuards(world)
      const rows = await world.db.selectFrom('transfer').selectAll().orderBy('seq').execute()
      let previousHash = '0'.repeat(64)
      for (const row of rows) {
        const link = { ...row, previousHash, occurredAt: row.occurredAt.replace('2026', '2025') }
        const hash = linkHash(link)
        await world.db
          .updateTable('transfer')
          .set({ ...link, hash })
          .where('seq', '=', row.seq)
          .execute()
        previousHash = hash
      }
      await sql`delete from evidence where seq = (select max(seq) from evidence)`.execute(world.db)
      await sql`update counter set value = value - 1 where series like 'receipt:%'`.execute(world.db)
      const places = (await check()).map(({ table }) => table)
      assert.deepEqual([...new Set(places)].sort(), ['counter', 'evidence', 'transfer'])
      assert.equal(places.filter((table) => table === 'transfer').length, 2)
    })
  })
}

async function dropGuards(world: World): Promise<void> {
  const statements =
    world.app.database.engine === 'sqlite'
      ? ['drop trigger transfer_no_update', 'drop trigger evidence_no_delete']
      : ['drop trigger transfer_no_change on transfer', 'drop trigger evidence_no_change on evidence']
  for (const statement of statements) await sql.raw(statement).execute(world.db)
}
