import { type Article, shopWindow } from '../../../catalogue/article.ts'
import { type ArticlePlan, changesAfter, planAt, saleState } from '../../../catalogue/article-plan.ts'
import type { ArticleVersion } from '../../../catalogue/article-version.ts'
import { priorPrices } from '../../../catalogue/prior-price.ts'
import type { VatRates } from '../../../catalogue/vat-rate.ts'
import { type Amount, add } from '../../../kit/amount.ts'
import type { Instant } from '../../../kit/clock.ts'
import { type Day, localDay, startOfDay } from '../../../kit/day.ts'
import { formatMoney } from '../../../messages/format.ts'
import { LedgerList } from '../../look/paper.tsx'
import { creditText, dateText, type View } from '../../look/view.ts'
import { ShownArticle } from '../../portal/recharge/article-card.tsx'
import type { SignedInContext } from '../../request-context.ts'

/** What is looked at: the published versions today, and those of the day, with a draft in place of one of them. */
export type Preview = {
  published: readonly ArticleVersion[]
  shown: readonly ArticleVersion[]
  /** The lowest prices of the thirty days before reductions that stand in the window of that day. */
  priors: ReadonlyMap<string, Amount>
  rates: VatRates
  day: Day
  now: Instant
}

/** The instant that stands for a day: now, when it is today. */
export const instantOf = (day: Day, { timeZone }: View, now: Instant): Instant =>
  day === localDay(now, timeZone) ? now : startOfDay(day, timeZone)

/** The lowest prices before reductions that stand in the window of a day; `drafted` is what may be published next. */
export async function readPriors(
  context: SignedInContext,
  { shown, rates, day, now }: Omit<Preview, 'published' | 'priors'>,
  drafted: readonly ArticleVersion[] = [],
): Promise<ReadonlyMap<string, Amount>> {
  const at = instantOf(day, context.view, now)
  return priorPrices(context.site.shop.database.db, shopWindow(shown, { rates, at }), at, drafted)
}

/** The shop window of that day, as a person sees it, and what differs from today’s. */
export function ShopWindow({ view, preview, isDraft }: { view: View; preview: Preview; isDraft: boolean }) {
  const { t } = view
  const at = instantOf(preview.day, view, preview.now)
  const articles = shopWindow(preview.shown, { rates: preview.rates, at })
  return (
    <>
      <div class="proof">
        <div>
          <p class="soft small mb3">
            {dateText(view, at, 'long')}
            {isDraft && (
              <>
                <br />
                {t('articles.preview_draft')}
              </>
            )}
          </p>
          {articles.length === 0 ? (
            <p>{t('articles.preview_none')}</p>
          ) : (
            <div class="articles">
              {articles.map((article) => (
                <ShownArticle
                  key={article.articleId}
                  view={view}
                  article={article}
                  now={at}
                  prior={preview.priors.get(article.articleId)}
                />
              ))}
            </div>
          )}
        </div>
      </div>
      <Difference view={view} preview={preview} then={articles} />
    </>
  )
}

function Difference({ view, preview, then }: { view: View; preview: Preview; then: readonly Article[] }) {
  const { t, language } = view
  const today = shopWindow(preview.published, { rates: preview.rates, at: preview.now })
  const textOf = (article: Article | undefined): string => {
    if (!article) return t('articles.not_on_sale')
    const price = formatMoney(article.price, language)
    return t('articles.for_credit', { price, credit: creditText(view, add(article.credit, article.bonus)) })
  }
  const ids = [...new Set([...today, ...then].map(({ articleId }) => articleId))]
  const lines = ids.flatMap((id) => {
    const pair = [today, then].map((articles) => articles.find(({ articleId }) => articleId === id))
    const [before, after] = pair.map(textOf)
    const number = (pair[0] ?? pair[1])?.number ?? 0
    return before === after ? [] : [{ number, before, after }]
  })
  return (
    <div>
      <h3 class="mb2">{t('articles.difference')}</h3>
      {lines.length === 0 ? (
        <p class="soft">{t('articles.no_difference')}</p>
      ) : (
        <ul class="stack g2">
          {lines.map(({ number, before, after }) => (
            <li key={number}>
              <b>{t('articles.one', { number })}</b>
              <br />
              <s class="soft">{before}</s> <span aria-hidden="true">→</span> {after}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What one article costs today and after each change to come: the usual price comes back by itself. */
export function PriceSteps({
  view,
  plan,
  number,
  now,
}: {
  view: View
  plan: ArticlePlan
  number: string
  now: Instant
}) {
  const { t, language } = view
  const textAt = (at: Instant): string => {
    if (saleState(plan, at) !== 'on_sale') return t('articles.not_on_sale')
    const { price, bonus } = planAt(plan, at)
    return bonus.minor > 0
      ? t('articles.for_credit', {
          price: formatMoney(price, language),
          credit: creditText(view, add(plan.credit, bonus)),
        })
      : formatMoney(price, language)
  }
  const steps = changesAfter(plan, now).map((at) => ({ label: dateText(view, at, 'long'), figure: textAt(at) }))
  return (
    <>
      <h3 class="mt5 mb2">{t('articles.prices_of', { number })}</h3>
      <LedgerList lines={[{ label: t('articles.today'), figure: textAt(now) }, ...steps]} />
      <p class="small soft mt2">{t('articles.frozen')}</p>
    </>
  )
}
