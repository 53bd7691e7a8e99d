import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { longestReason } from '../../../payments/refunds/ask-refund.ts'
import { getReviewKind } from '../../../review/all-review-kinds.ts'
import { decideReviewItem } from '../../../review/decide-item.ts'
import type { DecideRefusal } from '../../../review/review-kind.ts'
import { goTo } from '../../answer.ts'
import { fieldOf, type SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { sendDeskPage } from '../send-desk-page.ts'
import type { ReviewPage } from './decision.ts'
import { DecisionPage } from './decision-page.tsx'
import { decideWith } from './foresee.ts'
import { reviewPages } from './review-pages.ts'

/** Several kinds may share a page. */
const pages = [...new Map(Object.values(reviewPages).map((page) => [page.route, page])).values()]

/** Every kind of review item has a page that shows it and a form that decides it. */
export const decisionRoutes: readonly DeskRoute[] = pages.flatMap((page) => [
  { method: 'GET', route: page.route, right: 'see_desk', act: (context) => draw(context, page, emptyChoice, []) },
  {
    method: 'POST',
    route: page.route,
    right: page.right,
    ...(page.proved && { proved: 'decision' as const }),
    act: (context) => decide(context, page),
  },
])

type Chosen = { choice: string; why: string; key: string }
const emptyChoice: Chosen = { choice: '', why: '', key: '' }

async function draw(
  context: SignedInContext,
  page: ReviewPage,
  chosen: Chosen,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { view, request } = context
  const item = await page.read(context)
  return sendDeskPage(context, {
    title: item.title,
    status: problems.length > 0 ? 422 : 200,
    children: (
      <DecisionPage
        view={view}
        item={item}
        action={request.url}
        mayDecide={view.rights.includes(page.right)}
        formKey={chosen.key || newToken()}
        chosen={chosen}
        problems={problems}
      />
    ),
  })
}

async function decide(context: SignedInContext, page: ReviewPage): Promise<unknown> {
  const { request, person, site } = context
  const chosen = {
    choice: fieldOf(request, 'choice'),
    why: fieldOf(request, 'why').trim(),
    key: fieldOf(request, 'key'),
  }
  if (!/^[0-9a-z]{20,64}$/.test(chosen.key)) throw new Failure('invalid', 'a form without its key')
  const { kind, id } = await page.read(context)
  const shop = decideWith(context)
  const [choice = '', seen] = chosen.choice.split(' ')
  const decision = { ...chosen, choice, kind, id, by: person.id, ...(seen && { seenMinor: Number(seen) }) }
  const outcome = await decideReviewItem(shop, decision)
  if (outcome.is === 'refused') return draw(context, page, chosen, outcome.because.map(problemOf))
  for (const job of getReviewKind(kind).wakes(shop)) site.worker.wake(job)
  // Who was asked has answered on the page itself.
  if (outcome.is === 'asked') return goTo(context, request.url)
  return goTo(context, link('desk', {}, { decided: outcome.is }))
}

const problemOf = (because: DecideRefusal): FieldProblem =>
  orNotFound(because !== 'unknown' && problems[because], 'review item')

const problems: Readonly<Record<Exclude<DecideRefusal, 'unknown'>, FieldProblem>> = {
  choice_missing: { field: 'choice', message: 'problem.choice_missing' },
  changed: { field: 'choice', message: 'problem.changed_meanwhile' },
  reason_missing: { field: 'why', message: 'problem.reason_missing' },
  reason_long: { field: 'why', message: 'problem.reason_long', values: { max: longestReason } },
}
