import { type Colours, checkTheme, type Pair, pairNames, shownRatio } from '../../../brand/theme-css.ts'
import { themeUrl } from '../../assets.ts'
import { DataTable } from '../../look/data-table.tsx'
import { State } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'

/** Every pair with its figures by day and by night, and the shades that the accent gives. */
export function ContrastFigures({ view, colours }: { view: View; colours: Colours }) {
  const { t } = view
  const pairs = checkTheme(colours)
  const figureOf = (mode: Pair['mode']) => (what: Pair['what']) => {
    const pair = pairs.find((each) => each.what === what && each.mode === mode)
    return pair && <Figure view={view} pair={pair} />
  }
  return (
    <div class="stack g5" data-proof-sheet={themeUrl(colours, 'proof')}>
      <div>
        <h2 class="plain mb2">{t('brand.contrast')}</h2>
        <DataTable
          caption={t('brand.contrast_caption')}
          phone="fit"
          rows={pairNames}
          keyOf={(what) => what}
          columns={[
            { head: t('brand.pair'), as: 'name', cell: (what) => t(`brand.pair_${what}`) },
            { head: t('brand.day'), as: 'figure', cell: figureOf('day') },
            { head: t('brand.night'), as: 'figure', cell: figureOf('night') },
          ]}
        />
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
