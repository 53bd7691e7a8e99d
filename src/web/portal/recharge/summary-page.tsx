import { type Amount, add } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatFigure, formatMoney, formatPercent } from '../../../messages/format.ts'
import { CsrfToken, ErrorSummary } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { Id, LedgerList, Notice, Steps } from '../../look/paper.tsx'
import { creditText, dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

export type SummaryProps = {
  person: { name: string; login: string }
  /** Only an order that is placed has one. */
  orderNumber?: string
  article: { number: number; title: string }
  price: Amount
  vat: Amount
  vatBp: number
  added: Amount
  balance: Amount
  method: string
  terms: { termsId: string; number: number; effectiveAt: string }
  problems: readonly FieldProblem[]
  /** Where the button posts to, and what it carries beside the proof. */
  action: string
  hidden: Readonly<Record<string, string>>
  back: string
  isRetry: boolean
  otherPaymentOpen: boolean
}

export function SummaryPage({ view, ...props }: SummaryProps & { view: View }) {
  const { t } = view
  return (
    <>
      <Steps view={view} at={2} />
      <div class="lead">
        <h1>{t('summary.headline')}</h1>
        <p>{t(props.isRetry ? 'summary.retry_says' : 'summary.says')}</p>
        <ErrorSummary view={view} problems={props.problems} />
        {props.otherPaymentOpen && (
          <Notice tone="care" icon="warning">
            <p>{t('summary.other_payment')}</p>
          </Notice>
        )}
      </div>
      <div class="sheet stub">
        <Choices view={view} {...props} />
        <OrderForm view={view} {...props} />
      </div>
      <p class="small soft mt5 narrow">
        {t('summary.fine')} <a href={link('terms')}>{t('summary.before')}</a>
        {view.withdrawal.offered && <> {t('withdrawal.before_order', { days: view.withdrawal.days })}</>}
      </p>
    </>
  )
}

function Choices({ view, ...props }: SummaryProps & { view: View }) {
  const { t, brand } = view
  const { article } = props
  const change = (what: 'summary.change_article' | 'summary.change_method') =>
    !props.isRetry && (
      <a href={props.back}>
        {t('summary.change')}
        <span class="vh"> {t(what)}</span>
      </a>
    )
  return (
    <dl class="facts">
      <div class="full">
        <dt>{t('summary.basket')}</dt>
        <dd>
          <b>{article.title}</b>
        </dd>
        <dd class="row">
          <span class="soft">{t('summary.sold_by', { number: article.number, seller: brand.seller.name })}</span>
          {change('summary.change_article')}
        </dd>
      </div>
      {props.orderNumber !== undefined && (
        <div class="full">
          <dt>{t('summary.number')}</dt>
          <dd>
            <Id text={props.orderNumber} />
          </dd>
        </div>
      )}
      <div class="full">
        <dt>{t('summary.method')}</dt>
        <dd class="row">
          <span>{view.method(props.method).long}</span>
          {change('summary.change_method')}
        </dd>
      </div>
      <Whose view={view} {...props} />
    </dl>
  )
}

function Whose({ view, person, terms }: SummaryProps & { view: View }) {
  const { t, brand, language } = view
  return (
    <>
      <div>
        <dt>{t('summary.name')}</dt>
        <dd>{person.name}</dd>
      </div>
      <div>
        <dt>{t('summary.account')}</dt>
        <dd>
          {brand.accountName[language]}
          <br />
          <Id text={person.login} />
        </dd>
      </div>
      <div>
        <dt>{t('summary.address')}</dt>
        <dd>
          {brand.addressLines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </dd>
      </div>
      <div>
        <dt>{t('summary.terms')}</dt>
        <dd>
          {t('summary.terms_accepted', { number: terms.number, date: dateText(view, terms.effectiveAt) })}{' '}
          <a href={link('termsVersion', { termsId: terms.termsId })}>{t('summary.read_again')}</a>
        </dd>
      </div>
    </>
  )
}

/** The numeral's font has digits only: the sign of the money stands beside it, in the text's own. */
function Numeral({ price, language }: { price: Amount; language: View['language'] }) {
  const figure = formatFigure(price, language)
  const [before = '', after = ''] = formatMoney(price, language).split(figure)
  return (
    <p class="numeral mid mt2">
      {before && <small>{before}</small>}
      {figure}
      {after && <small>{after}</small>}
    </p>
  )
}

/** Nothing but price, credit, duration and total stands above the one control that starts a payment. */
function OrderForm({ view, ...props }: SummaryProps & { view: View }) {
  const { t, language } = view
  const price = formatMoney(props.price, language)
  return (
    <form class="stack g5" method="post" action={props.action} data-once>
      <CsrfToken view={view} />
      {Object.entries(props.hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div>
        <p class="soft">{t('summary.to_pay')}</p>
        <Numeral price={props.price} language={language} />
      </div>
      <LedgerList
        lines={[
          { label: t('recharge.added'), figure: creditText(view, props.added) },
          { label: t('recharge.new_balance'), figure: creditText(view, add(props.balance, props.added)) },
          { label: t('summary.duration'), figure: t('summary.no_end') },
          { label: t('summary.total'), figure: price, as: 'total' },
          {
            label: t('summary.vat', { rate: formatPercent(props.vatBp, language) }),
            figure: formatMoney(props.vat, language),
            as: 'sub',
          },
        ]}
      />
      <div class="stack g3">
        <button class="btn wide" type="submit">
          {t('summary.order', { amount: price })}
        </button>
        <p>
          <a class="go" href={props.back}>
            <Icon name="back" />
            {t('summary.back')}
          </a>
        </p>
      </div>
    </form>
  )
}
