import { type Instant, nowOf } from '../../../kit/clock.ts'
import { Failure, type FieldProblem, orNotFound } from '../../../kit/failure.ts'
import { newToken } from '../../../kit/id.ts'
import { sameText } from '../../../kit/secret-box.ts'
import { lastDayToRefund } from '../../../orders/withdrawal-period.ts'
import { type Declaration, declareWithdrawal, readDeclaration } from '../../../withdrawals/declare-withdrawal.ts'
import { ordersToWithdraw } from '../../../withdrawals/withdrawable-orders.ts'
import { findWithdrawal } from '../../../withdrawals/withdrawal.ts'
import { goTo, sendPage } from '../../answer.ts'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { Id } from '../../look/paper.tsx'
import { dateText, dayText, timeText, type View } from '../../look/view.ts'
import { fieldOf, paramOf, queryOf, type RequestContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import { WithdrawalConfirmation, WithdrawalForm } from './withdrawal-pages.tsx'

const longestTyped = 400

/** The first of two steps. Who is signed in finds name and address filled in, and the orders that it may be about. */
export async function showWithdrawal(context: RequestContext): Promise<unknown> {
  const { person, request } = context
  const contract = (queryOf(request, 'contract') ?? '').slice(0, longestTyped)
  return drawForm(context, { name: person?.name ?? '', email: person?.email ?? '', contract }, [])
}

async function drawForm(
  context: RequestContext,
  typed: Declaration,
  problems: readonly FieldProblem[],
): Promise<unknown> {
  const { site, person, view } = context
  requireOffered(context)
  const { db, clock } = site.shop.database
  const counted = { days: site.config.withdrawal.days, timeZone: view.timeZone }
  const orders = person ? await ordersToWithdraw(db, { personId: person.id, now: nowOf(clock), ...counted }) : []
  const only = orders.length === 1 && typed.contract === '' ? orders[0]?.order.number : undefined
  return sendPage(context, {
    title: view.t('withdrawal.title'),
    status: problems.length > 0 ? 422 : 200,
    children: (
      <WithdrawalForm
        view={view}
        days={counted.days}
        orders={orders}
        typed={{ ...typed, contract: only ?? typed.contract }}
        problems={problems}
      />
    ),
  })
}

function requireOffered({ site }: RequestContext): void {
  orNotFound(site.config.withdrawal.offered, 'page: withdrawal is not offered')
}

const typedIn = ({ request }: RequestContext): Declaration => ({
  name: fieldOf(request, 'name').slice(0, longestTyped),
  contract: fieldOf(request, 'contract').slice(0, longestTyped),
  email: fieldOf(request, 'email').slice(0, longestTyped),
})

/** The second step: what was typed, and the button that declares it. Nothing is written yet. */
export async function declare(context: RequestContext): Promise<unknown> {
  const { view, request } = context
  requireOffered(context)
  const typed = typedIn(context)
  if (fieldOf(request, 'change') === 'yes') return drawForm(context, typed, [])
  try {
    const declaration = readDeclaration(typed)
    return await sendPage(context, {
      title: view.t('withdrawal.confirm_title'),
      children: <WithdrawalConfirmation view={view} declaration={declaration} formKey={newToken()} />,
    })
  } catch (error) {
    if (!(error instanceof Failure) || error.problems.length === 0) throw error
    return drawForm(context, typed, error.problems)
  }
}

/** The button was pressed: the declaration is stored and acknowledged, whatever contract it names. */
export async function confirmWithdrawal(context: RequestContext): Promise<unknown> {
  const { view, request, site, person } = context
  requireOffered(context)
  const typed = typedIn(context)
  const key = fieldOf(request, 'key')
  if (!/^[0-9a-z]{20,64}$/.test(key)) throw new Failure('invalid', 'a form without its key')
  try {
    const wish = { ...typed, key, language: view.language, person, address: request.ip }
    const { id } = await declareWithdrawal(site.shop.database, wish)
    site.worker.wake('mails')
    return await goTo(context, link('withdrawalReceived', { token: `${id}.${site.secretBox.sign('withdrawal', id)}` }))
  } catch (error) {
    if (!(error instanceof Failure) || error.problems.length === 0) throw error
    site.shop.log.warn({ why: error.message }, 'withdrawal refused')
    return drawForm(context, typed, error.problems)
  }
}

/** When it came and what happens next; nothing of what was typed, which the letter holds. */
export async function showReceived(context: RequestContext): Promise<unknown> {
  const { site, view, request } = context
  const [id = '', mark = ''] = paramOf(request, 'token').split('.')
  const isOurs = sameText(site.secretBox.sign('withdrawal', id), mark)
  const withdrawal = orNotFound(isOurs ? await findWithdrawal(site.shop.database.db, id) : undefined, 'withdrawal')
  return sendPage(context, {
    title: view.t('withdrawal.received_title'),
    children: <WithdrawalReceived view={view} declaredAt={withdrawal.declaredAt} id={withdrawal.id} />,
  })
}

/** It is received: when, and what follows. The same words whatever contract was named. */
export function WithdrawalReceived({ view, declaredAt, id }: { view: View; declaredAt: Instant; id: string }) {
  const { t } = view
  const deadline = dayText(view, lastDayToRefund(declaredAt, view.timeZone))
  return (
    <Lead title={t('withdrawal.received_title')}>
      <p role="status">
        {t('withdrawal.received_at', { date: dateText(view, declaredAt), time: timeText(view, declaredAt) })}
      </p>
      <p>{t('withdrawal.received_mail')}</p>
      <p>{t('withdrawal.received_next', { date: deadline })}</p>
      <p class="small soft">
        {t('withdrawal.received_id')} <Id text={id} />
      </p>
      <p>
        <GoLink href={link('home')} label={t('frame.back_home')} icon="back" />
      </p>
    </Lead>
  )
}
