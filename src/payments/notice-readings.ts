import type { NoticeReading } from '../gateways/gateway.ts'

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
