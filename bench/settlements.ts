import { processNotices } from '../src/payments/intake/process-notices.ts'
import { createNoticeReceiver } from '../src/payments/intake/receive-notice.ts'
import { feedbackOf } from '../src/simulators/ogone/ogone-simulator-feedback.ts'
import { pagesWritten } from '../test/queries/pages-written.ts'
import { createSettlementLoad, type Sold } from '../test/support/settlement-load.ts'
import { createWorld, type World } from '../test/support/world.ts'
import type { Figure } from './bench.ts'

type Say = (figure: Figure) => void

/** From stored notices to books: verified, understood, settled, with chain, balances, receipts and mails queued. */
export async function measureSettlements(say: Say, fsync: number, withPostgres: boolean): Promise<void> {
  for (const engine of withPostgres ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)) {
    const world = await createWorld({ engine })
    await run(world, 512, 64)
    const single = await run(world, engine === 'sqlite' ? 400 : 200, 1)
    const batch = await run(world, engine === 'sqlite' ? 4096 : 2048, 64)
    const most = await run(world, 4096, 1_024)
    const ofDisk = batch.perSecond / fsync
    const ofSingle = batch.perSecond / single.perSecond
    say({ what: `settlements, ${engine}, one by one`, value: single.perSecond, unit: '/s' })
    say({ what: `settlements, ${engine}, batches of 64`, value: batch.perSecond, unit: '/s' })
    say({ what: `settlements, ${engine}, batches of 1 024`, value: most.perSecond, unit: '/s' })
    const diskAim = engine === 'sqlite' ? { aim: '≥ 3', met: ofDisk >= 3 } : {}
    say({ what: '  against fdatasync of the same disk', value: ofDisk, unit: '×', ...diskAim })
    say({ what: '  against one by one', value: ofSingle, unit: '×', aim: '≥ 10', met: ofSingle >= 10 })
    const cpuAim = engine === 'sqlite' ? { aim: '≤ 0.15', met: batch.cpuMs <= 0.15 } : {}
    say({ what: '  CPU of this process per settlement', value: batch.cpuMs, unit: 'ms', ...cpuAim })
    if (engine === 'sqlite') sayWritten(say, { single, batch, most })
    await world.end()
  }
}

type Run = { perSecond: number; cpuMs: number; writtenKib: number }

async function run(world: World, count: number, atOnce: number): Promise<Run> {
  await storeNotices(world, count)
  let [seconds, cpuMs] = [0, 0]
  const settleAll = async () => {
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    let taken = 0
    while (taken < count) taken += await processNotices(world.app.shop, atOnce)
    seconds = (performance.now() - start) / 1000
    const used = process.cpuUsage(cpu)
    cpuMs = (used.user + used.system) / 1000
  }
  const isFile = world.place.databaseUrl === undefined
  const measured = isFile ? pagesWritten(world.place.dataDir, settleAll) : settleAll().then(() => 0)
  const pages = await measured
  return { perSecond: count / seconds, cpuMs: cpuMs / count, writtenKib: (pages * 4) / count }
}

/** Into the write-ahead log, before anything of it is taken over into the file. */
function sayWritten(say: Say, { single, batch, most }: Record<'single' | 'batch' | 'most', Run>): void {
  const kib = 'KiB'
  say({ what: '  written, one by one', value: single.writtenKib, unit: kib })
  say({ what: '  written, batches of 64', value: batch.writtenKib, unit: kib, aim: '≤ 8', met: batch.writtenKib <= 8 })
  say({ what: '  written, batches of 1 024', value: most.writtenKib, unit: kib })
}

export async function storeNotices(world: World, count: number): Promise<void> {
  const load = await createSettlementLoad(world.app, 64)
  const receive = createNoticeReceiver(world.app.shop)
  for (let done = 0; done < count; done += 64) {
    const sold = await load.sell(Math.min(64, count - done))
    await Promise.all(sold.map((each) => receive('ogone', noticeOf(each, world))))
  }
}

let payId = 1

function noticeOf({ payment }: Sold, world: World) {
  const asked = { minor: payment.amountMinor, unit: payment.currency }
  const attempt = {
    reference: payment.reference,
    payId: String(3_000_000_000 + payId++),
    asked,
    charged: asked,
    status: '9',
    cardNo: 'XXXXXXXXXXXX1111',
    brand: 'VISA',
    refundedMinor: 0,
    refunds: 0,
    lastRefundMinor: 0,
    paidAtMs: 0,
    form: new Map<string, string>(),
  }
  const body = feedbackOf(attempt, { passphrase: 'demonstration-sha-out', algorithm: 'sha512' }).toString()
  return {
    method: 'POST' as const,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    query: '',
    body: Buffer.from(body),
    receivedAt: new Date(world.clock.nowMs()).toISOString(),
  }
}
