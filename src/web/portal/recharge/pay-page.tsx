import type { FormPost } from '../../../gateways/gateway.ts'
import type { Amount } from '../../../kit/amount.ts'
import { formatMoney } from '../../../messages/format.ts'
import { GoLink } from '../../look/go-link.tsx'
import { Icon } from '../../look/icon.tsx'
import { Lead } from '../../look/page-head.tsx'
import { Steps } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

/** The last page of ours before the hosted page: posts itself with JavaScript, waits for a click without. */
export function PayPage({
  view,
  form,
  price,
  orderId,
}: {
  view: View
  form: FormPost
  price: Amount
  orderId: string
}) {
  const { t } = view
  return (
    <>
      <Steps view={view} at={3} />
      <Lead title={t('pay.headline')} says={t('pay.says', { amount: formatMoney(price, view.language) })}>
        <form
          class="row actions mt3"
          method="post"
          action={form.action}
          data-autopost
          data-back={link('order', { orderId })}
          accept-charset="utf-8"
        >
          {form.fields.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button class="btn" type="submit">
            {t('pay.go')}
            <Icon name="forward" />
          </button>
          <GoLink href={link('order', { orderId })} label={t('pay.follow')} />
        </form>
      </Lead>
    </>
  )
}
