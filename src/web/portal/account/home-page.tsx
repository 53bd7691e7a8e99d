import { saysPageCosts } from '../../../brand/brand-content.ts'
import type { Shown } from '../../../credit/account-reader.ts'
import { credit } from '../../../kit/amount.ts'
import { textIn } from '../../../kit/language.ts'
import { creditName, formatCount, formatFigure } from '../../../messages/format.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import type { OrderLine } from '../../../order-history/order-situation.ts'
import type { Balance, UsageShare } from '../../../printing/print-system.ts'
import { AccountNote, type ShownHistory } from '../../account-shown.tsx'
import { Icon } from '../../look/icon.tsx'
import { OwnWords } from '../../look/own-words.tsx'
import { GoLink } from '../../look/page-head.tsx'
import { Id, LedgerList, Notice, Sentence } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { OpenOrders } from '../orders/open-orders.tsx'
import { type HistoryPapers, HistoryTable } from './history-table.tsx'
import { type Period, Usage } from './own-usage.tsx'

export type HomeProps = {
  person: { name: string; login: string }
  account: Shown<Balance>
  openOrders: readonly OrderLine[]
  moreOpenOrders: boolean
  usage: Shown<UsageShare[]>
  period: Period
  usageFrom: string
  history: ShownHistory
  papers: HistoryPapers
}

export function HomePage({ view, ...props }: HomeProps & { view: View }) {
  return (
    <>
      <div class="band">
        <header class="who">
          <h1>{props.person.name}</h1>
          <p class="small soft login">
            <Id text={props.person.login} />
          </p>
          <p class="small">
            <GoLink href={link('profile')} label={view.t('home.edit_profile')} />
          </p>
        </header>
        <Holds view={view} account={props.account} isNew={props.history.lines.entries.length === 0} />
      </div>
      {textIn(view.brand.homeMessage, view.language) !== '' && (
        <div class="mb6">
          <Notice icon="tag">
            <OwnWords
              view={view}
              class="stack g2"
              text={textIn(view.brand.homeMessage, view.language)}
              values={{ name: props.person.name }}
            />
          </Notice>
        </div>
      )}
      <OpenOrders view={view} lines={props.openOrders} more={props.moreOpenOrders} />
      {props.usage.value && (
        <Usage view={view} usage={props.usage.value} period={props.period} from={props.usageFrom} />
      )}
      <section class="band" aria-labelledby="history">
        <header class="stack g2">
          <h2 id="history">{view.t('home.history')}</h2>
          <p class="small">
            <GoLink href={link('orders')} label={view.t('my_orders.title')} />
          </p>
        </header>
        <div>
          {!props.history.told.value && <p class="small soft mb3">{view.t('account.journal')}</p>}
          <HistoryTable view={view} history={props.history.lines} papers={props.papers} />
        </div>
      </section>
    </>
  )
}

function Holds({ view, account, isNew }: { view: View; account: Shown<Balance>; isNew: boolean }) {
  const { t, brand, language } = view
  const { total, pots } = account.value ?? {}
  const figure = total ? formatFigure(total, language) : '–'
  return (
    <div class="home">
      <div>
        <p class="soft">{writtenIn(brand.accountName, language)}</p>
        <p class={`numeral${figure.length >= 8 ? ' long' : ''}`}>
          {figure}
          {total && <small> {creditName(total, language, brand.creditNames)}</small>}
        </p>
        <AccountNote view={view} account={account} />
        <p>
          {isNew
            ? t(view.closed ? 'home.not_open' : 'home.first_visit')
            : total && <Buys view={view} minor={total.minor} />}
        </p>
      </div>
      <div>
        {!view.closed && (
          <a class="btn wide" href={link('recharge')}>
            <Icon name="plus" />
            {t('home.recharge')}
          </a>
        )}
        {pots && pots.given.minor > 0 && (
          <LedgerList
            lines={[
              { label: t('home.bought'), figure: formatFigure(pots.bought, language) },
              { label: t('home.given'), figure: formatFigure(pots.given, language) },
              { label: t('home.balance'), figure, as: 'total' },
            ]}
          />
        )}
      </div>
    </div>
  )
}

function Buys({ view, minor }: { view: View; minor: number }) {
  const { t, brand } = view
  if (minor < 0) return <>{t('home.negative')}</>
  if (!saysPageCosts(brand)) return null
  const { blackAndWhite, colour } = brand.pageCosts
  const values = {
    bw: t('home.pages', { count: Math.floor(minor / blackAndWhite) }),
    colour: colour > 0 ? formatCount(Math.floor(minor / colour), view.language) : 'none',
  }
  return <Sentence text={t('home.buys', values)} />
}

/** How many pages that credit pays, in words; `none` where no price in colour is said. */
export const pagesFor = (view: View, minor: number): { bw: string; colour: string } => {
  const { blackAndWhite, colour } = view.brand.pageCosts
  const count = (cost: number) => view.t('home.pages', { count: Math.floor(credit(minor).minor / cost) })
  return { bw: count(blackAndWhite), colour: colour > 0 ? count(colour) : 'none' }
}
