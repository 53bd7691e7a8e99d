import { z } from 'zod'
import type { Tx } from '../../db/database.ts'
import { insertRows } from '../../db/many-rows.ts'
import { toMs } from '../../kit/clock.ts'
import { newId } from '../../kit/id.ts'
import { jsonReader } from '../../kit/json.ts'
import type { AuditAct, AuditDetail } from './audit-act.ts'

/** What was kept with an act, by its names. */
export const readAuditDetail = jsonReader('audit_entry.detail', z.record(z.string(), z.unknown()))

/** Who did what to what: written in the transaction of the act, and never changed. Returns its id. */
export async function recordAudit(
  tx: Tx,
  entry: { actor: string; act: AuditAct; about: string; detail?: AuditDetail },
): Promise<string> {
  const { actor, act, about, detail } = entry
  const id = newId('aud', toMs(tx.now))
  await insertRows(tx, 'auditEntry', [{ id, at: tx.now, actor, act, about, detail: JSON.stringify(detail ?? {}) }])
  return id
}
