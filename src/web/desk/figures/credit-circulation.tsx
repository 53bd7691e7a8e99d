import { credit } from '../../../kit/amount.ts'
import { textIn } from '../../../kit/language.ts'
import { type Circulation, type Holder, readCirculation } from '../../../ledger/circulation.ts'
import { formatChange, formatCount, formatFigure } from '../../../messages/format.ts'
import { DataTable } from '../../look/data-table.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { Id, LedgerList } from '../../look/paper.tsx'
import { creditText, type View } from '../../look/view.ts'
import type { SignedInContext } from '../../request-context.ts'
import { link } from '../../routes.ts'
import type { DeskRoute } from '../desk-route.ts'
import { ordersLink } from '../orders/order-query.ts'
import { sendDeskPage } from '../send-desk-page.ts'

export const circulationRoutes: readonly DeskRoute[] = [
  { method: 'GET', route: 'deskCirculation', right: 'see_desk', act: showCirculation },
]

const shownHolders = 50

/** What the credit in circulation is made of: how it came to be, in which pots it is, and who holds it. */
async function showCirculation(context: SignedInContext): Promise<unknown> {
  const { view, site } = context
  const { t } = view
  const circulation = await site.shop.database.snapshot((db) => readCirculation(db, shownHolders))
  return sendDeskPage(context, {
    title: t('figures.circulation'),
    children: (
      <>
        <PageHead
          title={t('figures.circulation')}
          back={{ href: link('desk'), label: t('desk.menu_desk') }}
          says={t('circulation.says')}
        />
        <div class="duo even">
          <Sums view={view} circulation={circulation} />
          <Holders view={view} holders={circulation.largest} count={circulation.holders} />
        </div>
      </>
    ),
  })
}

/** An account as bookkeepers write it: issued, less what has left, is what circulates. */
function Sums({ view, circulation }: { view: View; circulation: Circulation }) {
  const { t, language } = view
  const { issuedMinor, used, reservedMinor, boughtMinor, givenMinor, belowZero } = circulation
  const less = (minor: number) => formatChange(credit(-minor), language)
  return (
    <div class="stack g5">
      <h2>{t('circulation.made_of')}</h2>
      <LedgerList
        lines={[
          { label: t('circulation.issued'), figure: formatFigure(credit(issuedMinor), language) },
          ...used
            .filter(({ minor }) => minor !== 0)
            .map(({ category, minor }) => ({
              label: t('circulation.used', { category: t(`usage.${category}`) }),
              figure: less(minor),
            })),
          ...(reservedMinor === 0 ? [] : [{ label: t('circulation.reserved'), figure: less(reservedMinor) }]),
          { label: t('figures.circulation'), figure: creditText(view, credit(boughtMinor + givenMinor)), as: 'total' },
          { label: t('circulation.bought'), figure: formatFigure(credit(boughtMinor), language), as: 'sub' },
          { label: t('circulation.given'), figure: formatFigure(credit(givenMinor), language), as: 'sub' },
        ]}
      />
      {belowZero.count > 0 && (
        <p class="small soft">
          {t('circulation.below_zero', { count: belowZero.count, lacking: creditText(view, credit(-belowZero.minor)) })}
        </p>
      )}
    </div>
  )
}

function Holders({ view, holders, count }: { view: View; holders: readonly Holder[]; count: number }) {
  const { t, language, brand } = view
  return (
    <div class="stack">
      <h2>{t('circulation.holders')}</h2>
      <p class="soft">{t('circulation.holders_say', { count: formatCount(count, language), shown: holders.length })}</p>
      {holders.length > 0 && (
        <DataTable
          caption={t('circulation.holders')}
          phone="fit"
          rows={holders}
          keyOf={({ personId }) => personId}
          columns={[
            {
              head: t('orders.person'),
              as: 'name',
              cell: ({ name }) => name,
              href: ({ login }) => ordersLink({ q: login }),
              note: ({ login }) => <Id text={login} />,
            },
            {
              head: textIn(brand.creditNames, language).other,
              as: 'figure',
              cell: ({ minor }) => formatFigure(credit(minor), language),
            },
          ]}
        />
      )}
    </div>
  )
}
