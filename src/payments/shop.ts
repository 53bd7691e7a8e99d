import type { AccountReader } from '../credit/account-reader.ts'
import type { Database } from '../db/database.ts'
import type { Mode, NoticeReading } from '../gateways/gateway.ts'
import type { ConnectedGateway } from '../gateways/gateway-kind.ts'
import { Failure } from '../kit/failure.ts'
import type { Log } from '../kit/log.ts'
import type { PrintSystems } from '../printing/print-system.ts'

/** What selling needs of the world: the books, the gateways and print systems in use. Built once, in app.ts. */
export type Shop = {
  database: Database
  gateways: ReadonlyMap<string, ConnectedGateway>
  printSystems: PrintSystems
  /** How pages see what people's accounts hold. */
  accounts: AccountReader
  /** What was read of notices that wait to be processed. */
  readings: NoticeReadings
  mode: Mode
  publicUrl: string
  orderNumberPattern: string
  timeZone: string
  log: Log
}

/** What a settlement needs of it. */
export type SettleWith = Pick<Shop, 'printSystems' | 'mode' | 'timeZone'>

/** Throws Failure `invalid` for a method that is not offered. */
export function getGateway(shop: Pick<Shop, 'gateways'>, gatewayId: string): ConnectedGateway {
  const connected = shop.gateways.get(gatewayId)
  if (connected) return connected
  throw new Failure('invalid', `no gateway ${gatewayId}`, [{ field: 'method', message: 'problem.method_unknown' }])
}

/** What was read of notices when they came, until they are processed: bounded, and gone with the process. */
export type NoticeReadings = {
  keep(noticeId: string, reading: NoticeReading): void
  /** Once; undefined where another process took the notice in, or too many came meanwhile: its bytes tell it again. */
  take(noticeId: string): NoticeReading | undefined
}

const mostKept = 4_096

/** Proving a notice costs a tenth of its settlement, so that the proof by which it was stored serves for both. */
export function createNoticeReadings(): NoticeReadings {
  const kept = new Map<string, NoticeReading>()
  return {
    keep(noticeId, reading) {
      const [oldest] = kept.size >= mostKept ? kept.keys() : []
      if (oldest !== undefined) kept.delete(oldest)
      kept.set(noticeId, reading)
    },
    take(noticeId) {
      const reading = kept.get(noticeId)
      kept.delete(noticeId)
      return reading
    },
  }
}
