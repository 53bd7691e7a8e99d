import { startPostgres } from '../test/support/postgres-server.ts'
import { measureCheckouts } from './checkouts.ts'
import { measureDisk } from './disk.ts'
import { measureGrowth } from './growth.ts'
import { measureHome } from './home-page-rate.ts'
import { measureNotices } from './notices.ts'
import { measureOrderSearch } from './order-search.ts'
import { measureSettlements } from './settlements.ts'
import { measureStart } from './start.ts'

export type Figure = { what: string; value: number; unit: string; aim?: string; met?: boolean }

const asJson = process.argv.includes('--json')
const figures: Figure[] = []

function say(figure: Figure): void {
  figures.push(figure)
  if (asJson) return
  const met = figure.met === undefined ? '' : figure.met ? '  met' : '  MISSED'
  const aim = figure.aim ? `  (aim ${figure.aim}${met})` : ''
  console.log(`${figure.what.padEnd(62)} ${round(figure.value).padStart(10)} ${figure.unit}${aim}`)
}

const round = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3))

/** Every figure with what it was measured against, in the same run. Reports; never fails for a slow machine. */
async function main(): Promise<void> {
  const postgres = await startPostgres().catch((error: unknown) => {
    console.error(`PostgreSQL is left out: ${String(error)}`)
    return undefined
  })
  if (postgres) process.env.DATABASE_URL_TEST = postgres.url
  try {
    const fsync = measureDisk(say)
    await measureSettlements(say, fsync, postgres !== undefined)
    await measureNotices(say)
    await measureCheckouts(say)
    await measureHome(say)
    const full = await measureGrowth(say)
    await measureStart(say, full)
    await measureOrderSearch(say, postgres !== undefined)
  } finally {
    postgres?.stop()
  }
  if (asJson) console.log(JSON.stringify({ figures }, null, 2))
}

await main()
process.exit()
