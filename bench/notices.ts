import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allGateways } from '../src/gateways/all-gateways.ts'
import type { RawNotice } from '../src/gateways/gateway.ts'
import { nowOf } from '../src/kit/clock.ts'
import { processNotices } from '../src/payments/intake/process-notices.ts'
import { createNoticeReceiver } from '../src/payments/intake/receive-notice.ts'
import { getGateway } from '../src/payments/shop.ts'
import { startPayment } from '../src/payments/start-payment.ts'
import { createSettlementLoad } from '../test/support/settlement-load.ts'
import { createWorld, type World } from '../test/support/world.ts'
import type { Figure } from './bench.ts'

const sales = 96
const verifiedForMs = 500
const linesAim = 300

/**
 * For each gateway: notices proved a second; notices settled a second, from their bytes to the books (a gateway whose
 * notice only says "look" is asked over HTTP, and its money is captured); and how many lines its adapter has.
 */
export async function measureNotices(say: (figure: Figure) => void): Promise<void> {
  for (const { id } of allGateways) {
    const world = await createWorld()
    const notices = await paidNotices(world, id)
    const verified = await verifyRate(world, id, notices)
    say({ what: `notices proved, ${id}`, value: verified, unit: '/s' })
    const { perSecond, looksUp } = await settleRate(world, id, notices)
    const how = looksUp ? ', with look-up and capture at the simulator over HTTP' : ''
    say({ what: `notices settled, ${id}${how}`, value: perSecond, unit: '/s' })
    const lines = adapterLines(id)
    say({ what: `adapter lines, ${id}`, value: lines, unit: 'lines', aim: `≤ ${linesAim}`, met: lines <= linesAim })
    await world.end()
  }
}

/** Orders, each paid at the simulated provider, whose notice is kept back. */
async function paidNotices(world: World, gatewayId: string): Promise<RawNotice[]> {
  const load = await createSettlementLoad(world.app, 64, gatewayId)
  const simulator = world.simulator(gatewayId)
  const sold = await load.sell(sales)
  const payer = { name: 'Alice', email: 'a@example.org', language: 'fr' as const, shopName: 'Shop' }
  const notices: RawNotice[] = []
  for (const { order, payment } of sold) {
    const way = await startPayment(world.app.shop, { paymentId: payment.id, order, payer })
    const fields = way.do === 'post' ? way.form.fields.map(([name, value]) => [name, value]) : []
    if (way.do === 'post') await fetch(way.form.action, { method: 'POST', body: new URLSearchParams(fields) })
    const { reference } = payment
    simulator.script({ fault: 'notice-hold', reference, times: 9 })
    simulator.script({ fault: 'pay', reference })
    await simulator.idle()
    for (const { method, headers, body } of simulator.takeHeld(reference))
      notices.push({ method, headers, query: '', body: Buffer.from(body), receivedAt: nowOf(world.clock) })
  }
  return notices
}

async function verifyRate(world: World, gatewayId: string, notices: readonly RawNotice[]): Promise<number> {
  const { gateway } = getGateway(world.app.shop, gatewayId)
  const begun = performance.now()
  let done = 0
  while (performance.now() - begun < verifiedForMs) {
    for (const notice of notices) await gateway.readNotice(notice)
    done += notices.length
  }
  return done / ((performance.now() - begun) / 1000)
}

async function settleRate(world: World, gatewayId: string, notices: readonly RawNotice[]) {
  const receive = createNoticeReceiver(world.app.shop)
  await Promise.all(notices.map((notice) => receive(gatewayId, notice)))
  const begun = performance.now()
  let taken = 0
  while (taken < notices.length) taken += await processNotices(world.app.shop)
  const seconds = (performance.now() - begun) / 1000
  const { polls } = await world.db.selectFrom('payment').select('polls').limit(1).executeTakeFirstOrThrow()
  return { perSecond: notices.length / seconds, looksUp: polls > 0 }
}

/** Lines of code of an adapter: without its simulator, its tests, blank lines and comments. */
function adapterLines(gatewayId: string): number {
  const folder = join(import.meta.dirname, '..', 'src', 'gateways', gatewayId)
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !/\.test\.|-simulator/.test(file))
  return files
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line)).length
}
