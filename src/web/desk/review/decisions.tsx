import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { decideWithdrawal } from '../withdrawals/decide-withdrawal.tsx'
import { decideContradiction } from './decide-contradiction.tsx'
import { decideDiscrepancy } from './decide-discrepancy.tsx'
import { decideMail } from './decide-mail.tsx'
import { decideNotice } from './decide-notice.tsx'
import { decidePayment } from './decide-payment.tsx'
import { decideRefund } from './decide-refund.tsx'
import { decideTopUp } from './decide-top-up.tsx'
import type { Decided, DecisionCase } from './decision.ts'
import { DecisionPage } from './decision-page.tsx'

const cases: readonly DecisionCase[] = [
  decidePayment,
  decideTopUp,
  decideRefund,
  decideWithdrawal,
  decideDiscrepancy,
  decideContradiction,
  decideNotice,
  decideMail,
]
const longestReason = 200

/** Every kind of review item has a page that shows it and a form that decides it. */
export const decisionRoutes: readonly DeskRoute[] = cases.flatMap((each) => [
  { method: 'GET', route: each.route, right: 'see_desk', act: (context) => draw(context, each, emptyChoice, []) },
  {
    method: 'POST',
    route: each.route,
    right: each.right,
    ...(each.proved && { proved: 'decision' as const }),
    act: (context) => decide(context, each),
  },
])

type Chosen = { choice: string; why: string; key: string }
const emptyChoice: Chosen = { choice: '', why: '', key: '' }

async function draw(
  context: SignedInContext,
  each: DecisionCase,
  chosen: Chosen,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { view, request } = context
  const item = await each.read(context)
  return sendDeskPage(context, {
    title: item.title,
    at: 'overview',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <DecisionPage
        view={view}
        item={item}
        action={request.url}
        mayDecide={view.rights.includes(each.right)}
        formKey={chosen.key || newToken()}
        chosen={chosen}
        problems={problems}
      />
    ),
  })
}

async function decide(context: SignedInContext, each: DecisionCase): Promise<unknown> {
  const { request } = context
  const chosen = {
    choice: fieldOf(request, 'choice'),
    why: fieldOf(request, 'why').trim(),
    key: fieldOf(request, 'key'),
  }
  const item = await each.read(context)
  if (item.choices.length === 0) return draw(context, each, chosen, [changed])
  const problems: FieldProblem[] = []
  const offered = item.choices.some(({ value }) => value === chosen.choice)
  // Chosen, and no longer offered: somebody or the bank was faster.
  if (!offered) problems.push(chosen.choice === '' ? { field: 'choice', message: 'problem.choice_missing' } : changed)
  if (chosen.why === '') problems.push({ field: 'why', message: 'problem.reason_missing' })
  if (chosen.why.length > longestReason)
    problems.push({ field: 'why', message: 'problem.reason_long', values: { max: longestReason } })
  if (!/^[0-9a-z]{20,64}$/.test(chosen.key)) throw new Failure('invalid', 'a form without its key')
  if (problems.length > 0) return draw(context, each, chosen, problems)
  let decided: Decided
  try {
    decided = await each.act(context, chosen)
  } catch (error) {
    if (error instanceof Failure && error.code === 'conflict') return draw(context, each, chosen, [changed])
    throw error
  }
  // Who was asked has answered on the page itself.
  if (decided === 'asked') return goTo(context, request.url)
  return goTo(context, link('desk', {}, { decided }))
}

const changed: FieldProblem = { field: 'choice', message: 'problem.changed_meanwhile' }
