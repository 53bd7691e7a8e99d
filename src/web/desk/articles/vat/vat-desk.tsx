import { parseRate, setVatRate, vatRates } from '../../../../catalogue/vat-rate.ts'
import type { Instant } from '../../../../kit/clock.ts'
import { nowOf } from '../../../../kit/clock.ts'
import { firstOfNextMonth, localDay, parseDay, startOfDay } from '../../../../kit/day.ts'
import { Failure, type FieldProblem } from '../../../../kit/failure.ts'
import { recordAudit } from '../../../../people/audit/audit.ts'
import { namesOf } from '../../../../people/person.ts'
import { goTo } from '../../../answer.ts'
import { fieldOf, queryOf, type SignedInContext } from '../../../request-context.ts'
import { link } from '../../../routes.ts'
import { actorText } from '../../desk-words.ts'
import { sendDeskPage } from '../../send-desk-page.ts'
import { VatPage } from './vat-page.tsx'

const longestTyped = 40

/** The rates of today, what is planned, and how they came to be. `code` in the address draws the form for that code. */
export function showVat(context: SignedInContext): Promise<unknown> {
  const { view, site, request } = context
  const today = localDay(nowOf(site.shop.database.clock), view.timeZone)
  const code = queryOf(request, 'code')?.slice(0, longestTyped) ?? ''
  // The law changes a rate with a month; a code's first rate is needed at once.
  return draw(context, { code, rate: '', day: code === '' ? today : firstOfNextMonth(today) }, [])
}

type Typed = { code: string; rate: string; day: string }

async function draw(context: SignedInContext, typed: Typed, problems: readonly FieldProblem[]): Promise<unknown> {
  const { view, site, request } = context
  const { db, clock } = site.shop.database
  const rates = await vatRates(db, nowOf(clock))
  const setBy = rates.codes().flatMap((code) => rates.versionsOf(code).map((version) => version.setBy))
  const names = await namesOf(db, setBy)
  return sendDeskPage(context, {
    title: view.t('vat.title'),
    status: problems.length > 0 ? 422 : 200,
    children: (
      <VatPage
        view={view}
        rates={rates}
        nameOf={(id) => (id === '' ? view.t('articles.by_start') : actorText(view, id, names))}
        typed={typed}
        problems={problems}
        saved={queryOf(request, 'saved') === 'yes'}
      />
    ),
  })
}

/** Sets a rate: the next version of its code. */
export async function changeVat(context: SignedInContext): Promise<unknown> {
  const { request, site, person } = context
  const typed = {
    code: fieldOf(request, 'code').slice(0, longestTyped).trim(),
    rate: fieldOf(request, 'rate').slice(0, longestTyped),
    day: fieldOf(request, 'day').slice(0, longestTyped),
  }
  const rateBp = parseRate(typed.rate)
  const from = readDay(context, typed.day)
  const problems: FieldProblem[] = []
  if (rateBp === undefined) problems.push({ field: 'rate', message: 'problem.vat_rate' })
  if (from.problem) problems.push({ field: 'day', message: from.problem })
  if (problems.length > 0 || rateBp === undefined) return draw(context, typed, problems)
  try {
    await site.shop.database.transact(async (tx) => {
      const wish = { code: typed.code, rateBp, by: person.id, ...(from.at && { effectiveAt: from.at }) }
      const { code, number, effectiveAt } = await setVatRate(tx, wish)
      const detail = { number, rateBp, ...(number > 1 && { effectiveAt }) }
      await recordAudit(tx, { actor: person.id, act: 'set vat rate', about: code, detail })
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'invalid') throw error
    return draw(context, typed, error.problems)
  }
  return goTo(context, link('deskVat', {}, { saved: 'yes' }))
}

/** Today is at once: no instant is named. */
function readDay({ view, site }: SignedInContext, typed: string): { at?: Instant; problem?: string } {
  const today = localDay(nowOf(site.shop.database.clock), view.timeZone)
  const day = typed.trim() === '' ? today : parseDay(typed)
  if (day === undefined) return { problem: 'problem.date_invalid' }
  if (day < today) return { problem: 'problem.vat_past' }
  return day === today ? {} : { at: startOfDay(day, view.timeZone) }
}
