import { add, amount, credit } from '../../../kit/amount.ts'
import { letterBody } from '../../../mail/letter.ts'
import { formatMoney } from '../../../messages/format.ts'
import { lastDayToWithdraw } from '../../../orders/withdrawal-period.ts'
import type { Receipt } from '../../../receipts/receipt.ts'
import { saleLetterWords } from '../../../receipts/receipt-letter.ts'
import { GoLink, Lead, PageHead } from '../../look/page-head.tsx'
import { creditText, dateText, dayText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'

export const previewPages = ['home', 'recharge', 'sign-in', 'receipt', 'mail'] as const
export type PreviewPageName = (typeof previewPages)[number]

type Props = { view: View; page: PreviewPageName; theme: 'light' | 'dark' }

const devices = [
  { name: 'phone', width: 360, height: 1400 },
  { name: 'desktop', width: 1280, height: 1300 },
] as const

export function PreviewPage({ view, page, theme }: Props) {
  const { t } = view
  const source = link('deskBrandPreviewPage', { page }, { theme })
  return (
    <>
      <PageHead
        title={t('brand.preview_title')}
        back={{ href: link('deskBrand'), label: t('brand.back') }}
        says={t('brand.preview_says')}
      />
      <Choice view={view} page={page} theme={theme} />
      <div class="frames">
        {devices.map(({ name, width, height }) => (
          <figure key={name}>
            <figcaption class="small soft mb2">{t(`brand.preview_${name}`)}</figcaption>
            {/* To be looked at: a keyboard would walk through the same page twice. Alone, it can be followed. */}
            <div class={name} inert>
              <iframe
                src={source}
                title={t('brand.preview_frame', {
                  page: t(`brand.preview_${page}`),
                  device: t(`brand.preview_${name}`),
                })}
                width={width}
                height={height}
              />
            </div>
          </figure>
        ))}
      </div>
    </>
  )
}

/** Which page, in which light, and the way to it without a frame. */
function Choice({ view, page, theme }: Props) {
  const { t } = view
  return (
    <div class="row mb5">
      <nav class="pick" aria-label={t('brand.preview_page')}>
        {previewPages.map((each) => (
          <a
            key={each}
            href={link('deskBrandPreview', {}, { page: each, theme })}
            aria-current={each === page ? 'true' : undefined}
          >
            {t(`brand.preview_${each}`)}
          </a>
        ))}
      </nav>
      <nav class="pick" aria-label={t('brand.preview_theme')}>
        {(['light', 'dark'] as const).map((each) => (
          <a
            key={each}
            href={link('deskBrandPreview', {}, { page, theme: each })}
            aria-current={each === theme ? 'true' : undefined}
          >
            {t(each === 'light' ? 'brand.day' : 'brand.night')}
          </a>
        ))}
      </nav>
      <GoLink href={link('deskBrandPreviewPage', { page }, { theme })} label={t('brand.preview_open')} />
    </div>
  )
}

/** The letter of a sale as the draft would write it: subject, then its own HTML. */
export function LetterPreview({ view, receipt }: { view: View; receipt: Receipt }) {
  const { brand, language } = view
  const { content } = receipt
  const values = {
    name: content.person.name,
    amount: formatMoney(amount(content.priceMinor, content.currency), language),
    credit: creditText(view, add(credit(content.creditMinor), credit(content.bonusMinor))),
    number: receipt.number,
    order: content.orderNumber,
    date: dateText(view, content.placedAt),
    url: `https://example.org${link('order', { orderId: 'ord_0' })}`,
  }
  const { timeZone } = view
  const lastDay = lastDayToWithdraw(content.placedAt, { days: view.withdrawal.days, timeZone })
  const withdrawal = view.withdrawal.offered
    ? { date: dayText(view, lastDay), url: `https://example.org${link('withdrawal')}` }
    : undefined
  const words = saleLetterWords(brand, { kind: 'receipt', language, values, immediate: true, withdrawal })
  // Our pages allow no style in an element; here the head has its colour from the stylesheet, which knows the draft’s.
  const body = letterBody({ to: '', ...words })
  return (
    <Lead title={words.subject}>
      {/* The letter's own HTML, in which everything that is not ours is escaped. */}
      <div class="prose" dangerouslySetInnerHTML={{ __html: body.replace(/ style="[^"]*"/g, '') }} />
    </Lead>
  )
}
