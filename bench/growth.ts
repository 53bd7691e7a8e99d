import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Place } from '../test/support/databases.ts'
import { createSettlementLoad } from '../test/support/settlement-load.ts'
import { createWorld, type World } from '../test/support/world.ts'
import type { Figure } from './bench.ts'

const batches = 40

/** Does a settlement cost more in old books? Returns the folder of the full ones; who takes it removes it. */
export async function measureGrowth(say: (figure: Figure) => void): Promise<Place> {
  const world = await createWorld()
  fill(world, 10_000)
  const young = await costOf(world)
  fill(world, 1_000_000)
  const old = await costOf(world)
  say({ what: 'one settlement, SQLite, batches of 64, at 10 000 transfers', value: young, unit: 'ms' })
  say({ what: 'one settlement, SQLite, batches of 64, at 1 000 000 transfers', value: old, unit: 'ms' })
  say({ what: '  cost of growth', value: old / young, unit: '×', aim: '≤ 1.3', met: old / young <= 1.3 })
  await world.app.stop()
  return world.place
}

/** Transfers as they would lie there; only their chain is invented, because nobody checks it here. */
function fill(world: World, count: number): void {
  const file = new DatabaseSync(join(world.place.dataDir, 'obole.sqlite'))
  const { seq } = file.prepare('select seq from chain_head').get() as { seq: number }
  file.exec(`
    with recursive n(i) as (select ${seq + 1} union all select i + 1 from n where i < ${seq + count})
    insert into transfer select i, 'fill:' || i, 'issued',
      'wallet:p' || (i % 5000) || ':bought', 500, 'credit', 'order' || i,
      'demo', '2026-11-01T10:00:00.000Z', '2026-11-01T10:00:00.000Z', 'p' || i, 'h' || i from n;
    update chain_head set seq = ${seq + count}, hash = 'h${seq + count}'`)
  file.close()
}

async function costOf(world: World): Promise<number> {
  const load = await createSettlementLoad(world.app, 64)
  await load.round()
  const times: number[] = []
  for (let batch = 0; batch < batches; batch += 1) {
    const sold = await load.sell(64)
    const start = performance.now()
    await load.settle(sold)
    times.push((performance.now() - start) / 64)
  }
  return times.sort((a, b) => a - b)[Math.floor(batches / 2)] ?? 0
}
