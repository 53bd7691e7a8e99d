import type { BrandContent } from '../../../brand/brand-content.ts'
import { credit } from '../../../kit/amount.ts'
import { creditName, formatFigure } from '../../../messages/format.ts'
import { writtenIn } from '../../../messages/french-spaces.ts'
import { BrandLogo } from '../../look/frame/logo.tsx'
import { Icon } from '../../look/icon.tsx'
import type { View } from '../../look/view.ts'

const sampleBalance = credit(4_960)

/** The head of the account page in the draft’s colours, by day and by night; it can be looked at and nothing else. */
export function BrandProofs({ view, brand }: { view: View; brand: BrandContent }) {
  const { t } = view
  return (
    <div class="stack pin g5">
      <h2>{t('brand.proof')}</h2>
      {(['light', 'dark'] as const).map((theme) => (
        <figure key={theme}>
          <figcaption class="small soft mb2">{t(theme === 'light' ? 'brand.day' : 'brand.night')}</figcaption>
          <Proof view={view} brand={brand} theme={theme} />
        </figure>
      ))}
      <p class="small soft">{t('brand.proof_says')}</p>
    </div>
  )
}

function Proof({ view, brand, theme }: { view: View; brand: BrandContent; theme: 'light' | 'dark' }) {
  const { t, language } = view
  return (
    <div class="proof" inert data-brand="draft" data-theme={theme}>
      <div class="mast">
        <span class="brand">
          <BrandLogo brand={brand} theme={theme} />
          <span>
            <b>{brand.name}</b>
            <small>{writtenIn(brand.tagline, language)}</small>
          </span>
        </span>
      </div>
      <div>
        <p class="small soft">{writtenIn(brand.accountName, language)}</p>
        <p class="numeral">
          {formatFigure(sampleBalance, language)}
          <small> {creditName(sampleBalance, language, brand.creditNames)}</small>
        </p>
        <p class="row near">
          <span class="btn">
            <Icon name="plus" />
            {t('home.recharge')}
          </span>
        </p>
      </div>
    </div>
  )
}
