import { Failure, type FieldProblem } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { goTo } from '../../answer.ts'
import { link } from '../../routes.ts'
import { fieldOf, type SignedVisit } from '../../visit.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import { decideWithdrawal } from '../withdrawals/decide-withdrawal.tsx'
import { decideContradiction } from './decide-contradiction.tsx'
import { decideDifference } from './decide-difference.tsx'
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
  decideDifference,
  decideContradiction,
  decideNotice,
  decideMail,
]
const longestReason = 200

/** Every kind of matter has a page that shows it and a form that decides it. */
export const decisionRoutes: readonly DeskRoute[] = cases.flatMap((each) => [
  { method: 'GET', route: each.route, right: 'see_desk', act: (visit) => draw(visit, each, emptyChoice, []) },
  {
    method: 'POST',
    route: each.route,
    right: each.right,
    ...(each.proved && { proved: true as const }),
    act: (visit) => decide(visit, each),
  },
])

type Chosen = { choice: string; why: string; key: string }
const emptyChoice: Chosen = { choice: '', why: '', key: '' }

async function draw(
  visit: SignedVisit,
  each: DecisionCase,
  chosen: Chosen,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { view, request } = visit
  const matter = await each.read(visit)
  return sendDeskPage(visit, {
    title: matter.title,
    at: 'overview',
    status: problems.length > 0 ? 422 : 200,
    children: (
      <DecisionPage
        view={view}
        matter={matter}
        action={request.url}
        mayDecide={view.rights.includes(each.right)}
        formKey={chosen.key || newToken()}
        chosen={chosen}
        problems={problems}
      />
    ),
  })
}

async function decide(visit: SignedVisit, each: DecisionCase): Promise<unknown> {
  const { request } = visit
  const chosen = {
    choice: fieldOf(request, 'choice'),
    why: fieldOf(request, 'why').trim(),
    key: fieldOf(request, 'key'),
  }
  const matter = await each.read(visit)
  if (matter.choices.length === 0) return draw(visit, each, chosen, [changed])
  const problems: FieldProblem[] = []
  const offered = matter.choices.some(({ value }) => value === chosen.choice)
  // Chosen, and no longer offered: somebody or the bank was faster.
  if (!offered) problems.push(chosen.choice === '' ? { field: 'choice', message: 'problem.choice_missing' } : changed)
  if (chosen.why === '') problems.push({ field: 'why', message: 'problem.reason_missing' })
  if (chosen.why.length > longestReason)
    problems.push({ field: 'why', message: 'problem.reason_long', values: { max: longestReason } })
  if (!/^[0-9a-z]{20,64}$/.test(chosen.key)) throw new Failure('invalid', 'a form without its key')
  if (problems.length > 0) return draw(visit, each, chosen, problems)
  let decided: Decided
  try {
    decided = await each.act(visit, chosen)
  } catch (error) {
    if (error instanceof Failure && error.code === 'conflict') return draw(visit, each, chosen, [changed])
    throw error
  }
  // Who was asked has answered on the page itself.
  if (decided === 'asked') return goTo(visit, request.url)
  return goTo(visit, link('desk', {}, { decided }))
}

const changed: FieldProblem = { field: 'choice', message: 'problem.changed_meanwhile' }
