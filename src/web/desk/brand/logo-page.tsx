import type { Draft } from '../../../brand/brand-draft.ts'
import { logoLimitBytes } from '../../../brand/logo/clean-logo.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { CsrfToken, ErrorSummary, FieldError } from '../../look/form.tsx'
import { BrandLogo, Picture } from '../../look/frame/logo.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { News } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { BrandProofs } from './brand-proof.tsx'

type Props = {
  view: View
  draft: Draft
  problems: readonly FieldProblem[]
  done: string | undefined
  /** Whether the logo for the light ground can be drawn into a PDF. */
  isOnPdf: boolean
}

export function LogoPage({ view, draft, problems, done, isOnPdf }: Props) {
  const { t } = view
  return (
    <>
      <PageHead
        title={t('brand.logo_title')}
        back={{ href: link('deskBrand'), label: t('brand.back') }}
        says={t('brand.logo_says')}
      />
      {done && <News>{done}</News>}
      <ErrorSummary view={view} problems={problems} />
      <div class="duo even">
        <div class="form">
          <OneLogo view={view} draft={draft} problems={problems} ground="light" />
          {draft.content.logos.light && (
            <p class="small soft">{t(isOnPdf ? 'brand.logo_on_pdf' : 'brand.logo_not_on_pdf')}</p>
          )}
          <OneLogo view={view} draft={draft} problems={problems} ground="dark" />
        </div>
        <BrandProofs view={view} brand={draft.content} />
      </div>
    </>
  )
}

function OneLogo({ view, draft, problems, ground }: Omit<Props, 'done' | 'isOnPdf'> & { ground: 'light' | 'dark' }) {
  const { t } = view
  const { content } = draft
  const logo = content.logos[ground]
  return (
    <section class="stack" aria-labelledby={`logo-${ground}`}>
      <h2 class="plain" id={`logo-${ground}`}>
        {t(`brand.f_logo_${ground}`)}
      </h2>
      <div class="drop" data-brand="draft" data-theme={ground}>
        {logo ? <Picture logo={logo} /> : <BrandLogo brand={content} theme={ground} />}
        <p class="small soft grow id">
          {logo
            ? t('brand.logo_is', {
                file: logo.fileName,
                width: logo.width,
                height: logo.height,
                kilobytes: logo.bytes / 1024,
              })
            : t(ground === 'light' ? 'brand.logo_none' : 'brand.logo_dark_none')}
        </p>
        {logo && view.rights.includes('edit_brand') && (
          <form method="post" action={link('deskBrandLogoRemovals')}>
            <CsrfToken view={view} />
            <input type="hidden" name="ground" value={ground} />
            <button class="btn quiet sm" type="submit" aria-label={t('brand.logo_remove_which', { ground })}>
              {t('brand.logo_remove')}
            </button>
          </form>
        )}
      </div>
      {view.rights.includes('edit_brand') && <LogoForm view={view} problems={problems} ground={ground} />}
    </section>
  )
}

/** Its hidden fields come before the file: a file that is cut off has then said whose it was. */
function LogoForm({ view, problems, ground }: Pick<Props, 'view' | 'problems'> & { ground: 'light' | 'dark' }) {
  const { t } = view
  const id = `upload_${ground}`
  const wrong = problems.some(({ field }) => field === id)
  return (
    <form class="filter" method="post" action={link('deskBrandLogo')} encType="multipart/form-data">
      <CsrfToken view={view} />
      <input type="hidden" name="ground" value={ground} />
      <div class="field grow">
        <label for={id}>{t('brand.logo_choose', { ground })}</label>
        <FieldError view={view} problems={problems} field={id} />
        <input
          class="in"
          type="file"
          id={id}
          name="upload"
          accept="image/svg+xml,image/png,image/webp"
          data-most-bytes={logoLimitBytes}
          data-too-large={t('brand.logo_too_large')}
          {...(wrong && { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` })}
        />
      </div>
      <button class="btn quiet" type="submit">
        {t('brand.logo_send')}
      </button>
    </form>
  )
}
