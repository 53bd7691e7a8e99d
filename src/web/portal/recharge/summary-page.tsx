import type { Shown } from '../../../credit/account-reader.ts'
import { type Amount, add } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatFigure, formatMoney, formatPercent } from '../../../messages/format.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import type { Balance } from '../../../printing/print-system.ts'
import { AccountNote } from '../../account-shown.tsx'
import { CsrfToken, ErrorSummary } from '../../look/form.tsx'
import { GoLink, Lead } from '../../look/page-head.tsx'
import { type Fact, Facts, Id, LedgerList, Notice } from '../../look/paper.tsx'
import { Steps } from '../../look/timeline.tsx'
import { creditText, dateText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

export type SummaryProps = {
  person: { name: string; login: string }
  /** Only an order that is placed has one. */
  orderNumber?: string
  article: { number: number; title: string }
  /** What is gained, until when; and the lowest price of the thirty days before a reduction. */
  offer?: { says: string; prior: Amount | undefined } | undefined
  price: Amount
  vat: Amount
  vatBp: number
  added: Amount
  account: Shown<Balance>
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
      <Lead title={t('summary.headline')} says={t(props.isRetry ? 'summary.retry_says' : 'summary.says')}>
        <ErrorSummary view={view} problems={props.problems} />
        {props.otherPaymentOpen && (
          <Notice tone="care" icon="warning">
            <p>{t('summary.other_payment')}</p>
          </Notice>
        )}
      </Lead>
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
  const { article, offer } = props
  const change = (what: 'summary.change_article' | 'summary.change_method') =>
    !props.isRetry && (
      <a href={props.back}>
        {t('summary.change')}
        <span class="vh"> {t(what)}</span>
      </a>
    )
  return (
    <Facts
      facts={[
        {
          label: t('summary.basket'),
          value: <b>{article.title}</b>,
          under: t('summary.sold_by', { number: article.number, seller: brand.seller.name }),
          way: change('summary.change_article'),
          wide: true,
        },
        offer && {
          label: t('summary.offer'),
          value: offer.says,
          ...(offer.prior && { under: t('recharge.prior', { price: formatMoney(offer.prior, view.language) }) }),
          wide: true,
        },
        props.orderNumber !== undefined && {
          label: t('summary.number'),
          value: <Id text={props.orderNumber} />,
          wide: true,
        },
        {
          label: t('summary.method'),
          value: view.method(props.method).long,
          way: change('summary.change_method'),
          wide: true,
        },
        ...whose(view, props),
      ]}
    />
  )
}

function whose(view: View, { person, terms }: SummaryProps): Fact[] {
  const { t, brand, language } = view
  return [
    { label: t('summary.name'), value: person.name },
    { label: t('summary.account'), value: writtenIn(brand.accountName, language), under: <Id text={person.login} /> },
    { label: t('summary.address'), value: brand.addressLines.map((line) => <div key={line}>{line}</div>) },
    {
      label: t('summary.terms'),
      value: (
        <>
          {t('summary.terms_accepted', { number: terms.number, date: dateText(view, terms.effectiveAt) })}{' '}
          <a href={link('termsVersion', { termsId: terms.termsId })}>{t('summary.read_again')}</a>
        </>
      ),
    },
  ]
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
  const balance = props.account.value
  return (
    <form method="post" action={props.action} data-once>
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
          ...(balance
            ? [{ label: t('recharge.new_balance'), figure: creditText(view, add(balance.total, props.added)) }]
            : []),
          { label: t('summary.duration'), figure: t('summary.no_end') },
          { label: t('summary.total'), figure: price, as: 'total' },
          {
            label: t('summary.vat', { rate: formatPercent(props.vatBp, language) }),
            figure: formatMoney(props.vat, language),
            as: 'sub',
          },
        ]}
      />
      <AccountNote view={view} account={props.account} />
      <div class="paybar">
        <button class="btn wide" type="submit">
          {t('summary.order', { amount: price })}
        </button>
      </div>
      <p>
        <GoLink href={props.back} label={t('summary.back')} icon="back" />
      </p>
    </form>
  )
}
