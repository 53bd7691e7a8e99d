import type { Article } from '../../../catalogue/article.ts'
import type { FreeAmount } from '../../../catalogue/free-amount.ts'
import { type Amount, add, amount } from '../../../kit/amount.ts'
import { type Instant, later } from '../../../kit/clock.ts'
import { localDay } from '../../../kit/day.ts'
import { formatFigure, formatMoney, formatPercent } from '../../../messages/format.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { Icon } from '../../look/icon.tsx'
import { LedgerList } from '../../look/paper.tsx'
import { creditText, dateText, type View } from '../../look/view.ts'

export type ArticleCardProps = {
  view: View
  article: Article
  balance: Amount | undefined
  now: Instant
  checked: boolean
  /** The lowest price of the thirty days before its reduction. */
  prior?: Amount | undefined
}

/** A card one only looks at: what a person would see, shown at the desk. */
export function ShownArticle({
  view,
  article,
  now,
  prior,
}: Pick<ArticleCardProps, 'view' | 'article' | 'now' | 'prior'>) {
  const { t, language } = view
  const added = formatFigure(add(article.credit, article.bonus), language)
  const line = article.free
    ? { label: t('recharge.free_rate', { price: formatMoney(article.price, language) }), figure: added }
    : { label: t('recharge.added'), figure: added }
  return (
    <div class="article">
      {article.free && <span class="price">{t('recharge.free')}</span>}
      <ArticleFace view={view} article={article} now={now} prior={prior} />
      {article.free && <small>{boundsText(view, article, article.free)}</small>}
      <LedgerList lines={[line]} />
    </div>
  )
}

export function boundsText({ t, language }: View, { price }: Article, free: FreeAmount): string {
  const money = (minor: number) => formatMoney(amount(minor, price.unit), language)
  return t('recharge.free_bounds', {
    lowest: money(free.lowestMinor),
    highest: money(free.highestMinor),
    step: money(free.stepMinor),
  })
}

/** Price, advantage and texts; every text is a text, whatever signs it holds. */
export function ArticleFace({
  view,
  article,
  now,
  prior,
}: Pick<ArticleCardProps, 'view' | 'article' | 'now' | 'prior'>) {
  const { t, language } = view
  return (
    <>
      {!article.free && (
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
      )}
      <span class="offer">
        <OfferFlag view={view} article={article} now={now} />
        {prior && <small>{t('recharge.prior', { price: formatMoney(prior, language) })}</small>}
        <small>{t('recharge.article', { number: article.number, title: writtenIn(article.titles, language) })}</small>
        {writtenIn(article.descriptions, language) !== '' && <small>{writtenIn(article.descriptions, language)}</small>}
      </span>
    </>
  )
}

/** The sign of the currency stands smaller beside the figure. */
function Price({ view, price }: { view: View; price: Amount }) {
  const text = formatMoney(price, view.language)
  const match = /^(\D*)(\d.*\d|\d)(\D*)$/.exec(text)
  if (!match) return <>{text}</>
  return (
    <>
      {match[1] && <small>{match[1]}</small>}
      {match[2]}
      {match[3] && <small>{match[3]}</small>}
    </>
  )
}

function OfferFlag({ view, article, now }: Pick<ArticleCardProps, 'view' | 'article' | 'now'>) {
  const says = offerSays(view, article, now)
  if (says === undefined) return null
  return (
    <span class="flag">
      <Icon name={article.offer?.kind === 'bonus' ? 'gift' : 'percent'} size={18} />
      {says}
    </span>
  )
}

/** `Remise de 10 %, jusqu’au 31 janvier 2027`; undefined without an offer. */
export function offerSays(view: View, article: Article, now: Instant): string | undefined {
  const { t, language, timeZone } = view
  const { offer } = article
  if (!offer) return undefined
  const saving =
    offer.kind === 'percent'
      ? formatPercent(offer.value, language)
      : formatMoney(amount(offer.value, article.price.unit), language)
  const gives =
    offer.kind === 'bonus'
      ? t('recharge.bonus', { bonus: creditText(view, article.bonus) })
      : t('recharge.discount', { saving })
  const last = offer.endsAt && later(offer.endsAt, -1)
  if (!last) return gives
  const isLastDay = localDay(last, timeZone) === localDay(now, timeZone)
  const until = isLastDay ? t('recharge.last_day') : t('recharge.until', { date: dateText(view, last) })
  return `${gives}, ${until}`
}
