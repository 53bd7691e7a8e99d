import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { Declaration } from '../../../withdrawals/declare-withdrawal.ts'
import type { WithdrawableOrder } from '../../../withdrawals/withdrawable-orders.ts'
import { WaysOn } from '../../look/choice.tsx'
import { CsrfToken, ErrorSummary, Field } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { Lead } from '../../look/page-head.tsx'
import { Facts, Id } from '../../look/paper.tsx'
import { dateText, dayText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type FormProps = {
  view: View
  days: number
  orders: readonly WithdrawableOrder[]
  typed: Declaration
  problems: readonly FieldProblem[]
}

/** Step one: who withdraws, from which contract, and where the acknowledgement goes. */
export function WithdrawalForm({ view, days, orders, typed, problems }: FormProps) {
  const { t } = view
  return (
    <Lead title={t('withdrawal.title')} says={t('withdrawal.says', { days })}>
      <ErrorSummary view={view} problems={problems} />
      {orders.length > 1 && <OwnOrders view={view} orders={orders} />}
      <form class="stack narrow mt4" method="post" action={link('withdrawal')}>
        <CsrfToken view={view} />
        <Field
          view={view}
          name="name"
          label={t('withdrawal.name')}
          value={typed.name}
          autocomplete="name"
          problems={problems}
        />
        <Field
          view={view}
          name="contract"
          label={t('withdrawal.contract')}
          hint={t('withdrawal.contract_hint')}
          value={typed.contract}
          autocomplete="off"
          problems={problems}
        />
        <Field
          view={view}
          name="email"
          type="email"
          label={t('withdrawal.email')}
          hint={t('withdrawal.email_hint')}
          value={typed.email}
          autocomplete="email"
          inputmode="email"
          problems={problems}
        />
        <p class="actions">
          <button class="btn" type="submit">
            {t('withdrawal.continue')}
            <Icon name="forward" />
          </button>
        </p>
      </form>
    </Lead>
  )
}

function OwnOrders({ view, orders }: Pick<FormProps, 'view' | 'orders'>) {
  const { t, language } = view
  const priceOf = (order: WithdrawableOrder['order']) =>
    formatMoney({ minor: order.priceMinor, unit: order.currency }, language)
  return (
    <section class="mt4 narrow" aria-labelledby="orders">
      <h2 class="mb3" id="orders">
        {t('withdrawal.which')}
      </h2>
      <WaysOn
        ways={orders.map(({ order, lastDay }) => ({
          key: order.id,
          href: link('withdrawal', {}, { contract: order.number }),
          label: `${priceOf(order)}, ${dateText(view, order.placedAt)}`,
          says: (
            <>
              <Id text={order.number} /> – {t('withdrawal.until', { date: dayText(view, lastDay) })}
            </>
          ),
          icon: 'receipt',
        }))}
      />
    </section>
  )
}

type ConfirmationProps = { view: View; declaration: Declaration; formKey: string }

/** Step two: the declaration as it will be stored, and its own button. */
export function WithdrawalConfirmation({ view, declaration, formKey }: ConfirmationProps) {
  const { t } = view
  const { name, contract, email } = declaration
  return (
    <Lead title={t('withdrawal.confirm_title')} says={t('withdrawal.confirm_says')}>
      <section class="ticket narrow mt4" aria-labelledby="declaration">
        <h2 class="title mb3" id="declaration">
          {t('withdrawal.sentence')}
        </h2>
        <Facts
          facts={[
            { label: t('withdrawal.name'), value: name },
            { label: t('withdrawal.contract'), value: <Id text={contract} /> },
            { label: t('withdrawal.email'), value: <Id text={email} /> },
          ]}
        />
      </section>
      <form class="mt4" method="post" action={link('withdrawalConfirmation')} data-once>
        <CsrfToken view={view} />
        <input type="hidden" name="key" value={formKey} />
        <Typed declaration={declaration} />
        <p class="actions">
          <button class="btn" type="submit">
            {t('withdrawal.confirm')}
          </button>
        </p>
      </form>
      <form class="mt3" method="post" action={link('withdrawal')}>
        <CsrfToken view={view} />
        <input type="hidden" name="change" value="yes" />
        <Typed declaration={declaration} />
        <button class="btn quiet" type="submit">
          <Icon name="back" />
          {t('withdrawal.change')}
        </button>
      </form>
    </Lead>
  )
}

const Typed = ({ declaration }: { declaration: Declaration }) => (
  <>
    {Object.entries(declaration).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
)
