import { type BrandField, fieldsOf } from '../../../brand/brand-fields.ts'
import { colourProblems } from '../../../brand/check-brand.ts'
import { isColour, nearestPassing } from '../../../brand/theme-css.ts'
import { fieldLabel } from '../../look/difference.tsx'
import { FieldError } from '../../look/form.tsx'
import { BrandInput } from './brand-input.tsx'
import type { BrandPageProps } from './brand-page.tsx'
import { BrandProofs } from './brand-proof.tsx'
import { ContrastFigures } from './contrast-figures.tsx'
import { LogoFields } from './logo-fields.tsx'

/** Name, colours and logos on the left, what they make of the account page on the right. */
export function LookFields(props: BrandPageProps) {
  const { view, draft, textOf, problems } = props
  const fields = fieldsOf('look')
  const words = fields.filter(({ kind }) => kind !== 'colour')
  return (
    <div class="duo even">
      <div class="form">
        {words.map((field) => (
          <BrandInput key={field.name} view={view} field={field} value={textOf(field.name)} problems={problems} />
        ))}
        {fields
          .filter(({ kind }) => kind === 'colour')
          .map((field) => (
            <ColourInput key={field.name} {...props} field={field} />
          ))}
        <div data-contrast role="status">
          <ContrastFigures view={view} colours={draft.content} />
        </div>
        <LogoFields {...props} />
      </div>
      <BrandProofs view={view} brand={draft.content} />
    </div>
  )
}

/** A colour by its digits; the picker beside it appears where a script can tie the two together. */
function ColourInput({ view, field, textOf, problems }: BrandPageProps & { field: BrandField }) {
  const { t } = view
  const { name } = field
  const value = textOf(name)
  const wrong = problems.some((problem) => problem.field === name)
  const described = [`${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={name}>{fieldLabel(view, field)}</label>
      <FieldError view={view} problems={problems} field={name} />
      {wrong && <Nearest view={view} name={name} textOf={textOf} />}
      <div class="inline">
        <input
          class="in"
          type="color"
          value={isColour(value) ? value : '#ffffff'}
          aria-label={`${t('brand.picker')}, ${fieldLabel(view, field)}`}
          data-picker={name}
          hidden
        />
        <input
          class="in mono"
          id={name}
          name={name}
          value={value}
          maxlength={7}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={described}
          {...(wrong && { 'aria-invalid': 'true' as const })}
        />
      </div>
      <small id={`${name}-hint`}>{t(name === 'accent' ? 'brand.hint_accent' : 'brand.hint_ground')}</small>
    </div>
  )
}

/** The way out that the figure suggests, one press away; what else was typed is saved with it. */
function Nearest({ view, name, textOf }: Pick<BrandPageProps, 'view' | 'textOf'> & { name: string }) {
  const { t } = view
  const [accent, ground] = [textOf('accent'), textOf('ground') || null]
  if (!isColour(accent) || (ground !== null && !isColour(ground))) return null
  const colours = { accent, ground }
  if (!colourProblems(colours).some(({ field }) => field === name)) return null
  const nearest = nearestPassing(colours)[name === 'accent' ? 'accent' : 'ground'] ?? ''
  return (
    <p class="row near">
      <svg width="44" height="28" aria-hidden="true">
        <rect width="44" height="28" rx="2" fill={nearest} />
      </svg>
      <span>
        {t('brand.nearest')} <code>{nearest}</code>
      </span>
      <button
        class="btn quiet sm"
        type="submit"
        name={`take_${name}`}
        value={nearest}
        aria-label={t('brand.take_which', { colour: nearest })}
      >
        {t('brand.take')}
      </button>
    </p>
  )
}
