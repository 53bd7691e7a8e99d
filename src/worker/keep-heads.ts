import type { Database } from '../db/database.ts'
import { appendHead, type HeadKeeping } from '../finance/signed-heads.ts'
import { HOUR, nowOf } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { job } from '../kit/job.ts'
import { mainLanguage } from '../kit/language.ts'
import { queueMails } from '../mail/mail-outbox.ts'

export type HeadSending = HeadKeeping & {
  timeZone: string
  /** Who gets one head a day by mail; nobody when empty. */
  auditMail: string | undefined
}

/** Signs where the chains end now, adds it to the file, and sends the first one of each day. Nothing is left. */
export async function keepHeads(database: Database, keeping: HeadSending): Promise<number> {
  const day = localDay(nowOf(database.clock), keeping.timeZone)
  const line = await appendHead(database, keeping)
  const { auditMail: to } = keeping
  if (to === undefined) return 0
  await database.transact((tx) =>
    queueMails(tx, [{ kind: 'audit_head', about: day, to, language: mainLanguage, detail: { day, line } }]),
  )
  return 0
}

/** Where the chains end, signed, each hour. */
export const headJob = (database: Database, keeping: HeadSending) =>
  job({ name: 'heads', everyMs: HOUR, run: () => keepHeads(database, keeping) })
