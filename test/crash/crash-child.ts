import { createApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { httpClient } from '../../src/kit/http/http-client.ts'
import { memoryLog } from '../../src/kit/log.ts'
import { createSettlementLoad } from '../support/settlement-load.ts'

/**
 * Sells and settles without end, and writes the id of an order to its parent only once the settlement's commit has
 * returned. The parent kills it at a random instant.
 */
const config = JSON.parse(process.argv[2] ?? '') as Config
const app = await createApp(config, { clock: systemClock, http: httpClient, log: memoryLog() })
const load = await createSettlementLoad(app, 8)
process.stdout.write('ready\n')
for (;;) {
  const settled = await load.round()
  process.stdout.write(`${settled.join('\n')}\n`)
}
