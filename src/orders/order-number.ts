import type { Tx } from '../db/database.ts'
import { localDay } from '../kit/day.ts'
import { assert } from '../kit/failure.ts'
import { nextNumbers } from '../ledger/counter.ts'

export type NumberParts = { pattern: string; login: string; mode: string; timeZone: string }

/**
 * The number that people quote, made by the operator's pattern: `gp4_{login}{number}`. It is taken in the
 * transaction that places the order, so that looking takes none. One that an order bears already, made by an earlier
 * pattern, is left out. The year is that of the shop’s time zone.
 */
export async function nextOrderNumber(tx: Tx, { pattern, login, mode, timeZone }: NumberParts): Promise<string> {
  const year = localDay(tx.now, timeZone).slice(0, 4)
  for (let tries = 0; tries < 100; tries += 1) {
    const number = await nextNumbers(tx, { series: `order:${mode}`, count: 1 })
    const text = writeOrderNumber(pattern, { login, number, year })
    const taken = await tx.selectFrom('orders').select('id').where('number', '=', text).executeTakeFirst()
    if (!taken) return text
  }
  assert(false, `the pattern ${pattern} makes numbers that are free`)
}

/**
 * Pure: the pattern filled in. Where a digit of the login would touch the number, a dash keeps them apart, so that
 * `etu41` with 7 and `etu4` with 17 stay two numbers: whatever the login, the text tells the counter's number.
 */
export function writeOrderNumber(pattern: string, values: { login: string; number: number; year: string }): string {
  let text = ''
  let before: 'login' | 'number' | undefined
  for (const part of pattern.split(/(\{(?:login|number|year)\})/)) {
    const name = part === '{login}' ? 'login' : part === '{number}' ? 'number' : undefined
    const piece = name ? String(values[name]) : part === '{year}' ? values.year : part
    const touches =
      before !== undefined && name !== undefined && before !== name && /\d$/.test(text) && /^\d/.test(piece)
    text += touches ? `-${piece}` : piece
    if (name) before = name
    else if (/\D/.test(piece)) before = undefined
  }
  return text
}
