import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Place } from '../support/databases.ts'
import { type OwnPostgres, startOwnPostgres } from '../support/postgres-server.ts'
import { type CampaignReport, runCampaign } from './campaign.ts'

/** One campaign on a database of its own, told as it goes. */
export async function campaignOn(
  engine: Place['engine'],
  wish: { rounds: number; seed: number; say: (line: string) => void },
): Promise<CampaignReport> {
  wish.say(`${engine}: ${wish.rounds} rounds, seed ${wish.seed}`)
  const begun = performance.now()
  const seconds = () => Math.round((performance.now() - begun) / 1000)
  const { problems, fired, ...figures } = await onFreshPlace(engine, (place, server) =>
    runCampaign({ ...wish, place, ...(server && { server }), say: (line) => wish.say(`  ${seconds()} s  ${line}`) }),
  )
  wish.say(`  ${seconds()} s: ${JSON.stringify(figures)}`)
  wish.say(`  faults: ${JSON.stringify(fired)}`)
  for (const problem of problems) wish.say(`  PROBLEM ${problem}`)
  wish.say(problems.length === 0 ? '  the bank’s books and ours agree' : `  ${problems.length} problems`)
  return { problems, fired, ...figures }
}

async function onFreshPlace<Result>(
  engine: Place['engine'],
  act: (place: Place, server?: OwnPostgres) => Promise<Result>,
): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'obole-faults-'))
  const server = engine === 'postgres' ? await startOwnPostgres() : undefined
  const place = { engine, dataDir, remove: async () => {}, ...(server && { databaseUrl: server.url }) }
  try {
    return await act(place, server)
  } finally {
    server?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** `npm run faults -- <rounds> <seed> <sqlite|postgres>`: a seed draws the same faults in the same order again. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [rounds = '24', seed = String(randomInt(1_000_000)), only] = process.argv.slice(2)
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  let problems = 0
  for (const engine of ['sqlite', 'postgres'] as const) {
    if (only !== undefined && only !== engine) continue
    problems += (await campaignOn(engine, { rounds: Number(rounds), seed: Number(seed), say })).problems.length
  }
  process.exit(problems > 0 ? 1 : 0)
}
