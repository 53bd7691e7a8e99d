import { type ArticlePlan, type SaleState, saleState, upToDate } from '../../../catalogue/article-plan.ts'
import type { ArticleVersion } from '../../../catalogue/article-version.ts'
import type { VatRates } from '../../../catalogue/vat-rate.ts'
import { amount } from '../../../kit/amount.ts'
import type { Instant } from '../../../kit/clock.ts'
import { formatFigure, formatMoney } from '../../../messages/format.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { DataTable } from '../../look/data-table.tsx'
import { CsrfToken } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import type { IconName } from '../../look/icon-strokes.ts'
import { State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { always } from './form/article-fields.ts'
import { advantageText, datesText, tariffText } from './plan-lines.ts'

type Props = { view: View; versions: readonly ArticleVersion[]; rates: VatRates; now: Instant; mayEdit: boolean }

/** The articles in the order of the window: price, credit, advantages with their dates, state. */
export function ArticleTable({ view, versions, rates, now, mayEdit }: Props) {
  const { t, language } = view
  const planOf = ({ plan }: ArticleVersion) => upToDate(plan, now)
  const mover = (version: ArticleVersion, index: number) => (
    <Mover view={view} version={version} isFirst={index === 0} isLast={index === versions.length - 1} />
  )
  return (
    <DataTable
      caption={t('articles.caption')}
      empty={t('articles.none')}
      phone="stack"
      layout="list"
      rows={versions}
      keyOf={({ articleId }) => articleId}
      columns={[
        { head: t('articles.number'), cell: ({ number }) => number },
        {
          head: t('articles.article'),
          as: 'name',
          cell: (version) => writtenIn(planOf(version).titles, language),
          href: ({ articleId }) => link('deskArticle', { articleId }),
          note: (version) => whenOnSale(view, planOf(version), now),
        },
        { head: t('articles.price'), as: 'figure', cell: (version) => priceText(view, planOf(version)) },
        {
          head: t('articles.credit'),
          as: 'figure',
          cell: ({ plan }) => (plan.free ? '' : formatFigure(plan.credit, language)),
        },
        {
          head: t('articles.advantage'),
          cell: (version) => <Advantages view={view} plan={planOf(version)} rates={rates} />,
        },
        {
          head: t('articles.state'),
          cell: (version) => <OnSale view={view} state={saleState(planOf(version), now)} />,
        },
        mayEdit && { head: t('articles.order'), cell: mover },
      ]}
    />
  )
}

const looks: Readonly<Record<SaleState, { icon: IconName; tone?: 'good' }>> = {
  on_sale: { icon: 'check', tone: 'good' },
  later: { icon: 'hourglass' },
  over: { icon: 'cross' },
  retired: { icon: 'cross' },
}

function OnSale({ view, state }: { view: View; state: SaleState }) {
  return <State {...looks[state]}>{view.t(`articles.state_${state}`)}</State>
}

/** From when to when, for an article that has not always been on sale or will not always be. */
function whenOnSale(view: View, { startsAt, endsAt }: ArticlePlan, now: Instant): string | undefined {
  const isLater = startsAt > now
  const dated = (startsAt !== always && isLater) || endsAt !== null
  return dated ? datesText(view, isLater ? startsAt : null, endsAt) : undefined
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
