import type { Tx } from '../db/database.ts'
import { nextNumbers } from '../ledger/counter.ts'

/**
 * The number that people quote, made by the operator's pattern: `gp4_{login}{number}`. It is taken when the
 * summary is shown, so a number may stay unused; nothing but people ever reads it.
 */
export async function nextOrderNumber(
  tx: Tx,
  parts: { pattern: string; login: string; mode: string },
): Promise<string> {
  const number = await nextNumbers(tx, { series: `order:${parts.mode}`, count: 1 })
  const values: Record<string, string> = { login: parts.login, number: String(number), year: tx.now.slice(0, 4) }
  return parts.pattern.replace(/\{(login|number|year)\}/g, (_, name: string) => values[name] ?? '')
}
