import { type Colours, checkTheme, type Pair, pairNames, shownRatio } from '../../../brand/theme-css.ts'
import { themeUrl } from '../../assets.ts'
import { State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'

/** Every pair with its figures by day and by night, and the shades that the accent gives. */
export function ContrastFigures({ view, colours }: { view: View; colours: Colours }) {
  const { t } = view
  const pairs = checkTheme(colours)
  return (
    <div class="stack g5" data-proof-sheet={themeUrl(colours, 'proof')}>
      <div>
        <h2 class="plain mb2">{t('brand.contrast')}</h2>
        <table class="data">
          <caption class="vh">{t('brand.contrast_caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('brand.pair')}</th>
              <th scope="col" class="end">
                {t('brand.day')}
              </th>
              <th scope="col" class="end">
                {t('brand.night')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pairNames.map((what) => (
              <tr key={what}>
                <th scope="row">{t(`brand.pair_${what}`)}</th>
                {pairs
                  .filter((pair) => pair.what === what)
                  .map((pair) => (
                    <td class="end" key={pair.mode}>
                      <Figure view={view} pair={pair} />
                    </td>
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <h2 class="plain mb2">{t('brand.shades')}</h2>
        <svg
          class="chips"
          data-brand="draft"
          data-theme="light"
          viewBox="0 0 7 1"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {['paper', 'tint', 'shade-3', 'shade-2', 'accent', 'accent-hover', 'ink'].map((shade, index) => (
            <path key={shade} d={`M${index} 0h1v1h-1z`} fill={`var(--${shade})`} />
          ))}
        </svg>
      </div>
    </div>
  )
}

function Figure({ view: { t }, pair }: { view: View; pair: Pair }) {
  return (
    <>
      {t('brand.ratio', { ratio: shownRatio(pair.ratio) })}
      <small>
        {pair.passes ? (
          <State tone="good" icon="check">
            {t('brand.readable')}
          </State>
        ) : (
          <State tone="bad" icon="cross">
            {t('brand.below', { needed: pair.needed })}
          </State>
        )}
      </small>
    </>
  )
}
