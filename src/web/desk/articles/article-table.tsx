import { type ArticlePlan, type SaleState, saleState, upToDate } from '../../../catalogue/article-plan.ts'
import type { ArticleVersion } from '../../../catalogue/article-version.ts'
import type { VatRates } from '../../../catalogue/vat-rate.ts'
import { amount } from '../../../kit/amount.ts'
import type { Instant } from '../../../kit/clock.ts'
import { formatFigure, formatMoney } from '../../../messages/format.ts'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import type { IconName } from '../../look/icon-strokes.ts'
import { State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { always } from './article-fields.ts'
import { advantageText, datesText, tariffText } from './plan-lines.ts'

type Props = { view: View; versions: readonly ArticleVersion[]; rates: VatRates; now: Instant; mayEdit: boolean }

/** The articles in the order of the window: price, credit, advantages with their dates, state. */
export function ArticleTable({ view, versions, rates, now, mayEdit }: Props) {
  const { t } = view
  if (versions.length === 0) return <p class="soft">{t('articles.none')}</p>
  return (
    <section aria-label={t('articles.caption')}>
      <table class="data list reflow" role="table">
        <caption class="vh">{t('articles.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('articles.number')}</th>
            <th scope="col">{t('articles.article')}</th>
            <th scope="col" class="end">
              {t('articles.price')}
            </th>
            <th scope="col" class="end">
              {t('articles.credit')}
            </th>
            <th scope="col">{t('articles.advantage')}</th>
            <th scope="col">{t('articles.state')}</th>
            {mayEdit && <th scope="col">{t('articles.order')}</th>}
          </tr>
        </thead>
        <tbody>
          {versions.map((version, index) => (
            <tr key={version.articleId}>
              <Row view={view} version={version} rates={rates} now={now} />
              {mayEdit && (
                <td>
                  <Mover view={view} version={version} isFirst={index === 0} isLast={index === versions.length - 1} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const looks: Readonly<Record<SaleState, { icon: IconName; tone?: 'good' }>> = {
  on_sale: { icon: 'check', tone: 'good' },
  later: { icon: 'hourglass' },
  over: { icon: 'cross' },
  retired: { icon: 'cross' },
}

function Row({ view, version, rates, now }: { view: View; version: ArticleVersion; rates: VatRates; now: Instant }) {
  const { t, language } = view
  const plan = upToDate(version.plan, now)
  const state = saleState(plan, now)
  const dated = (plan.startsAt !== always && plan.startsAt > now) || plan.endsAt !== null
  return (
    <>
      <td>{version.number}</td>
      <th scope="row">
        <a href={link('deskArticle', { articleId: version.articleId })}>{plan.titles[language]}</a>
        {dated && <small>{datesText(view, plan.startsAt > now ? plan.startsAt : null, plan.endsAt)}</small>}
      </th>
      <td class="end">{priceText(view, plan)}</td>
      <td class="end">{plan.free ? '' : formatFigure(plan.credit, language)}</td>
      <td>
        <Advantages view={view} plan={plan} rates={rates} />
      </td>
      <td>
        <State {...looks[state]}>{t(`articles.state_${state}`)}</State>
      </td>
    </>
  )
}

function priceText({ t, language }: View, { free, price }: ArticlePlan): string {
  if (!free) return formatMoney(price, language)
  const money = (minor: number): string => formatMoney(amount(minor, price.unit), language)
  return t('articles.bound', { lowest: money(free.lowestMinor), highest: money(free.highestMinor) })
}

function Advantages({ view, plan, rates }: { view: View; plan: ArticlePlan; rates: VatRates }) {
  const tariff = tariffText(view, plan, rates)
  if (plan.offers.length === 0 && tariff === '') return <span class="soft">{view.t('articles.nothing')}</span>
  return (
    <>
      {plan.offers.map((offer, index) => (
        <div key={index}>
          {advantageText(view, offer, plan.price.unit)}
          <small>{datesText(view, offer.startsAt, offer.endsAt)}</small>
        </div>
      ))}
      {tariff !== '' && <div>{tariff}</div>}
    </>
  )
}

type MoverProps = { view: View; version: ArticleVersion; isFirst: boolean; isLast: boolean }

/** Two plain buttons: up and down work without a mouse and without a script. */
function Mover({ view, version, isFirst, isLast }: MoverProps) {
  const { t } = view
  const button = (direction: 'up' | 'down') => (
    <button class="btn quiet sm" type="submit" name="direction" value={direction}>
      <Icon name={direction} size={18} />
      <span class="vh">
        {t(`articles.${direction}`)} {t('articles.one', { number: version.number })}
      </span>
    </button>
  )
  return (
    <form class="inline" method="post" action={link('deskArticleOrder')}>
      <CsrfToken view={view} />
      <input type="hidden" name="articleId" value={version.articleId} />
      {!isFirst && button('up')}
      {!isLast && button('down')}
    </form>
  )
}
