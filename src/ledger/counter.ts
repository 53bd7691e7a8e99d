import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { keepCounter } from '../db/evidence.ts'

/**
 * Takes `count` consecutive numbers of a series and returns the first. A rollback gives them back, so a series
 * whose numbers are used in the same transaction has no gap.
 */
export async function nextNumbers(tx: Tx, take: { series: string; count: number }): Promise<number> {
  const { value } = await tx
    .insertInto('counter')
    .values({ series: take.series, value: take.count })
    .onConflict((conflict) => conflict.column('series').doUpdateSet({ value: sql`counter.value + excluded.value` }))
    .returning('value')
    .executeTakeFirstOrThrow()
  keepCounter(tx, take.series, value)
  return value - take.count + 1
}

/** Lets a series begin elsewhere than at 1; does nothing once a number was taken. */
export async function startSeries(tx: Tx, start: { series: string; firstNumber: number }): Promise<void> {
  const begun = await tx
    .insertInto('counter')
    .values({ series: start.series, value: start.firstNumber - 1 })
    .onConflict((conflict) => conflict.column('series').doNothing())
    .returning('value')
    .executeTakeFirst()
  if (begun) keepCounter(tx, start.series, begun.value)
}
