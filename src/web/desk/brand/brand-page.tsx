import { type BrandChange, brandChanges } from '../../../brand/brand-changes.ts'
import type { BrandContent } from '../../../brand/brand-content.ts'
import type { Draft } from '../../../brand/brand-draft.ts'
import { type BrandSection, brandSections, fieldsOf } from '../../../brand/brand-fields.ts'
import type { Instant } from '../../../kit/clock.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { DifferenceList, fieldLabel } from '../../look/difference.tsx'
import { CsrfToken, ErrorSummary } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { PageHead } from '../../look/page-head.tsx'
import { News, Notice } from '../../look/paper.tsx'
import { dateText, timeText, type View } from '../../look/view.ts'
import { link } from '../../routes.ts'
import { BrandInput } from './brand-input.tsx'
import { LookFields } from './look-fields.tsx'

export type BrandPageProps = {
  view: View
  section: BrandSection
  draft: Draft
  published: BrandContent
  /** Who saved the draft last. */
  savedBy: string
  /** What stands in the fields: the draft, or what was typed and refused. */
  textOf: (field: string) => string
  problems: readonly FieldProblem[]
  /** What somebody else changed while this was typed, against what was typed. */
  conflict?: readonly BrandChange[] | undefined
  done?: string | undefined
}

export function BrandPage(props: BrandPageProps) {
  const { view, section, draft, published, problems, conflict } = props
  const { t } = view
  const mayEdit = view.rights.includes('edit_brand')
  const changes = brandChanges(published, draft.content).length
  const nameOfField = (name: string) => {
    const field = fieldsOf(section).find((each) => each.name === name)
    return field && fieldLabel(view, field)
  }
  return (
    <>
      <BrandHead {...props} />
      {conflict && <Conflict {...props} conflict={conflict} />}
      <ErrorSummary view={view} problems={problems} nameOf={nameOfField} />
      <form
        method="post"
        action={link('deskBrandSection', { section })}
        data-live-contrast={link('deskBrandContrast')}
        {...(section === 'look' && { encType: 'multipart/form-data' as const })}
      >
        <CsrfToken view={view} />
        <input type="hidden" name="revision" value={draft.revision} />
        <fieldset disabled={!mayEdit}>
          {section === 'look' ? <LookFields {...props} /> : <TextFields {...props} />}
        </fieldset>
        <div class="bar row apart">
          <span class="soft">{t('brand.changes', { count: changes })}</span>
          {mayEdit && (
            <span class="row near">
              {draft.saved && (
                <a class="btn quiet" href={link('deskBrandDraftRemovals')}>
                  {t('brand.discard')}
                </a>
              )}
              <button class="btn quiet" type="submit" name="act" value="save">
                {t('brand.save')}
              </button>
              <button class="btn" type="submit" name="act" value="publish">
                {t('brand.publish')}
              </button>
            </span>
          )}
        </div>
      </form>
    </>
  )
}

function BrandHead({ view, section, draft, savedBy, done }: BrandPageProps) {
  const { t } = view
  return (
    <>
      <PageHead
        title={t('desk.menu_deskBrand')}
        says={
          draft.saved ? t('brand.says_draft', savedWords(view, draft.saved.at, savedBy)) : t('brand.says_published')
        }
      >
        <a class="btn quiet" href={link('deskBrandVersions')}>
          {t('brand.versions')}
        </a>
        <a class="btn quiet" href={link('deskBrandPreview')}>
          <Icon name="eye" size={18} />
          {t('brand.preview')}
        </a>
      </PageHead>
      {done && <News>{done}</News>}
      <nav class="pick mb5" aria-label={t('brand.sections')}>
        {brandSections.map((each) => (
          <a
            key={each}
            href={link('deskBrandSection', { section: each })}
            aria-current={each === section ? 'page' : undefined}
          >
            {t(`brand.section_${each}`)}
          </a>
        ))}
        <a href={link('deskTerms')}>{t('desk.menu_deskTerms')}</a>
      </nav>
    </>
  )
}

const savedWords = (view: View, at: Instant, name: string) => ({
  date: dateText(view, at),
  time: timeText(view, at),
  name,
})

function Conflict({ view, draft, savedBy, conflict }: BrandPageProps & { conflict: readonly BrandChange[] }) {
  const { t } = view
  return (
    <section class="mb5 stack" role="alert">
      <Notice tone="care" icon="warning">
        <p>
          {draft.saved ? t('brand.conflict', savedWords(view, draft.saved.at, savedBy)) : t('brand.conflict_published')}
        </p>
        {conflict.length === 0 && <p>{t('brand.conflict_none')}</p>}
      </Notice>
      <DifferenceList view={view} changes={conflict} />
    </section>
  )
}

/** Texts in all languages stand side by side. */
function TextFields({ view, section, textOf, problems }: BrandPageProps) {
  const { t } = view
  const fields = fieldsOf(section)
  const formatted = fields.some(({ kind }) => kind === 'text')
  return (
    <div class="form">
      {section === 'mails' && <p class="soft">{t('brand.hint_mails')}</p>}
      {formatted && <p class="small soft fit">{t('brand.hint_markdown')}</p>}
      <div class="two">
        {fields.map((field) => (
          <BrandInput key={field.name} view={view} field={field} value={textOf(field.name)} problems={problems} />
        ))}
      </div>
    </div>
  )
}
