import type { Article } from '../../catalogue/article.ts'
import { type Amount, add } from '../../kit/amount.ts'
import type { FieldProblem } from '../../kit/failure.ts'
import { formatFigure, formatMoney, formatPercent } from '../../messages/format.ts'
import { ErrorSummary, FieldError, Proof, Tick } from '../look/form.tsx'
import { Icon } from '../look/icon.tsx'
import { LedgerList, Steps } from '../look/paper.tsx'
import { creditText, dateText, type View } from '../look/view.ts'
import { link } from '../routes.ts'
import { pagesFor } from './home-page.tsx'

export type RechargeProps = {
  balance: Amount
  articles: readonly Article[]
  methods: readonly string[]
  chosen: { article: string | undefined; method: string | undefined }
  problems: readonly FieldProblem[]
}

export function RechargePage({ view, balance, articles, methods, chosen, problems }: RechargeProps & { view: View }) {
  const { t } = view
  if (articles.length === 0) {
    return (
      <div class="lead stack">
        <h1>{t('recharge.none_title')}</h1>
        <p>{t('recharge.none')}</p>
        <p>
          <a class="go" href={link('home')}>
            <Icon name="back" />
            {t('frame.back_home')}
          </a>
        </p>
      </div>
    )
  }
  return (
    <>
      <Steps view={view} at={1} />
      <div class="lead">
        <h1>{t('recharge.headline')}</h1>
        <p>{t('recharge.holds', { balance: creditText(view, balance) })}</p>
      </div>
      <ErrorSummary view={view} problems={problems} />
      <form method="post" action={link('recharge')}>
        <Proof view={view} />
        <Articles view={view} balance={balance} articles={articles} chosen={chosen.article} problems={problems} />
        <Methods view={view} methods={methods} chosen={chosen.method} problems={problems} />
        <Conditions view={view} problems={problems} />
      </form>
    </>
  )
}

type Part = { view: View; problems: readonly FieldProblem[] }

function Articles({
  view,
  balance,
  articles,
  chosen,
  problems,
}: Part & {
  balance: Amount
  articles: readonly Article[]
  chosen: string | undefined
}) {
  const { t } = view
  return (
    <fieldset class="band" id="article" tabindex={-1}>
      <legend class="vh">{t('recharge.amount')}</legend>
      <header>
        <h2>{t('recharge.amount')}</h2>
        <p class="small soft mt2">{t('recharge.amount_hint')}</p>
      </header>
      <div>
        <FieldError view={view} problems={problems} field="article" />
        <div class="articles">
          {articles.map((article) => (
            <ArticleCard
              key={article.articleId}
              view={view}
              article={article}
              balance={balance}
              checked={article.articleId === chosen}
            />
          ))}
        </div>
      </div>
    </fieldset>
  )
}

function ArticleCard({
  view,
  article,
  balance,
  checked,
}: {
  view: View
  article: Article
  balance: Amount
  checked: boolean
}) {
  const { t, language } = view
  const added = add(article.credit, article.bonus)
  return (
    <label class="article">
      {/* The version tells the server which price the person saw. */}
      <input type="radio" name="article" value={`${article.articleId}.${article.version}`} checked={checked} />
      <span class="price">
        <Price view={view} price={article.price} />
        {article.listPrice.minor > article.price.minor && (
          <>
            {' '}
            <s>
              <span class="vh">{t('recharge.usual_price')} </span>
              {formatMoney(article.listPrice, language)}
            </s>
          </>
        )}
      </span>
      <span class="offer">
        <Offer view={view} article={article} />
        <small>{t('recharge.article', { number: article.number, title: article.titles[language] })}</small>
        {article.descriptions[language] !== '' && <small>{article.descriptions[language]}</small>}
      </span>
      <LedgerList
        lines={[
          { label: t('recharge.added'), figure: formatFigure(added, language) },
          { label: t('recharge.new_balance'), figure: <b>{formatFigure(add(balance, added), language)}</b> },
        ]}
      />
      <span class="eq">{t('recharge.pages', pagesFor(view, added.minor))}</span>
    </label>
  )
}

/** The sign of the currency stands smaller beside the figure. */
function Price({ view, price }: { view: View; price: Amount }) {
  const text = formatMoney(price, view.language)
  const match = /^(.*?)([\d.,\u202f\u00a0 ]*\d)(.*)$/.exec(text)
  if (!match) return <>{text}</>
  return (
    <>
      {match[1] && <small>{match[1]}</small>}
      {match[2]}
      {match[3] && <small>{match[3]}</small>}
    </>
  )
}

function Offer({ view, article }: { view: View; article: Article }) {
  const { t, language } = view
  const saved = article.listPrice.minor - article.price.minor
  const until = article.endsAt && saved > 0 ? ` ${t('recharge.until', { date: dateText(view, article.endsAt) })}` : ''
  return (
    <>
      {saved > 0 && (
        <span class="flag">
          <Icon name="percent" size={18} />
          {t('recharge.discount', {
            percent: formatPercent(Math.floor((saved * 10_000) / article.listPrice.minor), language),
          })}
          {until}
        </span>
      )}
      {article.bonus.minor > 0 && (
        <span class="flag">
          <Icon name="gift" size={18} />
          {t('recharge.bonus', { bonus: creditText(view, article.bonus) })}
        </span>
      )}
    </>
  )
}

function Methods({
  view,
  methods,
  chosen,
  problems,
}: Part & { methods: readonly string[]; chosen: string | undefined }) {
  const { t } = view
  const first = methods.some((method) => method === chosen) ? chosen : methods[0]
  return (
    <fieldset class="band" id="method" tabindex={-1}>
      <legend class="vh">{t('recharge.payment')}</legend>
      <header>
        <h2>{t('recharge.payment')}</h2>
        <p class="small soft mt2">{t('recharge.payment_hint')}</p>
      </header>
      <div>
        <FieldError view={view} problems={problems} field="method" />
        <div class="choices">
          {methods.map(view.method).map(({ id, name, hint, icon }) => (
            <label class="choice" key={id}>
              <input type="radio" name="method" value={id} checked={id === first} />
              <span>
                {name}
                <small>{hint}</small>
              </span>
              <Icon name={icon} size={22} />
            </label>
          ))}
        </div>
      </div>
    </fieldset>
  )
}

function Conditions({ view, problems }: Part) {
  const { t } = view
  return (
    <fieldset class="band">
      <legend class="vh">{t('recharge.terms')}</legend>
      <header>
        <h2>{t('recharge.terms')}</h2>
      </header>
      <div class="stack g2">
        <p>
          <a class="go" href={link('terms')}>
            <Icon name="document" />
            {t('recharge.read_terms')}
          </a>
        </p>
        <Tick view={view} name="terms" problems={problems}>
          {t('recharge.accept_terms')}
        </Tick>
        <Tick view={view} name="immediate">
          {t('recharge.immediate')}
        </Tick>
        <p class="row actions mt3">
          <button class="btn" type="submit">
            {t('recharge.next')}
            <Icon name="forward" />
          </button>
          <a class="go" href={link('home')}>
            {t('frame.back_home')}
          </a>
        </p>
      </div>
    </fieldset>
  )
}
