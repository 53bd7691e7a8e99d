import { parseRate, setVatRate, vatRates } from '../catalogue/vat-rate.ts'
import type { Database } from '../db/database.ts'
import { nowOf } from '../kit/clock.ts'
import { localDay, parseDay, startOfDay } from '../kit/day.ts'
import { Failure } from '../kit/failure.ts'
import { formatPercent } from '../messages/format.ts'
import { recordAudit } from '../people/audit/audit.ts'
import { refusalText } from './refusal-text.ts'

/** Sets the rate of a VAT code, at once or from a day on; said twice it changes nothing. */
export async function setVatCommand(
  database: Database,
  wish: { code: string; rate: string; from?: string; timeZone: string },
): Promise<number> {
  const { code } = wish
  const rateBp = parseRate(wish.rate)
  const day = wish.from === undefined ? undefined : parseDay(wish.from)
  if (rateBp === undefined || (wish.from !== undefined && day === undefined)) {
    console.log(rateBp === undefined ? `${wish.rate} is no rate. Write 20 or 5.5.` : `${wish.from} is no day.`)
    return 1
  }
  const at = day === undefined ? nowOf(database.clock) : startOfDay(day, wish.timeZone)
  if ((await vatRates(database.db, at)).rateOf(code) === rateBp) {
    console.log(`${code} stands for ${formatPercent(rateBp, 'en')} already.`)
    return 0
  }
  try {
    await database.transact(async (tx) => {
      const made = await setVatRate(tx, { code, rateBp, by: 'command line', ...(day && { effectiveAt: at }) })
      const detail = { number: made.number, rateBp, ...(made.number > 1 && { effectiveAt: made.effectiveAt }) }
      await recordAudit(tx, { actor: 'command line', act: 'set vat rate', about: code, detail })
    })
    console.log(`${code} stands for ${formatPercent(rateBp, 'en')}${day ? ` from ${day}` : ''}.`)
    return 0
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.log(refusalText(error))
    return 1
  }
}

/** Prints every code, its rate today and those to come. */
export async function listVatCommand(database: Database, timeZone: string): Promise<number> {
  const rates = await vatRates(database.db, nowOf(database.clock))
  for (const code of rates.codes()) {
    const coming = rates
      .coming(code)
      .map(({ rateBp, effectiveAt }) => `, ${formatPercent(rateBp, 'en')} from ${localDay(effectiveAt, timeZone)}`)
    console.log(`${code}  ${formatPercent(rates.rateOf(code) ?? 0, 'en')}${coming.join('')}`)
  }
  if (rates.codes().length === 0) console.log('No VAT rate is set. Set one: obole vat set fr-20 20')
  return 0
}
