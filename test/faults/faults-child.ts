import { createApp } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'
import { perform } from '../../src/db/act.ts'
import { DatabaseUnavailable } from '../../src/db/unavailable.ts'
import { amount } from '../../src/kit/amount.ts'
import { type HttpClient, httpClient } from '../../src/kit/http/http-client.ts'
import { createLog } from '../../src/kit/log.ts'
import { askRefund } from '../../src/payments/refunds/ask-refund.ts'
import { startPayment } from '../../src/payments/start-payment.ts'
import { findPersonByLogin } from '../../src/people/person.ts'
import { createSettlementLoad } from '../support/settlement-load.ts'
import { type FastTime, fastClock } from './fast-clock.ts'

export type ChildTask = { config: Config; time: FastTime; bankUrl: string; port: number; number: number }
/** What it tells its parent, a line each: how a payer gets to the bank. */
export type Told = { gatewayId: string; reference: string; form?: ReadonlyArray<readonly [string, string]> }

/**
 * A node under load: it serves, settles, polls and refunds as any other, and sells without end until it hears "quiet".
 * Its calls to the providers go to the bank of the campaign, through a network that has faults.
 */
const { config, time, bankUrl, port, number } = JSON.parse(process.argv[2] ?? '') as ChildTask
const clock = fastClock(time)
const http: HttpClient = {
  send: ({ url, allowedOrigins, ...request }) =>
    httpClient.send({
      ...request,
      timeoutMs: 4_000,
      url: url.replace(config.publicUrl, bankUrl),
      allowedOrigins: allowedOrigins.map((origin) => origin.replace(config.publicUrl, bankUrl)),
    }),
}
const app = await createApp(config, { clock, http, log: createLog('warn') })
const { database, shop } = app
await app.server.listen({ port, host: '127.0.0.1' })
app.worker.start()

let isQuiet = false
process.stdin.on('data', (piece: Buffer) => {
  for (const [, word, ms] of piece.toString().matchAll(/(quiet|leap) ?(\d*)\n/g)) {
    if (word === 'quiet') isQuiet = true
    else clock.leap(Number(ms))
  }
})
// A campaign that was broken off leaves no shop behind.
process.stdin.on('end', () => process.exit(0))
const loads = await persistently(() =>
  Promise.all(['ogone', 'paypal'].map(async (id) => ({ id, load: await createSettlementLoad(app, 1, id) }))),
)
tell('ready')

for (let round = number; ; round += 1) {
  await clock.sleep(15 * 1_000)
  if (isQuiet) continue
  await attempt(() => sell(round))
  if (round % 5 === 0) await attempt(() => giveBack(round))
}

async function sell(round: number): Promise<void> {
  const { id, load } = loads[round % loads.length] as (typeof loads)[number]
  const payer = { name: 'Alice', email: 'a@example.org', language: 'fr' as const, shopName: 'Shop' }
  const starting = (await load.sell(3)).map(async ({ order, payment }) => {
    const way = await startPayment(shop, { paymentId: payment.id, order, payer })
    const told: Told = { gatewayId: id, reference: payment.reference }
    tell(way.do === 'post' ? { ...told, form: way.form.fields } : told)
  })
  await Promise.all(starting)
}

/** A manager who asks for the newest payment's money back; the same key again when the answer was lost. */
async function giveBack(round: number): Promise<void> {
  const manager = await findPersonByLogin(database.db, 'admin@example.org')
  const payment = await database.db
    .selectFrom('payment')
    .selectAll()
    .where('status', '=', 'succeeded')
    .where('refundedMinor', '=', 0)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!payment || !manager) return
  const money = amount(round % 2 === 0 ? payment.amountMinor : 300, payment.currency)
  const wish = { paymentId: payment.id, amount: money, reason: 'campaign', by: manager.id, belowZero: true }
  const asked = { ...wish, key: `campaign-${payment.id}` }
  await perform(database, (tx) => askRefund(tx, asked, shop))
}

/** A shop goes on whatever becomes of one sale; what is no fault of the world ends the campaign. */
async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable) && !/conflict|invalid/.test((error as { code?: string }).code ?? ''))
      process.stderr.write(`UNEXPECTED ${(error as Error).stack}\n`)
  }
}

async function persistently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error
    }
  }
}

function tell(what: Told | 'ready'): void {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}
