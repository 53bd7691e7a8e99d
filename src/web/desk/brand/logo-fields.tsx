import { logoLimitBytes } from '../../../brand/logo/clean-logo.ts'
import { FieldError } from '../../look/form.tsx'
import { BrandLogo, Picture } from '../../look/frame/logo.tsx'
import type { BrandPageProps } from './brand-page.tsx'
import { type Ground, grounds } from './take-logos.ts'

/**
 * The logos among the fields of the look: a file is saved by the same button as the rest. They stand last in the form,
 * so that all that was typed has arrived before a file that is too large.
 */
export function LogoFields(props: BrandPageProps) {
  const { view, draft } = props
  const { t } = view
  const { light, dark } = draft.content.logos
  return (
    <>
      {grounds.map((ground) => (
        <LogoField key={ground} {...props} ground={ground} />
      ))}
      {(light || dark) && (
        <p>
          <button class="btn quiet sm" type="submit" name="act" value="logo">
            {t('brand.logo_details')}
          </button>
        </p>
      )}
    </>
  )
}

function LogoField({ view, draft: { content }, problems, ground }: BrandPageProps & { ground: Ground }) {
  const { t } = view
  const logo = content.logos[ground]
  const id = `upload_${ground}`
  const wrong = problems.some(({ field }) => field === id)
  const described = [`${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{t(`brand.f_logo_${ground}`)}</label>
      <FieldError view={view} problems={problems} field={id} />
      <div class="drop" data-brand="draft" data-theme={ground}>
        {logo ? <Picture logo={logo} /> : <BrandLogo brand={content} theme={ground} />}
        <p class="small soft grow id">
          {logo?.fileName ?? t(ground === 'light' ? 'brand.logo_none' : 'brand.logo_dark_none')}
        </p>
      </div>
      {view.rights.includes('edit_brand') && (
        <>
          <input
            class="in"
            type="file"
            id={id}
            name={id}
            accept="image/svg+xml,image/png,image/webp"
            data-most-bytes={logoLimitBytes}
            data-too-large={t('brand.logo_too_large')}
            aria-describedby={described}
            {...(wrong && { 'aria-invalid': 'true' as const })}
          />
          <small id={`${id}-hint`}>{t('brand.logo_hint')}</small>
        </>
      )}
    </div>
  )
}
