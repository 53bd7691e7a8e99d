import type { KeyObject } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from '../db/database.ts'
import { nowOf } from '../kit/clock.ts'
import { localDay } from '../kit/day.ts'
import { signedHead } from '../ledger/signed-heads.ts'
import { queueMails } from '../mail/mail-outbox.ts'

export type HeadKeeping = {
  mode: string
  timeZone: string
  /** Kept outside the database: whoever can write there should not be able to write here. */
  file: string
  key: KeyObject
  /** Who gets one head a day by mail; nobody when empty. */
  auditMail: string | undefined
}

/** Signs where the chains end now, adds it to the file, and sends the first one of each day. Nothing is left. */
export async function keepHeads(database: Database, keeping: HeadKeeping): Promise<number> {
  const at = nowOf(database.clock)
  const line = await database.snapshot((db) => signedHead(db, { at, mode: keeping.mode, key: keeping.key }))
  await mkdir(dirname(keeping.file), { recursive: true })
  await appendFile(keeping.file, `${line}\n`, { mode: 0o600, flush: true })
  const { auditMail: to } = keeping
  if (to === undefined) return 0
  const day = localDay(at, keeping.timeZone)
  await database.transact((tx) =>
    queueMails(tx, [{ kind: 'audit_head', about: day, to, language: 'fr', detail: { day, line } }]),
  )
  return 0
}
