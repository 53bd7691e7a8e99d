import type { Article } from '../../../catalogue/article.ts'
import type { Shown } from '../../../credit/account-reader.ts'
import type { Amount } from '../../../kit/amount.ts'
import type { Instant } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatMoney } from '../../../messages/format.ts'
import type { Balance } from '../../../printing/print-system.ts'
import { AccountNote } from '../../account-shown.tsx'
import { Options, Tick } from '../../look/choice.tsx'
import { CsrfToken, ErrorSummary } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { Notice } from '../../look/paper.tsx'
import { Steps } from '../../look/timeline.tsx'
import { creditText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { Articles } from './article-choice.tsx'
import type { Chosen, OfferedMethod } from './payer-choice.ts'

export type RechargeProps = {
  account: Shown<Balance>
  articles: readonly Article[]
  methods: readonly OfferedMethod[]
  /** By article: the lowest price of the thirty days before its reduction. */
  priors: ReadonlyMap<string, Amount>
  now: Instant
  chosen: Chosen
  problems: readonly FieldProblem[]
}

export function RechargePage({ view, ...props }: RechargeProps & { view: View }) {
  const { t } = view
  const { account, articles, methods, priors, now, chosen, problems } = props
  if (articles.length === 0) {
    return (
      <Lead title={t('recharge.none_title')} says={t('recharge.none')}>
        <p>
          <GoLink href={link('home')} label={t('frame.back_home')} icon="back" />
        </p>
      </Lead>
    )
  }
  return (
    <>
      <Steps view={view} at={1} />
      <Lead
        title={t('recharge.headline')}
        says={account.value && t('recharge.holds', { balance: creditText(view, account.value.total) })}
      >
        <AccountNote view={view} account={account} />
      </Lead>
      <ErrorSummary view={view} problems={problems} />
      <form method="post" action={link('recharge')}>
        <CsrfToken view={view} />
        <Articles
          view={view}
          balance={account.value?.total}
          articles={articles}
          priors={priors}
          now={now}
          chosen={chosen}
          problems={problems}
        />
        <Methods view={view} methods={methods} chosen={chosen} problems={problems} />
        <Conditions view={view} chosen={chosen} problems={problems} />
        <PayBar view={view} article={articles.find(({ articleId }) => articleId === chosen.article)} />
        <p>
          <GoLink href={link('home')} label={t('frame.back_home')} />
        </p>
      </form>
    </>
  )
}

export type RechargePart = { view: View; problems: readonly FieldProblem[] }

function Methods({ view, methods, chosen, problems }: RechargePart & Pick<RechargeProps, 'methods' | 'chosen'>) {
  const { t } = view
  const open = methods.filter(({ isAvailable }) => isAvailable)
  const first = open.find(({ id }) => id === chosen.method) ?? open[0]
  return (
    <fieldset class="band" id="method" tabindex={-1}>
      <legend class="vh">{t('recharge.payment')}</legend>
      <header>
        <h2>{t('recharge.payment')}</h2>
        <p class="small soft mt2">{t('recharge.payment_hint')}</p>
      </header>
      <div>
        {first === undefined && (
          <Notice tone="care" icon="warning">
            <p>{t('method.none')}</p>
          </Notice>
        )}
        <Options
          view={view}
          name="method"
          problems={problems}
          chosen={first?.id}
          options={methods.map(({ id, isAvailable }) => {
            const { name, hint, icon } = view.method(id)
            const says = isAvailable ? hint : t('method.unavailable')
            return { value: id, label: name, says, icon, isClosed: !isAvailable }
          })}
        />
      </div>
    </fieldset>
  )
}

function Conditions({ view, chosen, problems }: RechargePart & { chosen: Chosen }) {
  const { t } = view
  return (
    <fieldset class="band">
      <legend class="vh">{t('recharge.terms')}</legend>
      <header>
        <h2>{t('recharge.terms')}</h2>
      </header>
      <div class="stack g2">
        <p>
          <GoLink href={link('terms')} label={t('recharge.read_terms')} icon="document" />
        </p>
        <Tick view={view} name="terms" checked={chosen.terms} problems={problems}>
          {t('recharge.accept_terms')}
        </Tick>
        <Tick view={view} name="immediate" checked={chosen.immediate}>
          {t('recharge.immediate', { days: view.withdrawal.days })}
        </Tick>
      </div>
    </fieldset>
  )
}

/** The amount and the button, in reach of the thumb wherever one is on the page. */
function PayBar({ view: { t, language }, article }: { view: View; article: Article | undefined }) {
  return (
    <div class="paybar">
      <p>
        <b data-chosen>{article && !article.free && formatMoney(article.price, language)}</b>
      </p>
      <button class="btn" type="submit">
        {t('recharge.next')}
        <Icon name="forward" />
      </button>
    </div>
  )
}
