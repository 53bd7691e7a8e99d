import { saysPageCosts } from '../../../brand/brand-content.ts'
import type { Article } from '../../../catalogue/article.ts'
import type { FreeAmount } from '../../../catalogue/free-amount.ts'
import { type Amount, add } from '../../../kit/amount.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { formatFigure, formatMoney } from '../../../messages/format.ts'
import { Field, FieldError } from '../../look/form.tsx'
import { LedgerList } from '../../look/paper.tsx'
import { creditText } from '../../look/view.ts'
import { pagesFor } from '../account/home-page.tsx'
import { type ArticleCardProps, ArticleFace, boundsText } from './article-card.tsx'
import type { RechargePart, RechargeProps } from './recharge-page.tsx'

export function Articles({
  view,
  balance,
  articles,
  priors,
  now,
  chosen,
  problems,
}: RechargePart & Pick<RechargeProps, 'articles' | 'priors' | 'now' | 'chosen'> & { balance: Amount | undefined }) {
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
          {articles.map((article) => {
            const card = { view, article, balance, now, checked: article.articleId === chosen.article }
            return article.free ? (
              <FreeAmountCard
                key={article.articleId}
                {...card}
                free={article.free}
                typed={chosen.amounts[article.articleId]}
                problems={problems}
              />
            ) : (
              <ArticleCard key={article.articleId} {...card} prior={priors.get(article.articleId)} />
            )
          })}
        </div>
      </div>
    </fieldset>
  )
}

/** Price and credit travel with the choice: the server compares them with what is in force. */
const choiceOf = ({ articleId, price, credit, bonus }: Article): string =>
  `${articleId}.${price.minor}.${credit.minor + bonus.minor}`

export function ArticleCard({ view, article, balance, now, checked, prior }: ArticleCardProps) {
  const { t, language } = view
  const added = add(article.credit, article.bonus)
  return (
    <label class="article">
      <input
        type="radio"
        name="article"
        value={choiceOf(article)}
        checked={checked}
        data-price={formatMoney(article.price, language)}
      />
      <ArticleFace view={view} article={article} now={now} prior={prior} />
      <LedgerList
        lines={[
          { label: t('recharge.added'), figure: formatFigure(added, language) },
          ...(balance
            ? [{ label: t('recharge.new_balance'), figure: <b>{formatFigure(add(balance, added), language)}</b> }]
            : []),
        ]}
      />
      {saysPageCosts(view.brand) && <span class="eq">{t('recharge.pages', pagesFor(view, added.minor))}</span>}
    </label>
  )
}

/** The amount is typed; the radio stands apart from the field, because a label holds one control. */
export function FreeAmountCard({
  view,
  article,
  free,
  now,
  checked,
  typed = '',
  problems,
}: ArticleCardProps & { free: FreeAmount; typed: string | undefined; problems: readonly FieldProblem[] }) {
  const { t, language } = view
  const { price, credit } = article
  return (
    <div class="article">
      <label>
        <input type="radio" name="article" value={choiceOf(article)} checked={checked} />
        <span class="price">{t('recharge.free')}</span>
      </label>
      <ArticleFace view={view} article={article} now={now} />
      <Field
        view={view}
        name={`amount_${article.articleId}`}
        label={t('recharge.free_amount', { currency: price.unit })}
        hint={boundsText(view, article, free)}
        value={typed}
        inputmode="decimal"
        autocomplete="off"
        problems={problems}
      />
      <span class="eq">
        {t('recharge.free_gives', { price: formatMoney(price, language), credit: creditText(view, credit) })}
      </span>
    </div>
  )
}
