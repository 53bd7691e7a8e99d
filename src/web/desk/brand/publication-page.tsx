import type { BrandChange } from '../../../brand/brand-changes.ts'
import type { Draft } from '../../../brand/brand-draft.ts'
import { brandFields } from '../../../brand/brand-fields.ts'
import { sectionOf } from '../../../brand/check-brand.ts'
import type { FieldProblem } from '../../../kit/failure.ts'
import { DifferenceList, fieldLabel } from '../../look/difference.tsx'
import { CsrfToken, problemText } from '../../look/form.tsx'
import { Icon } from '../../look/icon.tsx'
import { GoLink, PageHead } from '../../look/page-head.tsx'
import { Notice } from '../../look/paper.tsx'
import type { View } from '../../look/view.ts'
import { link } from '../../routes.ts'

type Props = {
  view: View
  draft: Draft
  newest: number
  changes: readonly BrandChange[]
  problems: readonly FieldProblem[]
  /** Whether what was seen is not what is there any more. */
  moved: boolean
}

export function PublicationPage({ view, draft, newest, changes, problems, moved }: Props) {
  const { t } = view
  const ready = changes.length > 0 && problems.length === 0 && view.rights.includes('edit_brand')
  return (
    <>
      <PageHead title={t('brand.publication_title')} back={{ href: link('deskBrand'), label: t('brand.back') }} />
      <div class="stack g5">
        {moved && (
          <div role="alert">
            <Notice tone="care" icon="warning">
              <p>{t('brand.publication_moved')}</p>
            </Notice>
          </div>
        )}
        {draft.saved && draft.baseNumber !== newest && (
          <Notice tone="care" icon="warning">
            <p>{t('brand.publication_stale', { number: newest })}</p>
          </Notice>
        )}
        {problems.length > 0 && <Problems view={view} problems={problems} />}
        {changes.length === 0 ? <p>{t('brand.publication_nothing')}</p> : <p>{t('brand.publication_says')}</p>}
        {changes.length > 0 && (
          <section aria-labelledby="changes">
            <h2 id="changes">{t('brand.what_changes')}</h2>
            <DifferenceList view={view} changes={changes} />
          </section>
        )}
        {ready && (
          <form class="row" method="post" action={link('deskBrandPublication')} data-once>
            <CsrfToken view={view} />
            <input type="hidden" name="revision" value={draft.revision} />
            <input type="hidden" name="newest" value={String(newest)} />
            <button class="btn" type="submit">
              {t('brand.publication_do')}
            </button>
            <GoLink href={link('deskBrandPreview')} label={t('brand.preview')} icon="eye" />
          </form>
        )}
      </div>
    </>
  )
}

/** Each leads to its field, on whatever page that is. */
function Problems({ view, problems }: { view: View; problems: readonly FieldProblem[] }) {
  return (
    <section class="notice bad errors" role="alert" aria-labelledby="problems">
      <Icon name="alert" />
      <div class="stack g2">
        <h2 class="plain" id="problems">
          {view.t('brand.publication_problems')}
        </h2>
        <ul>
          {problems.map((problem) => (
            <li key={problem.field}>
              <a href={`${link('deskBrandSection', { section: sectionOf(problem.field) })}#${problem.field}`}>
                {labelOf(view, problem.field)}
              </a>
              {view.t('brand.colon')}
              {problemText(view, problem)}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function labelOf(view: View, name: string): string {
  const field = brandFields.find((each) => each.name === name)
  return field ? fieldLabel(view, field) : name
}

/** Asks before a draft is given up: it may hold what others wrote. */
export function DiscardPage({ view, draft, changes }: { view: View; draft: Draft; changes: readonly BrandChange[] }) {
  const { t } = view
  return (
    <>
      <PageHead title={t('brand.discard_title')} back={{ href: link('deskBrand'), label: t('brand.back') }} />
      <div class="stack g5">
        <p>{t('brand.discard_says', { count: changes.length })}</p>
        <DifferenceList view={view} changes={changes} />
        {view.rights.includes('edit_brand') && (
          <form class="row" method="post" action={link('deskBrandDraftRemovals')} data-once>
            <CsrfToken view={view} />
            <input type="hidden" name="revision" value={draft.revision} />
            <button class="btn bad" type="submit">
              {t('brand.discard_do')}
            </button>
            <GoLink href={link('deskBrand')} label={t('brand.keep')} />
          </form>
        )}
      </div>
    </>
  )
}
